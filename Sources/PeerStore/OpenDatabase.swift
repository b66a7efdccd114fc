internal import GRDB

/// A database that is open: how it is opened, and the two ways into it. What is in it is the business of who opens it.
struct OpenDatabase: Sendable {
    /// What one database of ours has of its own.
    struct Kind: Sendable {
        let label: String
        let migrator: DatabaseMigrator
        let synchronization: Synchronization
    }

    /// When a transaction is safe. Either way the database is sound after whatever happens.
    enum Synchronization: String, Sendable {
        /// Against the end of the program at once; the last transactions may be missing after a crash of the machine.
        case normal = "NORMAL"
        /// Against a crash of the machine, too.
        case full = "FULL"
    }

    let path: String
    private let queue: DatabaseQueue

    /// Opens the database at `path`, making it and its directory when there is none.
    init(_ kind: Kind, path: String) throws(StoreError) {
        self = try DatabaseFile(path: path).whileAlone { () throws(StoreError) in
            try OpenDatabase(kind, prepared: path)
        }
    }

    /// Opens the database like ``init(_:path:)``; a damaged one is moved aside first, and an empty one takes its place.
    /// `movedTo` is where it went, `nil` if it was sound.
    static func replacingDamaged(
        _ kind: Kind, path: String
    ) throws(StoreError) -> (database: OpenDatabase, movedTo: String?) {
        let file = DatabaseFile(path: path)
        return try file.whileAlone { () throws(StoreError) in
            do throws(StoreError) {
                let database = try OpenDatabase(kind, prepared: path)
                try database.checkThoroughly()
                return (database, nil)
            } catch StoreError.damaged {
                let movedTo = try file.moveAside()
                try file.makeFile()
                return (try OpenDatabase(kind, prepared: path), movedTo)
            }
        }
    }

    /// The caller holds the lock: without it, two processes that find a new file both switch it to WAL mode and both
    /// migrate, and one of them fails.
    private init(_ kind: Kind, prepared path: String) throws(StoreError) {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { try Self.useWriteAheadLog($0, kind.synchronization) }
        configuration.label = kind.label
        self.path = path
        guard !DatabaseFile(path: path).isStump else { throw .damaged(path: path) }
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            guard try !queue.read(kind.migrator.hasBeenSuperseded) else { throw StoreError.newer(path: path) }
            try kind.migrator.migrate(queue)
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// The library can do this by itself, but then it also makes and drops a table whenever the log is empty, for the
    /// sake of pools that read beside the writer. We have none, and a command that only reads should write nothing.
    private static func useWriteAheadLog(_ database: Database, _ synchronization: Synchronization) throws {
        let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
        guard mode == "wal" else { throw DatabaseError(message: "the journal mode is \(mode ?? "unknown")") }
        try database.execute(sql: "PRAGMA synchronous = \(synchronization.rawValue)")
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

    /// One transaction: everything in `body` happens, or nothing. It holds the lock of the writer from its beginning, so
    /// that what it reads stays true until it ends.
    func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try queue.write(body)
        } catch {
            throw StoreError(error, path: path)
        }
    }
}
