internal import GRDB

/// The numbered migrations. A database stands at the last one it has seen; what has shipped is never edited, a change
/// of the tables is the next number.
enum Schema {
    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 settings and remembered nodes", foreignKeyChecks: .immediate) { database in
            try database.execute(sql: settings)
            try database.execute(sql: rememberedNodes)
        }
        migrator.registerMigration("2 kept registrations", foreignKeyChecks: .immediate) { database in
            try database.execute(sql: keptRegistrations)
        }
        return migrator
    }()

    /// The empty cloud stands for all clouds: a key column cannot be null.
    private static let settings = """
        CREATE TABLE setting (
            cloud TEXT NOT NULL,
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (cloud, key)
        ) STRICT, WITHOUT ROWID
        """

    /// `id` is 32 bytes, most significant first; `addresses` 16 bytes each, in network order; `last_heard` seconds
    /// since 1970.
    private static let rememberedNodes = """
        CREATE TABLE remembered_node (
            cloud TEXT NOT NULL,
            id BLOB NOT NULL CHECK (length(id) = 32),
            port INTEGER NOT NULL CHECK (port BETWEEN 0 AND 65535),
            addresses BLOB NOT NULL CHECK (length(addresses) % 16 = 0),
            last_heard INTEGER NOT NULL,
            PRIMARY KEY (cloud, id)
        ) STRICT, WITHOUT ROWID
        """

    /// `endpoints` is 20 bytes each: address, port and protocol, in network order.
    private static let keptRegistrations = """
        CREATE TABLE kept_registration (
            cloud TEXT NOT NULL,
            name TEXT NOT NULL,
            identity TEXT,
            comment TEXT,
            endpoints BLOB NOT NULL CHECK (length(endpoints) % 20 = 0),
            port INTEGER NOT NULL CHECK (port BETWEEN 0 AND 65535),
            payload_text TEXT,
            payload_bytes BLOB CHECK (payload_text IS NULL OR payload_bytes IS NULL),
            PRIMARY KEY (cloud, name)
        ) STRICT, WITHOUT ROWID
        """
}
