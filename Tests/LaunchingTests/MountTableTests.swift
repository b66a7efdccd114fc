import PeerEngine
import Testing

@Suite("Local disks and others")
struct MountTableTests {
    private let table = MountTable(
        """
        22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
        30 22 0:25 / /home rw shared:2 master:1 - nfs4 server:/home rw,vers=4.2
        31 30 8:2 / /home/local rw - xfs /dev/sda2 rw
        32 22 0:26 / /mnt/two\\040words rw - cifs //server/share rw
        33 22 0:27 / /mnt/ssh rw - fuse.sshfs ada@host:/ rw
        34 22 0:28 / /mnt/unknown rw - fuse.newfs far.example.net:/x rw
        35 22 0:29 / /mnt/crypt rw - fuse.gocryptfs /home/ada/crypt rw
        36 22 0:30 / /mnt/ntfs rw - fuseblk /dev/sdb1 rw
        37 22 0:31 / /mnt/appimage rw - fuse.squashfuse squashfuse rw
        38 22 0:32 / /mnt/covered rw - nfs server:/a rw
        39 22 8:3 / /mnt/covered rw - ext4 /dev/sda3 rw
        40 22 0:33 / /mnt/box rw - smb3 //server/box rw
        broken line
        41 22 0:33 / /mnt/short rw - nfs
        """)

    @Test(
        "those of other hosts are known by their kind",
        arguments: [
            ("/home", "nfs4"), ("/home/ada/bin/x", "nfs4"), ("/mnt/two words/x", "cifs"), ("/mnt/ssh/x", "fuse.sshfs"),
            ("/mnt/unknown/x", "fuse.newfs"), ("/mnt/box/x", "smb3"),
        ])
    func remote(path: String, kind: String) {
        #expect(table.remoteKind(ofPath: path) == kind)
    }

    @Test(
        "all else is local",
        arguments: [
            "/", "/bin/true", "/homeless", "/home/local/x", "/mnt/two", "/mnt/crypt/x", "/mnt/ntfs/x",
            "/mnt/appimage/x", "/mnt/covered/x", "/mnt/short/x",
        ])
    func local(path: String) {
        #expect(table.remoteKind(ofPath: path) == nil)
        #expect(MountTable("").remoteKind(ofPath: path) == nil)
    }

    @Test("this host's own programs are local")
    func here() {
        #expect(MountTable.current.remoteKind(ofPath: "/bin/sh") == nil)
    }
}
