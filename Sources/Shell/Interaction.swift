package import CommandTree
import Synchronization

extension Session {
    /// Reads and runs lines until somebody leaves. The status of a session that ends as it should is success.
    package func interact(with terminal: any Terminal) async -> ExitStatus {
        attach(terminal)
        defer { attach(nil) }
        while !hasLeft {
            switch await nextLine(terminal) {
            case .line(let line):
                if line.contains(where: { $0 != " " }), !isSecret(line) { await terminal.addHistory(line) }
                brake.release()
                endedAtQuestion = false
                _ = await run(line: line)
            case .refused(let sentence):
                _ = report(Complaint(sentence, status: .usage), from: .prompt)
            case .interrupted:
                continue
            case .endOfInput:
                output.endLine()
                await leave(from: .prompt)
            }
        }
        return conclude(output.closingStatus ?? .success, from: .prompt)
    }

    /// One line, or several joined by blanks while a quote is open (netsh 6.6). Who ends the input in the middle of a
    /// quote gives up the line; if there is nothing more to come, the next read says so.
    private func nextLine(_ terminal: any Terminal) async -> TerminalInput {
        var input = await terminal.readLine(prompt: prompt)
        while case .line(let line) = input, !Tokenizer.isRemark(line), hasOpenQuote(line) {
            face.withLock { $0.unfinished = line + " " }
            let more = await terminal.readLine(prompt: "> ")
            face.withLock { $0.unfinished = "" }
            switch more {
            case .line(let rest): input = .line(line + " " + rest)
            case .endOfInput:
                output.endLine()
                return .interrupted
            case .interrupted, .refused: return more
            }
        }
        return input
    }

    private func hasOpenQuote(_ line: String) -> Bool {
        do throws(UsageError) {
            _ = try Tokenizer.words(of: line)
            return false
        } catch {
            return error.kind == .unterminatedQuote
        }
    }
}
