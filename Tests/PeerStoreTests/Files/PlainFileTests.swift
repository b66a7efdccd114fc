import FileTesting
import Foundation
import PeerStore
import Testing

@Suite("Files read within a bound and written whole")
struct PlainFileTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path(of: "file")
    }

    // MARK: Writing

    @Test("what is written is read, and nothing else is left behind")
    func roundTrip() throws {
        try PlainFile(path).write([1, 2, 3], permissions: 0o600, replacing: false)
        #expect(try PlainFile(path).readOwn(atMost: 16_384) == [1, 2, 3])
        #expect(try folder.names(below: "") == ["file"])
    }

    @Test("a file that is there stays, unless told")
    func overwriting() throws {
        try folder.write("old", to: "file")
        #expect(throws: FileFault.alreadyThere(path: path)) {
            try PlainFile(path).write([1], permissions: 0o600, replacing: false)
        }
        #expect(try folder.text(of: "file") == "old")
        try PlainFile(path).write([1], permissions: 0o600, replacing: true)
        #expect(try PlainFile(path).readOwn(atMost: 16_384) == [1])
        #expect(try folder.names(below: "") == ["file"])
    }

    @Test("only a regular file gives way")
    func notOverwritten() throws {
        #expect(throws: FileFault.notRegular(path: folder.path)) {
            try PlainFile(folder.path).write([1], permissions: 0o600, replacing: true)
        }
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/null")
        #expect(throws: FileFault.notRegular(path: path)) {
            try PlainFile(path).write([1], permissions: 0o600, replacing: true)
        }
        #expect(throws: FileFault.alreadyThere(path: path)) {
            try PlainFile(path).write([1], permissions: 0o600, replacing: false)
        }
        #expect(throws: FileFault.notRegular(path: "/dev/null")) {
            try PlainFile("/dev/null").write([1], permissions: 0o600, replacing: true)
        }
    }

    @Test("of many who write the same name at once, one does, and all of it")
    func atOnce() async throws {
        let winners = await withTaskGroup(of: UInt8?.self) { group in
            for number in UInt8(1)...20 {
                group.addTask { [path] in
                    let bytes = [UInt8](repeating: number, count: 5000)
                    return (try? PlainFile(path).write(bytes, permissions: 0o600, replacing: false)).map { number }
                }
            }
            return await group.reduce(into: []) { $0 += [$1].compactMap(\.self) }
        }
        #expect(winners.count == 1)
        #expect(
            try PlainFile(path).readOwn(atMost: 16_384) == [UInt8](repeating: try #require(winners.first), count: 5000))
    }

    @Test("a folder that is not there is named")
    func noFolder() {
        let path = folder.path(of: "none/file")
        #expect(throws: FileFault.notFound(path: folder.path(of: "none"))) {
            try PlainFile(path).write([1], permissions: 0o600, replacing: false)
        }
    }

    // MARK: Reading

    @Test("as much as is allowed is read, a byte more is not")
    func size() throws {
        try folder.write([UInt8](repeating: 1, count: 16_384), to: "file")
        #expect(try PlainFile(path).readOwn(atMost: 16_384).count == 16_384)
        try folder.write([UInt8](repeating: 1, count: 16_385), to: "file")
        #expect(throws: FileFault.tooLarge(path: path, limit: 16_384)) { try PlainFile(path).readOwn(atMost: 16_384) }
        try #require(truncate(path, 1 << 40) == 0)
        #expect(throws: FileFault.tooLarge(path: path, limit: 16_384)) { try PlainFile(path).readOwn(atMost: 16_384) }
    }

    @Test("a pipe that nobody writes to, a device without end, and a folder are refused at once")
    func notRegular() throws {
        try #require(mkfifo(path, 0o600) == 0)
        for path in [path, "/dev/zero", "/dev/tty", folder.path] {
            #expect(throws: FileFault.notRegular(path: path)) { try PlainFile(path).readOwn(atMost: 16_384) }
        }
    }

    @Test("a file that tells no size has a limit, too")
    func sizeless() throws {
        #expect(throws: FileFault.tooLarge(path: "/proc/self/smaps", limit: 16_384)) {
            try PlainFile("/proc/self/smaps").readOwn(atMost: 16_384)
        }
        #expect(throws: FileFault.notFound(path: path)) { try PlainFile(path).readOwn(atMost: 16_384) }
    }
}
