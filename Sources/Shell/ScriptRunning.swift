package import CommandTree
import LineEditor

extension Session {
    /// How deep scripts may run scripts (netsh 6.10).
    private static var nestingLimit: Int { 16 }

    /// Runs a script line by line; `-` is standard input. It stops at the first line that fails, with that line's
    /// status, or goes on and remembers it, as the settings say. Afterwards the session is in the context it was in.
    package func run(script path: String, from origin: Origin = .arguments) async -> ExitStatus {
        do throws(Script.Failure) {
            let script = try open(path)
            scripts.append(script)
            let (start, depth, floor) = (self.path, stack.count, stackFloor)
            stackFloor = depth
            let status = await runLines(of: script)
            stack.removeLast(stack.count - depth)
            stackFloor = floor
            move(to: start)
            scripts.removeLast()
            script.close()
            return status
        } catch {
            return report(Complaint(error.sentence, status: .failed), from: origin)
        }
    }

    private func open(_ path: String) throws(Script.Failure) -> Script {
        guard path != "-" else { return .standardInput }
        guard scripts.count < Self.nestingLimit else {
            throw Script.Failure(sentence: "Scripts are nested more than \(Self.nestingLimit) deep.")
        }
        let script = try Script.open(scripts.last?.resolve(path) ?? path)
        guard !scripts.contains(where: { $0.identity == script.identity }) else {
            script.close()
            throw Script.Failure(sentence: "The script '\(script.name)' would run itself.")
        }
        return script
    }

    private func runLines(of script: Script) async -> ExitStatus {
        var firstFailure = ExitStatus.success
        while !hasLeft {
            let status: ExitStatus
            var isLast = false
            do throws(PlainLineFailure) {
                guard let line = try await script.lines.next() else { break }
                status = await run(line: line.text, from: .script(file: script.name, line: line.number))
            } catch {
                status = report(error, in: script)
                isLast = status == .failed
            }
            if firstFailure == .success { firstFailure = status }
            if isLast || status == .interrupted || status != .success && !settings.keepsGoing { break }
        }
        return firstFailure
    }

    /// A line that is no text is a mistake of whoever wrote it; input that cannot be read is a failure, and the end.
    private func report(_ failure: PlainLineFailure, in script: Script) -> ExitStatus {
        var status = ExitStatus.usage
        if case .unreadable = failure.cause { status = .failed }
        let origin = Origin.script(file: script.name, line: failure.number)
        return report(Complaint(failure.description, status: status), from: origin)
    }
}
