import FileTesting
import Foundation
import PeerStore
import Testing

@Suite("Files that people name")
struct ContactFileTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path(of: "Amit2.p2pcontact")
    }

    // MARK: Writing

    @Test("what is written is read, and nothing else is left behind")
    func roundTrip() throws {
        try ContactFile.write([1, 2, 3], to: path, overwriting: false)
        #expect(try ContactFile.read(path) == [1, 2, 3])
        #expect(try folder.names(below: "") == ["Amit2.p2pcontact"])
    }

    @Test("a file that is there stays, unless told")
    func overwriting() throws {
        try folder.write("old", to: "Amit2.p2pcontact")
        #expect(throws: FileFault.alreadyThere(path: path)) {
            try ContactFile.write([1], to: path, overwriting: false)
        }
        #expect(try folder.text(of: "Amit2.p2pcontact") == "old")
        try ContactFile.write([1], to: path, overwriting: true)
        #expect(try ContactFile.read(path) == [1])
        #expect(try folder.names(below: "") == ["Amit2.p2pcontact"])
    }

    @Test("only a regular file gives way")
    func notOverwritten() throws {
        #expect(throws: FileFault.notRegular(path: folder.path)) {
            try ContactFile.write([1], to: folder.path, overwriting: true)
        }
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/null")
        #expect(throws: FileFault.notRegular(path: path)) { try ContactFile.write([1], to: path, overwriting: true) }
        #expect(throws: FileFault.alreadyThere(path: path)) { try ContactFile.write([1], to: path, overwriting: false) }
        #expect(throws: FileFault.notRegular(path: "/dev/null")) {
            try ContactFile.write([1], to: "/dev/null", overwriting: true)
        }
    }

    @Test("of many who write the same name at once, one does, and all of it")
    func atOnce() async throws {
        let winners = await withTaskGroup(of: UInt8?.self) { group in
            for number in UInt8(1)...20 {
                group.addTask { [path] in
                    let bytes = [UInt8](repeating: number, count: 5000)
                    return (try? ContactFile.write(bytes, to: path, overwriting: false)).map { number }
                }
            }
            return await group.reduce(into: []) { $0 += [$1].compactMap(\.self) }
        }
        #expect(winners.count == 1)
        #expect(try ContactFile.read(path) == [UInt8](repeating: try #require(winners.first), count: 5000))
    }

    @Test("a folder that is not there is named")
    func noFolder() {
        let path = folder.path(of: "none/file")
        #expect(throws: FileFault.notFound(path: folder.path(of: "none"))) {
            try ContactFile.write([1], to: path, overwriting: false)
        }
    }

    // MARK: Reading

    @Test("16 KiB are read, a byte more is not (collab 10.6)")
    func size() throws {
        try folder.write([UInt8](repeating: 1, count: 16_384), to: "Amit2.p2pcontact")
        #expect(try ContactFile.read(path).count == 16_384)
        try folder.write([UInt8](repeating: 1, count: 16_385), to: "Amit2.p2pcontact")
        #expect(throws: FileFault.tooLarge(path: path, limit: 16_384)) { try ContactFile.read(path) }
        try #require(truncate(path, 1 << 40) == 0)
        #expect(throws: FileFault.tooLarge(path: path, limit: 16_384)) { try ContactFile.read(path) }
    }

    @Test("a pipe that nobody writes to, a device without end, and a folder are refused at once")
    func notRegular() throws {
        try #require(mkfifo(path, 0o600) == 0)
        for path in [path, "/dev/zero", "/dev/tty", folder.path] {
            #expect(throws: FileFault.notRegular(path: path)) { try ContactFile.read(path) }
        }
    }

    @Test("a file that tells no size has a limit, too")
    func sizeless() throws {
        #expect(throws: FileFault.tooLarge(path: "/proc/kallsyms", limit: 16_384)) {
            try ContactFile.read("/proc/kallsyms")
        }
        #expect(throws: FileFault.notFound(path: path)) { try ContactFile.read(path) }
    }
}
