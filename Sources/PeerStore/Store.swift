internal import GRDB

/// The database of one user. Open it when it is first needed and keep it: opening costs some file operations.
///
/// Calls block, as a rule for less than a millisecond, and at most five seconds while another process writes.
package struct Store: Sendable {
    let path: String
    private let queue: DatabaseQueue

    /// Opens the database at `path`, making it and its directory when there is none.
    package init(path: String) throws(StoreError) {
        self = try DatabaseFile(path: path).whileAlone { () throws(StoreError) in try Store(prepared: path) }
    }

    /// Opens the database like ``init(path:)``; a damaged one is moved aside first and an empty one takes its place.
    /// Only for callers whom the user told to do so: settings are lost from sight.
    ///
    /// `movedTo` is where the damaged file went, `nil` if the database was sound.
    package static func replacingDamaged(path: String) throws(StoreError) -> (store: Store, movedTo: String?) {
        let file = DatabaseFile(path: path)
        return try file.whileAlone { () throws(StoreError) in
            do throws(StoreError) {
                let store = try Store(prepared: path)
                try store.checkThoroughly()
                return (store, nil)
            } catch StoreError.damaged {
                let movedTo = try file.moveAside()
                try file.makeFile()
                return (try Store(prepared: path), movedTo)
            }
        }
    }

    /// The caller holds the lock: without it, two processes that find a new file both switch it to WAL mode and both
    /// migrate, and one of them fails.
    private init(prepared path: String) throws(StoreError) {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase(Self.useWriteAheadLog)
        configuration.label = "p2psh store"
        self.path = path
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            guard try !queue.read(Schema.migrator.hasBeenSuperseded) else { throw StoreError.newer(path: path) }
            try Schema.migrator.migrate(queue)
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// The library can do this by itself, but then it also makes and drops a table whenever the log is empty, for the
    /// sake of pools that read beside the writer. We have none, and a command that only reads should write nothing.
    private static func useWriteAheadLog(_ database: Database) throws {
        let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
        guard mode == "wal" else { throw DatabaseError(message: "the journal mode is \(mode ?? "unknown")") }
        // Sound after a crash of the program; after one of the machine the last transactions may be missing.
        try database.execute(sql: "PRAGMA synchronous = NORMAL")
    }

    /// Opening reads the first page only; damage behind it shows here.
    private func checkThoroughly() throws(StoreError) {
        let findings = try read { try String.fetchAll($0, sql: "PRAGMA quick_check(1)") }
        guard findings == ["ok"] else { throw .damaged(path: path) }
    }

    // MARK: Access

    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try queue.read(body)
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// One transaction: everything in `body` happens, or nothing.
    func write(_ body: (Database) throws -> Void) throws(StoreError) {
        do {
            try queue.write(body)
        } catch {
            throw StoreError(error, path: path)
        }
    }
}
