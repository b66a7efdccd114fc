import CPseudoTerminal
import Dispatch
import Foundation
import Glibc

/// A program that runs on a pseudo-terminal of its own.
///
/// It gets nothing of the environment of the tests but `PATH`: `TERM=xterm`, `LC_ALL=C.UTF-8`, and a new empty `HOME`.
/// When the value goes away, the process is killed and reaped, and the home removed.
package final class TerminalProgram {
    /// How long a wait lasts before it fails. Only a broken program takes that long, or a machine that is busy with
    /// everything else at once.
    package static let patience: Duration = .seconds(60)

    /// What the program has painted, as far as a wait has read it.
    package private(set) var screen: Screen
    /// The process, for signals. It is the leader of its session and group.
    package let process: Int32
    /// The directory that is its home.
    package let home: String
    /// The modes of the terminal before the program touched it.
    package let modesAtStart: TerminalModes

    private let controller: Int32
    /// Where the waiting is done: a thread that waits here is none of those that tests run on.
    private let queue = DispatchQueue(label: "terminal")
    private var isAtEnd = false
    private var isReaped = false

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - path: the executable file.
    ///   - arguments: without the name of the program.
    ///   - environment: set in addition to, or instead of, the values above.
    package init(
        _ path: String,
        arguments: [String] = [],
        environment: [String: String] = [:],
        columns: Int = 80,
        rows: Int = 24
    ) throws {
        home = try Self.makeHome()
        screen = Screen(columns: columns, rows: rows)
        var values = ["TERM": "xterm", "LC_ALL": "C.UTF-8", "HOME": home]
        values["PATH"] = getenv("PATH").map { String(cString: $0) }
        values.merge(environment) { $1 }
        var controller: Int32 = -1
        var modes = termios()
        let size = (columns: UInt16(columns), rows: UInt16(rows))
        process = Self.withCStrings([path] + arguments) { arguments in
            Self.withCStrings(values.map { "\($0)=\($1)" }) { environment in
                pseudo_terminal_start(path, arguments, environment, size.columns, size.rows, &controller, &modes)
            }
        }
        self.controller = controller
        modesAtStart = TerminalModes(modes)
        guard process > 0 else {
            isReaped = true
            throw TerminalFailure(description: "\(path) could not be started: \(String(cString: strerror(errno)))")
        }
    }

    deinit {
        if !isReaped {
            kill(process, SIGKILL)
            waitpid(process, nil, 0)
        }
        if process > 0 {
            Glibc.close(controller)
        }
        try? FileManager.default.removeItem(atPath: home)
    }

    /// The modes of the terminal now.
    package var modes: TerminalModes {
        var modes = termios()
        _ = pseudo_terminal_modes(controller, &modes)
        return TerminalModes(modes)
    }

    /// Types text. Return is `\r`.
    package func send(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(controller, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { return }
            bytes.removeFirst(max(0, count))
        }
    }

    /// Presses a key.
    package func send(_ key: Key) {
        send(key.bytes)
    }

    /// Pastes text, marked if the program has asked for that in what was read so far.
    package func paste(_ text: String) {
        let typed = text.replacing("\n", with: "\r")
        send(screen.wantsPasteMarks ? "\u{1B}[200~\(typed)\u{1B}[201~" : typed)
    }

    /// Changes the size of the terminal and of the screen.
    package func resize(columns: Int, rows: Int) {
        screen.resize(columns: columns, rows: rows)
        _ = pseudo_terminal_resize(controller, UInt16(columns), UInt16(rows))
    }

    /// Sends a signal to the program.
    package func signal(_ number: Int32) {
        kill(process, number)
    }

    /// Reads what the program writes until a text is on the screen.
    ///
    /// - Throws: `TerminalFailure` with the screen if the deadline passes or the program ends before.
    package func waitFor(_ text: String, within limit: Duration = patience) async throws {
        try await wait(until: "'\(text)' is on the screen", within: limit) { $0.text.contains(text) }
    }

    /// Reads what the program writes until the screen satisfies a condition.
    ///
    /// - Parameter expectation: the condition in words, for the message of a failure.
    package func wait(
        until expectation: String,
        within limit: Duration = patience,
        _ condition: (Screen) -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + limit
        while !condition(screen) {
            guard !isAtEnd, await read(until: deadline) else {
                let cause = isAtEnd ? "the program ended" : "\(limit) passed"
                throw TerminalFailure(description: "Before \(expectation), \(cause). The screen:\n\(screen.text)")
            }
        }
    }

    /// Reads what the program writes until it ends.
    ///
    /// - Returns: its exit code, or 128 and the number of the signal that killed it.
    /// - Throws: `TerminalFailure` with the screen if the deadline passes before.
    package func waitForExit(within limit: Duration = patience) async throws -> Int32 {
        let deadline = ContinuousClock.now + limit
        while !isAtEnd {
            guard await read(until: deadline) else {
                let seen = "The screen:\n\(screen.text)"
                throw TerminalFailure(description: "The program did not end within \(limit). \(seen)")
            }
        }
        // The terminal is closed as the process ends; the kernel has yet to finish it.
        var status: Int32 = 0
        guard waitpid(process, &status, 0) == process else {
            throw TerminalFailure(description: "The program cannot be waited for.")
        }
        isReaped = true
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }

    /// Reads once. False if the deadline passed and nothing is there: a test that had to wait for a thread, while others
    /// used them all, still reads what came in the meantime.
    private func read(until deadline: ContinuousClock.Instant) async -> Bool {
        let left = max(deadline - .now, .zero)
        let milliseconds = left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
        guard await isReadable(within: Int32(clamping: milliseconds)) else { return left > .zero }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(controller, &bytes, bytes.count)
        if count > 0 {
            screen.write(bytes[..<count])
        } else {
            // EIO: the last one who had the terminal open has closed it.
            isAtEnd = true
        }
        return true
    }

    private func isReadable(within milliseconds: Int32) async -> Bool {
        let controller = controller
        return await withCheckedContinuation { continuation in
            queue.async {
                var watched = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
                continuation.resume(returning: poll(&watched, 1, milliseconds) > 0)
            }
        }
    }

    private static func makeHome() throws -> String {
        var template = Array("/tmp/terminal-home-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw TerminalFailure(description: "No home could be made: \(String(cString: strerror(errno)))")
        }
        return template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    }

    private static func withCStrings<Result>(
        _ strings: [String],
        _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = strings.map { strdup($0) }
        defer { pointers.forEach { free($0) } }
        return body(pointers + [nil])
    }
}

/// Why a program on a terminal did not do what was expected of it.
package struct TerminalFailure: Error, CustomStringConvertible {
    /// What was expected, what came instead, and the screen.
    package var description: String
}
