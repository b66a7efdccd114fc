internal import Glibc

/// A directory that only its owner may touch (0700), and files in it that are each locked by a living process.
///
/// A lock (`flock`) belongs to the open file and ends with the process, however it ends: a file nobody has locked is
/// that of a dead one.
struct WordsFolder: ~Copyable {
    private let directory: CInt

    /// For reading: nil if there is none, or if others may write to it.
    init?(reading path: String) {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard folder >= 0 else { return nil }
        var status = stat()
        guard fstat(folder, &status) == 0, status.st_uid == geteuid(), status.st_mode & 0o022 == 0 else {
            close(folder)
            return nil
        }
        directory = folder
    }

    /// For writing: the directory and those above it are made, 0700 as the XDG rules ask.
    init?(making path: String) {
        var made = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            made += part
            if !part.isEmpty, mkdir(made, 0o700) != 0, errno != EEXIST { return nil }
            made += "/"
        }
        self.init(reading: path)
        _ = fchmod(directory, 0o700)
    }

    deinit { close(directory) }

    // MARK: Reading

    /// The names of finished files, sorted, as many as are worth looking at.
    func names() -> [String] {
        allNames().filter { !$0.hasPrefix(".") }
    }

    /// The bytes of a file whose process lives; nil for any other.
    ///
    /// Whoever writes puts a new file into the place of the old one: what looks dead may only have been replaced since
    /// it was opened, and so is looked at again.
    func contents(ofLiving name: String) -> [UInt8]? {
        for _ in 0..<2 {
            guard let file = openFile(name) else { return nil }
            defer { close(file) }
            if isHeld(file) { return bytes(of: file) }
        }
        return nil
    }

    private func openFile(_ name: String) -> CInt? {
        let file = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { return nil }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
            status.st_size <= WordsLimits.fileBytes
        else {
            close(file)
            return nil
        }
        return file
    }

    /// Whether its process lives. The question takes no lock that outlasts it.
    private func isHeld(_ file: CInt) -> Bool {
        guard flock(file, LOCK_SH | LOCK_NB) == 0 else { return errno == EWOULDBLOCK }
        flock(file, LOCK_UN)
        return false
    }

    private func bytes(of file: CInt) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        while bytes.count < WordsLimits.fileBytes {
            let count = read(file, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return bytes
    }

    private func allNames() -> [String] {
        let copy = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0 else { return [] }
        guard let stream = fdopendir(copy) else {
            close(copy)
            return []
        }
        defer { closedir(stream) }
        var names: [String] = []
        while names.count < WordsLimits.names, let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
                field.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: field.pointee)) {
                    String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    // MARK: Writing

    /// Puts a locked file with this text in the place of the one of that name; the file, to be kept open as long as
    /// the words are true. Nil, and nothing changed, if that cannot be done.
    func write(_ text: String, to name: String) -> CInt? {
        let draft = ".\(name)"
        unlinkat(directory, draft, 0)
        let file = openat(directory, draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { return nil }
        if flock(file, LOCK_EX | LOCK_NB) == 0, write(Array(text.utf8), file),
            renameat(directory, draft, directory, name) == 0
        {
            return file
        }
        unlinkat(directory, draft, 0)
        close(file)
        return nil
    }

    func remove(_ name: String) {
        unlinkat(directory, name, 0)
    }

    /// Removes what dead processes left behind, drafts included.
    func removeDead() {
        for name in allNames() {
            guard let file = openFile(name) else { continue }
            // One that was replaced since it was opened has another file in its place, of a process that lives.
            if !isHeld(file), isStill(file, at: name) { remove(name) }
            close(file)
        }
    }

    private func isStill(_ file: CInt, at name: String) -> Bool {
        var opened = stat()
        var named = stat()
        return fstat(file, &opened) == 0 && fstatat(directory, name, &named, AT_SYMLINK_NOFOLLOW) == 0
            && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
    }

    private func write(_ bytes: [UInt8], _ file: CInt) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
