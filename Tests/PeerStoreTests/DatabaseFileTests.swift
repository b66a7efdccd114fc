import FileTesting
import Foundation
import PeerBase
import PeerStore
import Testing

@Suite("The file of the store")
struct DatabaseFileTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path(of: "state/p2psh.sqlite")
    }

    // MARK: Permissions

    @Test("directory 0700; the database and the files SQLite keeps beside it 0600")
    func permissions() throws {
        let store = try Store(path: path)
        try store.setSetting(.seeds, to: "a", cloud: nil)
        #expect(try folder.permissions(of: "state") == 0o700)
        let names = try folder.names(below: "state")
        #expect(names == ["p2psh.sqlite", "p2psh.sqlite-shm", "p2psh.sqlite-wal"])
        for name in names { #expect(try folder.permissions(of: "state/\(name)") == 0o600) }
        #expect(try store.setting(.seeds, cloud: nil) == "a")
    }

    @Test("rights of others are taken away on opening", arguments: [0o644, 0o666, 0o640])
    func tightened(permissions: Int) throws {
        try Store(path: path).setSetting(.seeds, to: "a", cloud: nil)
        try folder.setPermissions(permissions, of: "state/p2psh.sqlite")
        try folder.setPermissions(0o755, of: "state")
        #expect(try Store(path: path).setting(.seeds, cloud: nil) == "a")
        #expect(try folder.permissions(of: "state/p2psh.sqlite") == 0o600)
        #expect(try folder.permissions(of: "state") == 0o700)
    }

    @Test("a database of another user is refused", .enabled(if: geteuid() == 0, "giving a file away takes root"))
    func foreignOwner() throws {
        try Store(path: path).setSetting(.seeds, to: "a", cloud: nil)
        #expect(chown(path, 12_345, 12_345) == 0)
        #expect(throws: StoreError.unavailable(path: path, reason: "it belongs to another user")) {
            try Store(path: path)
        }
    }

    @Test("what is no regular file is refused by its name")
    func notAFile() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        #expect(throws: StoreError.unavailable(path: path, reason: "it is not a regular file")) {
            try Store(path: path)
        }
    }

    // MARK: Migration

    @Test("an empty file is a new database")
    func emptyFile() throws {
        try FileManager.default.createDirectory(atPath: folder.path(of: "state"), withIntermediateDirectories: true)
        try folder.write([], to: "state/p2psh.sqlite")
        let store = try Store(path: path)
        try store.setSetting(.seeds, to: "a", cloud: nil)
        #expect(try Store(path: path).setting(.seeds, cloud: nil) == "a")
    }

    @Test("a database of a later version is refused and keeps what it has")
    func later() throws {
        try Store(path: path).setSetting(.seeds, to: "a", cloud: nil)
        try numberMigration("9")
        #expect(throws: StoreError.newer(path: path)) { try Store(path: path) }
        #expect(throws: StoreError.newer(path: path)) { try Store.replacingDamaged(path: path) }
        try numberMigration("1")
        #expect(try Store(path: path).setting(.seeds, cloud: nil) == "a")
    }

    // MARK: Damage

    @Test("what is no database is named and stays as it is")
    func garbage() throws {
        let garbage = try plantGarbage()
        #expect(throws: StoreError.damaged(path: path)) { try Store(path: path) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == garbage)
        #expect(try folder.names(below: "state") == ["p2psh.sqlite"])
        #expect(StoreError.damaged(path: path).description == "The database \(path) is damaged.")
    }

    @Test("told to replace it, the damaged file is kept under the first free name and a new one begins")
    func replacing() throws {
        for number in 1...3 {
            let garbage = try plantGarbage()
            let (store, movedTo) = try Store.replacingDamaged(path: path)
            #expect(movedTo == "\(path).damaged-\(number)")
            #expect(try Data(contentsOf: URL(fileURLWithPath: "\(path).damaged-\(number)")) == garbage)
            #expect(try store.setting(.seeds, cloud: nil) == nil)
            try store.setSetting(.seeds, to: "\(number)", cloud: nil)
            #expect(try Store(path: path).setting(.seeds, cloud: nil) == "\(number)")
        }
    }

    @Test("a sound database is not replaced, and neither is one that is missing")
    func replacingNothing() throws {
        #expect(try Store.replacingDamaged(path: path).movedTo == nil)
        try Store(path: path).setSetting(.seeds, to: "a", cloud: nil)
        let (store, movedTo) = try Store.replacingDamaged(path: path)
        #expect(movedTo == nil)
        #expect(try store.setting(.seeds, cloud: nil) == "a")
    }

    @Test("damage behind the first page is found when replacing")
    func deepDamage() throws {
        try Store(path: path).setSetting(.seeds, to: String(repeating: "x", count: 50_000), cloud: nil)
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try handle.seek(toOffset: 4096)
        try handle.write(contentsOf: Data(repeating: 0xa5, count: 40_000))
        try handle.close()
        #expect(try Store.replacingDamaged(path: path).movedTo == "\(path).damaged-1")
    }

    /// Not a database, and longer than the header SQLite looks at.
    private func plantGarbage() throws -> Data {
        let garbage = Data((0..<8192).map { UInt8(truncatingIfNeeded: $0 &* 7) })
        try FileManager.default.createDirectory(atPath: folder.path(of: "state"), withIntermediateDirectories: true)
        for name in try folder.names(below: "state") where !name.contains("damaged") {
            try FileManager.default.removeItem(atPath: folder.path(of: "state/\(name)"))
        }
        try garbage.write(to: URL(fileURLWithPath: path))
        return garbage
    }

    /// Rewrites the number in the name of the migration, wherever the closed database has it: in a table and its index.
    private func numberMigration(_ number: String) throws {
        let name = " settings and remembered nodes"
        var data = try Data(contentsOf: URL(fileURLWithPath: path))
        var places = 0
        var start = data.startIndex
        while let range = data.range(of: Data(name.utf8), in: start..<data.endIndex) {
            data.replaceSubrange(range.lowerBound - 1..<range.lowerBound, with: Data(number.utf8))
            start = range.upperBound
            places += 1
        }
        #expect(places >= 2)
        try data.write(to: URL(fileURLWithPath: path))
    }
}
