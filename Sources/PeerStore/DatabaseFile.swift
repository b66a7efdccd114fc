internal import Glibc

/// The file of a database as the operating system sees it: who may touch it, who is opening it, where it goes when it
/// is damaged.
struct DatabaseFile {
    let path: String

    /// The files SQLite keeps beside a database that was not closed in order; they go where the database goes, for
    /// they would be replayed into any new one of that name.
    private static let companions = ["-wal", "-journal"]

    private var directory: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Runs `body` with the directory (0700) and the file (0600) there, while no other process or thread that also asks
    /// runs its own. The lock is on the directory and ends with the process at the latest.
    func whileAlone<Value>(_ body: () throws(StoreError) -> Value) throws(StoreError) -> Value {
        do throws(FileFault) {
            try PrivateDirectory(directory).prepare()
        } catch {
            throw StoreError(error)
        }
        let folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw unavailable(directory) }
        defer { close(folder) }
        while flock(folder, LOCK_EX) != 0 {
            guard errno == EINTR else { throw unavailable(directory) }
        }
        try makeFile()
        return try body()
    }

    /// Makes an empty file, which SQLite takes for a new database and whose mode it gives to its other files.
    ///
    /// A file that exists is never opened here: closing it would end the locks that SQLite holds on it anywhere in this
    /// process, for that is how POSIX locks are.
    func makeFile() throws(StoreError) {
        let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if file >= 0 {
            close(file)
        } else if errno != EEXIST {
            throw unavailable(path)
        }
        try secure()
    }

    /// Whether there is something, and less than the header of a database: SQLite takes a single byte for an empty file.
    var isStump: Bool {
        var status = stat()
        return lstat(path, &status) == 0 && (1..<100).contains(status.st_size)
    }

    /// Gives the database the first free name of the form `<path>.damaged-<number>` and tells it.
    func moveAside() throws(StoreError) -> String {
        for number in 1...999 {
            let target = "\(path).damaged-\(number)"
            guard link(path, target) == 0 else {
                if errno == EEXIST { continue }
                throw unavailable(target)
            }
            for companion in Self.companions where rename(path + companion, target + companion) != 0 {
                guard errno == ENOENT else { throw unavailable(path + companion) }
            }
            unlink(path + "-shm")
            guard unlink(path) == 0 else { throw unavailable(path) }
            return target
        }
        throw .unavailable(path: path, reason: "999 damaged databases lie beside it already")
    }

    /// Refuses links, what is no regular file and what belongs to others; takes the rights of others away. A directory may
    /// be reached through links, a database not: SQLite would put its other files elsewhere.
    private func secure() throws(StoreError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { throw unavailable(path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .unavailable(path: path, reason: "it is not a regular file")
        }
        guard status.st_uid == geteuid() else {
            throw .unavailable(path: path, reason: "it belongs to another user")
        }
        if status.st_mode & 0o077 != 0, chmod(path, 0o600) != 0 { throw unavailable(path) }
    }

    private func unavailable(_ path: String) -> StoreError {
        .unavailable(path: path, reason: String(cString: strerror(errno)))
    }
}

extension StoreError {
    fileprivate init(_ fault: FileFault) { self = .unavailable(path: fault.path, reason: fault.reason) }
}
