import CommandTree
import Glibc

/// A file that is read whole, as long as it is short.
struct DataFile {
    let path: String
    /// In bytes; a longer file is refused and never read to its end.
    let limit: Int
    /// What to say of one that is longer.
    var excess: String?

    /// How long a pipe may be silent, in milliseconds. Ours: long for a program at work, short for whoever waits.
    private static let patience: Int32 = 5000

    func contents() throws(CommandFailure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw unreadable(errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: limit + 1)
        while bytes.count <= limit {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN {
                try wait(for: descriptor)
                continue
            }
            guard count >= 0 else { throw unreadable(errno) }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
        throw CommandFailure(excess ?? "The file '\(path)' has more than \(limit) bytes.", status: .usage)
    }

    /// Whoever writes a pipe takes his time, but not for ever.
    private func wait(for descriptor: Int32) throws(CommandFailure) {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let count = poll(&watched, 1, Self.patience)
        if count == 0 { throw unreadable(ETIMEDOUT) }
        guard count > 0 || errno == EINTR else { throw unreadable(errno) }
    }

    private func unreadable(_ number: Int32) -> CommandFailure {
        let isMissing = number == ENOENT
        let reason = isMissing ? "was not found" : "cannot be read (\(String(cString: strerror(number))))"
        let isDenied = number == EACCES || number == EPERM
        return CommandFailure(
            "The file '\(path)' \(reason).", status: isMissing ? .notFound : isDenied ? .notPermitted : .failed)
    }
}

/// A file that is written whole, beside its place and then moved there.
struct NewFile {
    let path: String
    /// Whether one that is there gives way.
    let replaces: Bool
    /// What may be typed to let it.
    let remedy: String

    func write(_ bytes: [UInt8]) throws(CommandFailure) {
        if replaces, isSpecial {
            throw CommandFailure("'\(path)' is a folder, a link or a device: it stays as it is.")
        }
        let draft = "\(folder)/.p2psh-\(String(UInt64.random(in: .min ... .max), radix: 36))"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw unwritable(errno) }
        defer { unlink(draft) }
        let reason = Self.write(bytes, to: descriptor)
        // A memory stick may be pulled out as soon as this is done.
        let isKept = reason == nil && fsync(descriptor) == 0
        guard close(descriptor) == 0, isKept else { throw unwritable(reason ?? errno) }
        if replaces {
            guard rename(draft, path) == 0 else { throw unwritable(errno) }
        } else {
            guard moveUnlessTaken(draft) else { throw errno == EEXIST ? isThere : unwritable(errno) }
        }
    }

    /// File systems of memory sticks have no hard links: there the name is taken first, and what took it replaced.
    private func moveUnlessTaken(_ draft: String) -> Bool {
        if link(draft, path) == 0 { return true }
        guard [EPERM, ENOTSUP, ENOSYS, EMLINK].contains(errno) else { return false }
        let claim = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard claim >= 0 else { return false }
        close(claim)
        if rename(draft, path) == 0 { return true }
        let reason = errno
        unlink(path)
        errno = reason
        return false
    }

    /// Something that moving a file there would destroy, and that nobody means by replacing.
    private var isSpecial: Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    }

    private var folder: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return errno }
            rest = rest.dropFirst(count)
        }
        return nil
    }

    private var isThere: CommandFailure {
        CommandFailure("The file '\(path)' exists already.", hint: "\(remedy) replaces it.")
    }

    private func unwritable(_ number: Int32) -> CommandFailure {
        CommandFailure(
            "The file '\(path)' cannot be written (\(String(cString: strerror(number)))).",
            status: [EACCES, EPERM, EROFS].contains(number) ? .notPermitted : .failed)
    }
}
