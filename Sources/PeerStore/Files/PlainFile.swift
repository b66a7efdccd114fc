internal import Glibc
internal import PeerBase

/// A regular file that is read within a bound, and written whole or not at all.
package struct PlainFile: Hashable, Sendable {
    /// What a file is called that is being written; what a write that was interrupted leaves.
    static let draftPrefix = ".new-"

    package let path: String

    package init(_ path: String) { self.path = path }

    private var directory: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    // MARK: Reading

    /// All bytes of a file that is this user's and that nobody else may write. What is no regular file is refused before
    /// anything is read of it, so that nobody waits for a pipe; what is longer than `limit` when the limit is passed.
    package func readOwn(atMost limit: Int) throws(FileFault) -> [UInt8] {
        try read(atMost: limit) { status in
            if status.st_uid != geteuid() { return "it belongs to another user" }
            return status.st_mode & (S_IWGRP | S_IWOTH) == 0 ? nil : "others may write it"
        }
    }

    /// Reads so, unless `objection` has something against the file as it was opened.
    func read(
        atMost limit: Int, followingLinks: Bool = true, objection: (stat) -> String?
    ) throws(FileFault) -> [UInt8] {
        var status = stat()
        // Opening alone would have effects on some devices.
        guard (followingLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { throw FileFault(path: path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular(path: path) }
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (followingLinks ? 0 : O_NOFOLLOW))
        guard file >= 0 else { throw FileFault(path: path) }
        defer { close(file) }
        guard fstat(file, &status) == 0 else { throw FileFault(path: path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular(path: path) }
        if let reason = objection(status) { throw .unavailable(path: path, reason: reason) }
        guard status.st_size <= limit else { throw .tooLarge(path: path, limit: limit) }
        return try readToEnd(file, atMost: limit)
    }

    private func readToEnd(_ file: CInt, atMost limit: Int) throws(FileFault) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = Glibc.read(file, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileFault(path: path) }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
            guard bytes.count <= limit else { throw .tooLarge(path: path, limit: limit) }
        }
    }

    // MARK: Writing

    /// Puts these bytes under the name, whole or not at all, even if the machine stops. Without `replacing`, a name that is
    /// taken is a fault; with it, only a regular file gives way, and other links to it keep what they had.
    ///
    /// - Parameter permissions: exactly these.
    package func write(_ bytes: [UInt8], permissions: UInt32, replacing: Bool) throws(FileFault) {
        var status = stat()
        if lstat(path, &status) == 0 {
            guard replacing else { throw .alreadyThere(path: path) }
            guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular(path: path) }
        }
        var random = RandomSource.system
        let draft = "\(directory)/\(Self.draftPrefix)\(random.bytes(8).hexText)"
        defer { unlink(draft) }
        try writeDraft(bytes, draft, permissions)
        guard replacing ? rename(draft, path) == 0 : moveUnlessTaken(draft) else { throw FileFault(path: path) }
        try synchronizeDirectory()
    }

    private func writeDraft(_ bytes: [UInt8], _ draft: String, _ permissions: UInt32) throws(FileFault) {
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, permissions)
        // The name that was asked for is the one that people know.
        guard file >= 0 else { throw FileFault(path: errno == ENOENT ? directory : path) }
        defer { close(file) }
        guard fchmod(file, permissions) == 0 else { throw FileFault(path: path) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileFault(path: path) }
            rest = rest.dropFirst(count)
        }
        guard fsync(file) == 0 else { throw FileFault(path: path) }
    }

    /// On file systems without hard links, as on memory sticks, the name is taken first, and what took it replaced.
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

    /// Removes the file; false when there was none.
    package func remove() throws(FileFault) -> Bool {
        guard unlink(path) == 0 else {
            if errno == ENOENT { return false }
            throw FileFault(path: path)
        }
        try synchronizeDirectory()
        return true
    }

    /// Makes a change of names outlast a power cut.
    private func synchronizeDirectory() throws(FileFault) {
        let folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        // Who may write there and not read has done what can be done.
        guard folder >= 0 else { return }
        defer { close(folder) }
        guard fsync(folder) == 0 || errno == EINVAL else { throw FileFault(path: directory) }
    }
}
