internal import Glibc

/// A directory of files that only their owner may touch.
package struct PrivateDirectory: Hashable, Sendable {
    package let path: String

    package init(_ path: String) { self.path = path }

    package func path(of name: String) -> String { "\(path)/\(name)" }

    /// Makes the directory and those above it, 0700 as the XDG rules ask. One that belongs to somebody else is refused; the
    /// rights of group and others are taken away.
    package func prepare() throws(FileFault) {
        var made = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            made += part
            if !part.isEmpty, mkdir(made, 0o700) != 0, errno != EEXIST { throw FileFault(path: made) }
            made += "/"
        }
        var status = stat()
        guard stat(path, &status) == 0 else { throw FileFault(path: path) }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw .unavailable(path: path, reason: "it is not a directory")
        }
        guard status.st_uid == geteuid() else {
            throw .unavailable(path: path, reason: "it belongs to another user")
        }
        if status.st_mode & 0o077 != 0, chmod(path, 0o700) != 0 { throw FileFault(path: path) }
    }

    /// The regular files with this end of their name, by name, with the time of their last change in seconds since 1970; none
    /// where there is no directory. What cannot be looked at is left out.
    package func files(withSuffix suffix: String = "") -> [(name: String, changedAt: Int64)] {
        guard let stream = opendir(path) else { return [] }
        defer { closedir(stream) }
        var files: [(name: String, changedAt: Int64)] = []
        while let entry = readdir(stream) {
            let name = String(entry)
            var status = stat()
            guard
                name.hasSuffix(suffix), lstat(path(of: name), &status) == 0, status.st_mode & S_IFMT == S_IFREG
            else { continue }
            files.append((name, Int64(status.st_mtim.tv_sec)))
        }
        return files.sorted { $0.name < $1.name }
    }
}

extension String {
    /// The name in an entry of a directory.
    init(_ entry: UnsafeMutablePointer<dirent>) {
        self = withUnsafePointer(to: &entry.pointee.d_name) { field in
            field.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: field.pointee)) {
                String(cString: $0)
            }
        }
    }
}
