internal import Glibc
internal import PeerBase

/// A directory of small files that only their owner may touch: the directory 0700, the files 0600.
///
/// Permissions that are too wide are tightened on sight: the owner is at hand, only one repair is right, and refusing
/// would have people search for it; a file whose secret is lost once others could read it is refused instead, where the
/// caller says so. What belongs to somebody else is refused, for that one could change it again.
struct PrivateFolder: Sendable {
    let path: String

    /// What becomes of a file that others than its owner may use.
    enum Others {
        /// They lose that right.
        case shutOut
        /// The file is not read.
        case refused
    }

    /// Far above any key file of 1024 bits; keeps a stray large file out of memory.
    private static let largestFile = 16_384

    func path(of name: String) -> String { "\(path)/\(name)" }

    // MARK: Reading

    /// The names in the directory, sorted; none when it does not exist.
    func names() throws(IdentityError) -> [String] {
        guard try secureIfPresent() else { return [] }
        guard let stream = opendir(path) else { throw .noAccess(path: path, reason: lastReason()) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) { field in
                    field.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: field.pointee)) {
                        String(cString: $0)
                    }
                })
        }
        return names.sorted()
    }

    /// The bytes of a file; `nil` when there is no such file. Links and special files are refused, not followed.
    func read(_ name: String, others: Others = .shutOut) throws(IdentityError) -> [UInt8]? {
        guard try secureIfPresent() else { return nil }
        let path = path(of: name)
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw .noAccess(path: path, reason: errno == ELOOP ? "it is a symbolic link" : lastReason())
        }
        defer { close(file) }
        let status = try secure(file, path: path, mode: 0o600, others: others)
        guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= Self.largestFile else {
            throw .damaged(path: path)
        }
        return try readToEnd(file, path: path)
    }

    private func readToEnd(_ file: CInt, path: String) throws(IdentityError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while bytes.count <= Self.largestFile {
            let count = Glibc.read(file, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .noAccess(path: path, reason: lastReason()) }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
        throw .damaged(path: path)
    }

    // MARK: Writing

    /// Puts a file with these bytes under `name`, whole or not at all; false, and nothing changed, when the name is
    /// taken. Two processes may try at once: one of them gets true.
    func create(_ name: String, _ bytes: [UInt8]) throws(IdentityError) -> Bool {
        try prepare()
        var random = RandomSource.system
        let draft = path(of: ".new-" + random.bytes(8).hexText)
        defer { unlink(draft) }
        try write(bytes, to: draft)
        guard link(draft, path(of: name)) == 0 else {
            if errno == EEXIST { return false }
            throw .cannotWrite(path: path(of: name), reason: lastReason())
        }
        try synchronize()
        return true
    }

    /// Puts a file with these bytes under `name`, in the place of what may be there, whole or not at all.
    func replace(_ name: String, _ bytes: [UInt8]) throws(IdentityError) {
        try prepare()
        var random = RandomSource.system
        let draft = path(of: ".new-" + random.bytes(8).hexText)
        defer { unlink(draft) }
        try write(bytes, to: draft)
        guard rename(draft, path(of: name)) == 0 else {
            throw .cannotWrite(path: path(of: name), reason: lastReason())
        }
        try synchronize()
    }

    /// Removes a file; false when there was none.
    func remove(_ name: String) throws(IdentityError) -> Bool {
        guard unlink(path(of: name)) == 0 else {
            if errno == ENOENT { return false }
            throw .cannotWrite(path: path(of: name), reason: lastReason())
        }
        try synchronize()
        return true
    }

    private func write(_ bytes: [UInt8], to path: String) throws(IdentityError) {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .cannotWrite(path: path, reason: lastReason()) }
        defer { close(file) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .cannotWrite(path: path, reason: lastReason()) }
            rest = rest.dropFirst(count)
        }
        guard fsync(file) == 0 else { throw .cannotWrite(path: path, reason: lastReason()) }
    }

    /// Makes a change of names in the directory outlast a power cut.
    private func synchronize() throws(IdentityError) {
        let directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw .cannotWrite(path: path, reason: lastReason()) }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw .cannotWrite(path: path, reason: lastReason()) }
    }

    // MARK: Permissions

    /// Makes the directory and those above it, 0700 as the XDG rules ask, and secures it.
    private func prepare() throws(IdentityError) {
        var made = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            made += part
            if !part.isEmpty, mkdir(made, 0o700) != 0, errno != EEXIST {
                throw .cannotWrite(path: made, reason: lastReason())
            }
            made += "/"
        }
        guard try secureIfPresent() else {
            throw .cannotWrite(path: path, reason: "the directory vanished while it was being made")
        }
    }

    /// Secures the directory; false when there is none.
    private func secureIfPresent() throws(IdentityError) -> Bool {
        let directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else {
            if errno == ENOENT { return false }
            throw .noAccess(path: path, reason: lastReason())
        }
        defer { close(directory) }
        _ = try secure(directory, path: path, mode: 0o700)
        return true
    }

    /// Refuses what belongs to others, takes the rights of group and others away or refuses what has such, and tells the
    /// status found.
    private func secure(
        _ file: CInt, path: String, mode: mode_t, others: Others = .shutOut
    ) throws(IdentityError) -> stat {
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .noAccess(path: path, reason: lastReason()) }
        guard status.st_uid == geteuid() else { throw .noAccess(path: path, reason: "it belongs to another user") }
        if others == .refused, status.st_mode & 0o077 != 0 {
            throw .noAccess(path: path, reason: "others may read it")
        }
        if status.st_mode & 0o077 != 0, fchmod(file, mode) != 0 {
            throw .noAccess(path: path, reason: "others may read it and that could not be changed: \(lastReason())")
        }
        return status
    }
}

/// What `errno` means, in the words of the C library.
private func lastReason() -> String { String(cString: strerror(errno)) }
