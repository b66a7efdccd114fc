import Foundation

/// The program StoreWriter, running.
final class WriterProcess {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var unread = Data()

    init(_ arguments: String...) throws {
        process.executableURL = Self.program
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        // The child alone has the writing end now, so that its end is the end of what it says.
        try output.fileHandleForWriting.close()
    }

    /// The program stands beside the bundle these tests are in.
    private static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "StoreWriter")

    /// The next line; `nil` at the end of the program.
    func line() -> String? {
        while true {
            if let end = unread.firstIndex(of: 10) {
                let line = String(decoding: unread[..<end], as: UTF8.self)
                unread = Data(unread[unread.index(after: end)...])
                return line
            }
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { return nil }
            unread += more
        }
    }

    /// All lines up to the end of the program.
    func remainingLines() -> [String] {
        Array(sequence(state: ()) { _ in self.line() })
    }

    func say(_ line: String) throws { try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8)) }

    /// Ends it as nothing can prevent, and tells what it had said by then. The end of the pipe is not waited for: a child
    /// started at the same time may hold the writing end, too.
    func kill() -> [String] {
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        let reading = output.fileHandleForReading.fileDescriptor
        _ = fcntl(reading, F_SETFL, fcntl(reading, F_GETFL) | O_NONBLOCK)
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(reading, &buffer, buffer.count), count > 0 { unread += buffer[..<count] }
        let lines = unread.split(separator: 10).map { String(decoding: $0, as: UTF8.self) }
        unread = Data()
        return lines
    }
}
