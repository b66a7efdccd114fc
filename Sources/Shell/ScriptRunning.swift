package import CommandTree
import LineEditor
import Synchronization

extension Session {
    /// How deep scripts may run scripts (netsh 6.10).
    private static var nestingLimit: Int { 16 }

    /// Runs a script line by line; `-` is standard input. It stops at the first line that fails, with that line's
    /// status, or goes on and remembers it, as the settings say. Afterwards the session is in the context it was in.
    package func run(script path: String, from origin: Origin = .arguments) async -> ExitStatus {
        do throws(Script.Failure) {
            let script = try open(path)
            scripts.append(script)
            brake.begin(script.lines)
            let (start, depth, floor) = (self.path, stack.count, stackFloor)
            stackFloor = depth
            let status = await runLines(of: script)
            stack.removeLast(stack.count - depth)
            stackFloor = floor
            move(to: start)
            scripts.removeLast()
            brake.end()
            script.close()
            return status
        } catch {
            return report(Complaint(error.sentence, status: .failed), from: origin)
        }
    }

    private func open(_ path: String) throws(Script.Failure) -> Script {
        guard scripts.count < Self.nestingLimit else {
            throw Script.Failure(sentence: "Scripts are nested more than \(Self.nestingLimit) deep.")
        }
        let script = path == "-" ? .standardInput : try Script.open(scripts.last?.resolve(path) ?? path)
        guard let obstacle = obstacle(to: script) else { return script }
        script.close()
        throw Script.Failure(sentence: obstacle)
    }

    /// Why the lines of a script cannot be had: they are being read already.
    private func obstacle(to script: Script) -> String? {
        if scripts.contains(where: { $0.identity == script.identity }) {
            return "The script '\(script.name)' would run itself."
        }
        if terminal.withLock({ $0 != nil }), script.identity == Script.standardInput.identity {
            return "'\(script.name)' is where the commands of this session are typed."
        }
        return nil
    }

    private func runLines(of script: Script) async -> ExitStatus {
        var firstFailure = ExitStatus.success
        while !hasLeft {
            let status: ExitStatus
            var isLast = false
            do throws(PlainLineFailure) {
                guard let line = try await script.lines.next() else {
                    if script.lines.wasCutShort, firstFailure == .success { firstFailure = .interrupted }
                    break
                }
                let origin = Origin.script(file: script.name, line: line.number)
                status = brake.isPulled ? .interrupted : await run(line: line.text, from: origin)
            } catch {
                status = report(error, in: script)
                isLast = status == .failed
            }
            if firstFailure == .success { firstFailure = status }
            if isLast || status == .interrupted || status != .success && !goesOn { break }
        }
        return firstFailure
    }

    /// Whoever has a script checked wants to know of all its mistakes at once.
    private var goesOn: Bool { settings.keepsGoing || settings.checksOnly }

    /// A line that is no text is a mistake of whoever wrote it; input that cannot be read is a failure, and the end.
    private func report(_ failure: PlainLineFailure, in script: Script) -> ExitStatus {
        var status = ExitStatus.usage
        if case .unreadable = failure.cause { status = .failed }
        let origin = Origin.script(file: script.name, line: failure.number)
        return report(Complaint(failure.description, status: status), from: origin)
    }
}
