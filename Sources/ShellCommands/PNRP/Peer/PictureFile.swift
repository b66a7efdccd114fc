import CommandTree
import Glibc

/// Where a picture goes: a new file, or one that may be replaced.
struct PictureFile {
    /// As it was typed, below the current directory unless it begins with a slash.
    private let path: String
    private let replaces: Bool

    /// `nil` where no picture is wanted.
    init?(_ invocation: Invocation) throws(CommandFailure) {
        guard let path = invocation.optionalText("picture") else { return nil }
        try self.init(path, replaces: invocation.boolean("replace"))
    }

    /// Nobody waits for a search whose picture cannot be kept: what can be known before is refused at once.
    init(_ path: String, replaces: Bool) throws(CommandFailure) {
        self.path = path
        self.replaces = replaces
        var status = stat()
        if stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFREG else {
                throw CommandFailure("'\(path)' is no file that a picture could be written to.")
            }
            guard replaces else { throw Self.isThere(path) }
        } else if access(folder, W_OK) != 0 {
            throw Self.failure("The folder '\(folder)' of the picture cannot be written to", errno)
        }
    }

    /// The whole path, as far as it can be told.
    var fullPath: String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    func write(_ text: String) throws(CommandFailure) {
        let mode = O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK | (replaces ? O_TRUNC : O_EXCL)
        let descriptor = open(path, mode, 0o644)
        guard descriptor >= 0 else {
            throw errno == EEXIST ? Self.isThere(path) : Self.failure("The picture '\(path)' cannot be written", errno)
        }
        let reason = writeAll(Array(text.utf8), to: descriptor)
        guard close(descriptor) == 0, reason == nil else {
            // Half a picture is none.
            unlink(path)
            throw Self.failure("The picture '\(path)' cannot be written", reason ?? errno)
        }
    }

    /// Why not; `nil` when all of it is written.
    private func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return errno }
            rest = rest.dropFirst(count)
        }
        return nil
    }

    private var folder: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func isThere(_ path: String) -> CommandFailure {
        CommandFailure(
            "The file '\(path)' exists already.", hint: "Give replace=yes to replace it, or choose another name.")
    }

    private static func failure(_ what: String, _ reason: Int32) -> CommandFailure {
        CommandFailure(
            "\(what) (\(String(cString: strerror(reason)))).",
            status: [EACCES, EPERM, EROFS].contains(reason) ? .notPermitted : .failed)
    }
}
