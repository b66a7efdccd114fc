import CommandTree
import Glibc
import Synchronization

// Standard words of netsh about the session itself (netsh 6.2, 6.9, 6.12).

extension Session {
    /// Begins or ends the copy of the output.
    func copyOutput(
        _ invocation: Invocation, _ line: String, _ origin: Origin
    ) throws(UsageError) -> ExitStatus {
        let mode = invocation.text("mode")
        guard mode != "close" else {
            output.copy(to: nil)
            return answer(.done())
        }
        guard let name = invocation.optionalText("name") else {
            throw .missing(["name"], end: line.count + 1)
        }
        do throws(CopyFile.Failure) {
            let file = try CopyFile(name, appending: mode == "append")
            defer { output.copy(to: file) }
            return answer(.done())
        } catch {
            return report(Complaint(error.sentence, status: .failed), from: origin)
        }
    }

    /// Other machines are not operated from here (netsh 6.1, 6.9).
    func setMachine(_ name: String?, _ origin: Origin) -> ExitStatus {
        let own = [nil, "", ".", "localhost", hostName()]
        guard own.contains(name?.lowercased()) else {
            return report(Complaint("Remote mode is not supported; use ssh.", status: .usage), from: origin)
        }
        return answer(.done())
    }

    func refuseHelper(_ origin: Origin) -> ExitStatus {
        let failure = CommandFailure(
            "Helpers can be neither added nor deleted: all contexts are built in.",
            hint: "'show helper' lists them.")
        return report(Complaint(failure), from: origin)
    }

    func showHelpers() -> ExitStatus {
        let places = path.atRoot.descendants
        var table = Table([.init("Commands", .right), .init("Context")])
        for place in places {
            table.add(["\(place.current.commands.count)", place.words.joined(separator: " ")])
        }
        return answer(
            Document(
                body: [.table(table)],
                json: .array(
                    places.map { place in
                        [
                            "context": .string(place.words.joined(separator: " ")),
                            "commands": .integer(place.current.commands.count),
                        ]
                    }),
                records: places.map { [$0.words.joined(separator: " "), "\($0.current.commands.count)"] }))
    }

    func setPrompt(_ word: String) -> ExitStatus {
        face.withLock { $0.path = $0.path.titled(word) }
        return answer(.done())
    }

    func setHints(_ shown: Bool) -> ExitStatus {
        face.withLock { $0.showsHints = shown }
        return answer(.done())
    }
}

/// In lower case; empty if this machine does not know.
private func hostName() -> String {
    var bytes = [CChar](repeating: 0, count: 256)
    guard gethostname(&bytes, bytes.count - 1) == 0 else { return "" }
    return String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self).lowercased()
}
