internal import GRDB

/// What people keep for collaboration: contacts, their own applications, settings, and the log of invitations (collab
/// 10.11). Several processes of a user may have it open; each sees what the others did.
///
/// Calls block, as a rule for some milliseconds, for what is kept here is to outlast even a crash of the machine; and at
/// most five seconds while another process writes.
package struct CollaborationStore: Sendable {
    private static let kind = OpenDatabase.Kind(
        label: "p2psh collaboration", migrator: CollaborationSchema.migrator, synchronization: .full)

    private let database: OpenDatabase

    var path: String { database.path }

    /// Opens the database at `path`, making it and its directory when there is none.
    package init(path: String) throws(StoreError) {
        database = try OpenDatabase(Self.kind, path: path)
    }

    private init(_ database: OpenDatabase) { self.database = database }

    /// Opens the database like ``init(path:)``; a damaged one is moved aside first and an empty one takes its place. A
    /// caller who does this tells the person where it went: contacts are lost from sight.
    ///
    /// `movedTo` is where the damaged file went, `nil` if the database was sound.
    package static func replacingDamaged(
        path: String
    ) throws(StoreError) -> (store: CollaborationStore, movedTo: String?) {
        let (database, movedTo) = try OpenDatabase.replacingDamaged(kind, path: path)
        return (CollaborationStore(database), movedTo)
    }

    /// A number that is another one whenever another process, or another opening in this one, has changed something since
    /// this one was asked before. Cheap enough to ask every second.
    package func dataVersion() throws(StoreError) -> Int {
        try read { try Int.fetchOne($0, sql: "PRAGMA data_version") ?? 0 }
    }

    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value { try database.read(body) }

    /// One transaction: everything in `body` happens, or nothing; what it reads stays true until it ends.
    func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value { try database.write(body) }
}

/// What became of something to be kept.
package enum Addition<Stored: Hashable & Sendable>: Hashable, Sendable {
    case added
    /// Not added: this one, which stays as it is, has the same key.
    case duplicate(of: Stored)
    /// Not added: there are as many as there may be.
    case full
}
