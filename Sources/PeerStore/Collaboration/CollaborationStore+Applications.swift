package import Collaboration
internal import Foundation
internal import GRDB
package import PeerBase

extension CollaborationStore {
    /// The applications that the user registered, by id.
    package func applications() throws(StoreError) -> [Application] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM application ORDER BY id").map(application)
        }
    }

    package func application(_ id: GUID) throws(StoreError) -> Application? {
        try read { try application(id, in: $0) }
    }

    /// Registers an application for the user, who has at most ``Limits/applications`` (collab 2.5, 3.7), however many
    /// processes try at once. Replacing, the one with the same id goes in the same transaction.
    package func add(
        _ application: Application, at time: Int64, replacing: Bool = false
    ) throws(StoreError) -> Addition<Application> {
        try write { database in
            if replacing { try self.delete(application.id, in: database) }
            if let stored = try self.application(application.id, in: database) { return .duplicate(of: stored) }
            let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM application") ?? 0
            guard count < Limits.applications else { return .full }
            try database.execute(
                sql: """
                    INSERT INTO application (id, description, data, path, arguments, scope, added_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    "\(application.id)", application.description, Data(application.data), application.path,
                    application.arguments, application.scope.rawValue, TimeText.text(time),
                ])
            return .added
        }
    }

    /// Forgets an application; false where there is none.
    package func deleteApplication(_ id: GUID) throws(StoreError) -> Bool {
        try write { database in
            try self.delete(id, in: database)
            return database.changesCount > 0
        }
    }

    private func delete(_ id: GUID, in database: Database) throws {
        try database.execute(sql: "DELETE FROM application WHERE id = ?", arguments: ["\(id)"])
    }

    // MARK: Rows

    private func application(_ id: GUID, in database: Database) throws -> Application? {
        try Row.fetchOne(database, sql: "SELECT * FROM application WHERE id = ?", arguments: ["\(id)"])
            .map(application)
    }

    private func application(_ row: Row) throws -> Application {
        guard let application = Application(row) else { throw StoreError.damaged(path: path) }
        return application
    }
}

extension Application {
    /// `nil` for a row that our own code cannot have written.
    fileprivate init?(_ row: Row) {
        guard
            let id = String.fromDatabaseValue(row["id"]).flatMap({ GUID($0) }),
            let path = String.fromDatabaseValue(row["path"]),
            let scope = Int.fromDatabaseValue(row["scope"])
        else { return nil }
        self.init(
            id: id, description: String.fromDatabaseValue(row["description"]) ?? "",
            data: Data.fromDatabaseValue(row["data"]).map(Array.init) ?? [], path: path,
            arguments: String.fromDatabaseValue(row["arguments"]) ?? "",
            scope: Scope(rawValue: scope).intersection(.all), type: .currentUser)
    }
}
