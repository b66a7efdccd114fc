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
        if lstat(path, &status) == 0 {
            // A link that leads nowhere is no file either.
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                throw CommandFailure("'\(path)' is no file that a picture could be written to.")
            }
            guard replaces else { throw Self.isThere(path) }
            guard access(path, W_OK) == 0 else { throw failure(errno) }
        }
        let folder = self.folder
        guard access(folder, W_OK) == 0 else {
            throw Self.failure("The folder '\(folder)' of the picture cannot be written to", errno)
        }
    }

    /// The whole path, as far as it can be told.
    var fullPath: String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    /// Writes the bytes to the descriptor; tells why not, `nil` when all of them are written.
    typealias Writing = ([UInt8], Int32) -> Int32?

    /// The whole picture appears at once or not at all: it is written beside its place and then moved there. What was
    /// there before stays until then; a link stays a link, and the file it leads to is replaced.
    func write(_ text: String, by write: Writing = writeAll) throws(CommandFailure) {
        let target = self.target
        let draft = "\(folder)/.picture-\(String(UInt64.random(in: .min ... .max), radix: 36))"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { unlink(draft) }
        var status = stat()
        if replaces, stat(target, &status) == 0 { fchmod(descriptor, status.st_mode & 0o777) }
        let reason = write(Array(text.utf8), descriptor)
        guard close(descriptor) == 0, reason == nil else { throw failure(reason ?? errno) }
        guard place(draft, at: target) else { throw errno == EEXIST ? Self.isThere(path) : failure(errno) }
    }

    /// Without replacing: a link never does. Where the file system has none, an empty file of ours holds the place.
    private func place(_ draft: String, at target: String) -> Bool {
        if replaces { return rename(draft, target) == 0 }
        if link(draft, target) == 0 { return true }
        guard errno == EPERM || errno == EOPNOTSUPP else { return false }
        let holder = open(target, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        return holder >= 0 && close(holder) == 0 && rename(draft, target) == 0
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return errno }
            rest = rest.dropFirst(count)
        }
        return nil
    }

    /// Where the file is once links are followed; the path itself where nothing is yet.
    private var target: String { replaces ? fullPath : path }

    private var folder: String {
        let target = self.target
        guard let slash = target.lastIndex(of: "/") else { return "." }
        return slash == target.startIndex ? "/" : String(target[..<slash])
    }

    private func failure(_ reason: Int32) -> CommandFailure {
        Self.failure("The picture '\(path)' cannot be written", reason)
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
