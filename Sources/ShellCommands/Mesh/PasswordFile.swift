import CommandTree
import Glibc

enum FilePath {
    /// The same file by a path that a process started elsewhere understands, as a dump needs it.
    static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let here = getcwd(nil, 0) else { return path }
        defer { free(here) }
        return "\(String(cString: here))/\(path)"
    }
}

/// A file whose first line is a password.
struct PasswordFile {
    /// Longer than anybody types; ours.
    private static let longest = 1024

    private let path: String

    init(_ path: String) { self.path = path }

    func password() throws(CommandFailure) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: Self.longest + 1)
        while bytes.count <= Self.longest {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(errno) }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
        guard line.count <= Self.longest, let text = String(validating: line, as: UTF8.self) else {
            throw CommandFailure("The first line of '\(path)' is no password: too long, or no text.", status: .usage)
        }
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw CommandFailure("The first line of '\(path)' is empty.", status: .usage)
        }
        return text
    }

    private func failure(_ number: Int32) -> CommandFailure {
        let isMissing = number == ENOENT
        let reason = isMissing ? "was not found" : "cannot be read (\(String(cString: strerror(number))))"
        return CommandFailure("The file '\(path)' \(reason).", status: isMissing ? .notFound : .failed)
    }
}
