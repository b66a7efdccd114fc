import Dispatch
import Glibc
import Synchronization

/// Reads lines from a pipe, a file, or a terminal that cannot be edited on.
///
/// The waiting is done on a thread of its own, so that a pipe that is silent for hours holds none of the threads that
/// tasks run on.
package final class PlainLines: Sendable {
    private let input: Int32
    private let promptOutput: Int32?
    private let queue = DispatchQueue(label: "plain lines")
    private let splitter = Mutex(LineSplitter())
    private let wakePipe = WakePipe()
    private let isEnding = Atomic(false)
    private let isCutShort = Atomic(false)

    /// - Parameters:
    ///   - input: the descriptor to read. It is read ahead, and not closed.
    ///   - promptOutput: where prompts go; nil on a pipe, where there are none.
    package init(input: Int32 = STDIN_FILENO, promptOutput: Int32? = nil) {
        self.input = input
        self.promptOutput = promptOutput
    }

    /// The next line, or nil at the end of input, or if the task is cancelled before the line is there.
    ///
    /// - Throws: `PlainLineFailure` for a line that is refused; the next call goes on behind it.
    package func next(prompt: String = "") async throws(PlainLineFailure) -> PlainLine? {
        try await next(prompt: prompt, isAnswer: false)
    }

    /// The same for the answer to a question: what was typed earlier on a terminal does not answer it.
    package func nextAnswer(prompt: String) async throws(PlainLineFailure) -> PlainLine? {
        try await next(prompt: prompt, isAnswer: true)
    }

    private func next(prompt: String, isAnswer: Bool) async throws(PlainLineFailure) -> PlainLine? {
        let interest = Interest()
        let result: Result<PlainLine?, PlainLineFailure> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.async {
                    if isAnswer { self.dropTyped() }
                    continuation.resume(returning: self.read(prompt: prompt, interest))
                }
            }
        } onCancel: {
            interest.lose()
            wakePipe.wake()
        }
        return try result.get()
    }

    /// Reads an answer that is not shown, where there are prompts.
    package func nextSecret(prompt: String) async -> LineResult {
        guard let promptOutput else { return .endOfInput }
        let interest = Interest()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.async {
                    let reader = SecretReader(input: self.input, output: promptOutput)
                    continuation.resume(returning: self.readSecret(reader, prompt, interest))
                }
            }
        } onCancel: {
            interest.lose()
            wakePipe.wake()
        }
    }

    private func readSecret(_ reader: SecretReader, _ prompt: String, _ interest: Interest) -> LineResult {
        reader.read(prompt, wakenBy: wakePipe) {
            interest.isLost || isEnding.load(ordering: .sequentiallyConsistent)
        }
    }

    /// Ends the wait of `next`, and every later one, as if the input had ended. Usable from any thread.
    package func wakeToEnd() {
        isEnding.store(true, ordering: .sequentiallyConsistent)
        wakePipe.wake()
    }

    /// Whether `wakeToEnd` was what ended the input: it had not come to its end by then, as far as anybody knows.
    package var wasCutShort: Bool { isCutShort.load(ordering: .sequentiallyConsistent) }

    private func dropTyped() {
        guard isatty(input) == 1 else { return }
        tcflush(input, TCIFLUSH)
        splitter.withLock { $0 = LineSplitter() }
    }

    private func read(prompt: String, _ interest: Interest) -> Result<PlainLine?, PlainLineFailure> {
        if let promptOutput {
            _ = prompt.withCString { write(promptOutput, $0, strlen($0)) }
        }
        return splitter.withLock { splitter in
            while true {
                switch splitter.next() {
                case .line(let line): return .success(line)
                case .failure(let failure): return .failure(failure)
                case .ended: return .success(nil)
                case .starved where interest.isLost: return .success(nil)
                case .starved:
                    if let number = fill(&splitter) {
                        return .failure(PlainLineFailure(number: splitter.currentNumber, cause: number))
                    }
                }
            }
        }
    }

    /// Waits for bytes and appends them. Answers the cause if the descriptor fails.
    private func fill(_ splitter: inout LineSplitter) -> PlainLineFailure.Cause? {
        var watched = [
            pollfd(fd: input, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wakePipe.readEnd, events: Int16(POLLIN), revents: 0),
        ]
        while poll(&watched, 2, -1) < 0, errno == EINTR {}
        if isEnding.load(ordering: .sequentiallyConsistent) {
            splitter.finish()
            isCutShort.store(!isAtEnd(watched[0]), ordering: .sequentiallyConsistent)
            return nil
        }
        guard watched[1].revents == 0 else {
            wakePipe.wait()
            return nil
        }
        var bytes = [UInt8](repeating: 0, count: 16 * 1024)
        let count = Glibc.read(input, &bytes, bytes.count)
        if count > 0 {
            splitter.append(bytes[..<count])
        } else if count == 0 || errno != EINTR && errno != EAGAIN {
            splitter.finish()
            return count == 0 ? nil : .unreadable(errno: errno)
        }
        return nil
    }

    /// Of an input that nobody reads any more.
    private func isAtEnd(_ polled: pollfd) -> Bool {
        var byte: UInt8 = 0
        return polled.revents != 0 && Glibc.read(input, &byte, 1) == 0
    }
}
