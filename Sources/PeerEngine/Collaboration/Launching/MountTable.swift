internal import Glibc

/// What file systems are mounted where, as `/proc/self/mountinfo` tells: for the rule that a program must be on a local
/// disk (collab 2.5, 10.10).
package struct MountTable {
    private struct Mount {
        let point: String
        let kind: String
        let source: String
    }

    private let mounts: [Mount]

    package init(_ text: String) {
        mounts = text.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            guard let dash = fields.firstIndex(of: "-"), dash > 5, fields.count > dash + 2 else { return nil }
            return Mount(
                point: Self.unescaped(fields[4]), kind: String(fields[dash + 1]),
                source: Self.unescaped(fields[dash + 2])
            )
        }
    }

    /// The table of this process.
    package static var current: MountTable {
        guard let file = fopen("/proc/self/mountinfo", "re") else { return MountTable("") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return MountTable(String(decoding: bytes, as: UTF8.self))
    }

    /// The kind of the file system of another host that holds this path, which must be resolved; `nil` where it is a local
    /// one.
    package func remoteKind(ofPath path: String) -> String? {
        // Of several on one point, the last covers the others.
        let holder = mounts.filter { Self.holds($0.point, path) }.enumerated()
            .max { ($0.element.point.utf8.count, $0.offset) < ($1.element.point.utf8.count, $1.offset) }?.element
        guard let holder, Self.isRemote(holder) else { return nil }
        return holder.kind
    }

    private static func holds(_ point: String, _ path: String) -> Bool {
        point == "/" || path == point || path.hasPrefix(point + "/")
    }

    private static let remoteKinds: Set<String> = [
        "nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "ncp", "ncpfs", "afs", "coda", "ceph", "lustre", "davfs",
    ]
    private static let remoteFUSE: Set<String> = [
        "sshfs", "rclone", "s3fs", "davfs", "davfs2", "curlftpfs", "glusterfs", "ceph", "ceph-fuse", "smbnetfs",
        "gvfsd-fuse", "juicefs", "goofys", "gcsfuse", "mount-s3", "google-drive-ocamlfuse", "hubicfuse", "kio-fuse",
    ]

    /// Of file systems in user space only the name and the source tell; a source like `host:folder`, `//host/folder` or an
    /// address of the web is not on this host.
    private static func isRemote(_ mount: Mount) -> Bool {
        if remoteKinds.contains(mount.kind) { return true }
        guard mount.kind == "fuse" || mount.kind.hasPrefix("fuse.") else { return false }
        return remoteFUSE.contains(String(mount.kind.dropFirst("fuse.".count)))
            || mount.source.hasPrefix("//") || (mount.source.contains(":") && !mount.source.hasPrefix("/"))
    }

    /// Blanks, tabs, line breaks and backslashes are written as three octal digits.
    private static func unescaped(_ field: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(field.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), rest.count >= 3,
                let code = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8)
            {
                bytes.append(code)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
