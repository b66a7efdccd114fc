internal import GRDB

/// The database of one user. Open it when it is first needed and keep it: opening costs some file operations.
///
/// Calls block, as a rule for less than a millisecond, and at most five seconds while another process writes.
package struct Store: Sendable {
    private static let kind = OpenDatabase.Kind(
        label: "p2psh store", migrator: Schema.migrator, synchronization: .normal)

    private let database: OpenDatabase

    var path: String { database.path }

    /// Opens the database at `path`, making it and its directory when there is none.
    package init(path: String) throws(StoreError) {
        database = try OpenDatabase(Self.kind, path: path)
    }

    private init(_ database: OpenDatabase) { self.database = database }

    /// Opens the database like ``init(path:)``; a damaged one is moved aside first and an empty one takes its place.
    /// Only for callers whom the user told to do so: settings are lost from sight.
    ///
    /// `movedTo` is where the damaged file went, `nil` if the database was sound.
    package static func replacingDamaged(path: String) throws(StoreError) -> (store: Store, movedTo: String?) {
        let (database, movedTo) = try OpenDatabase.replacingDamaged(kind, path: path)
        return (Store(database), movedTo)
    }

    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value { try database.read(body) }

    /// One transaction: everything in `body` happens, or nothing.
    func write(_ body: (Database) throws -> Void) throws(StoreError) { try database.write(body) }
}
