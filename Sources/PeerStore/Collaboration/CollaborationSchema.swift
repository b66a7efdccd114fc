internal import GRDB

/// The tables of collaboration (collab 10.11), by numbered migrations like those of ``Schema``. Times are ``TimeText``.
enum CollaborationSchema {
    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 collaboration", foreignKeyChecks: .immediate) { database in
            for table in [contacts, applications, settings, invitations, invitationKey] {
                try database.execute(sql: table)
            }
        }
        return migrator
    }()

    private static let contacts = """
        CREATE TABLE contact (
            peer_name TEXT NOT NULL PRIMARY KEY,
            pin BLOB NOT NULL UNIQUE CHECK (length(pin) = 32),
            certificate BLOB NOT NULL,
            nickname TEXT NOT NULL CHECK (nickname <> ''),
            display_name TEXT CHECK (display_name <> ''),
            email TEXT CHECK (email <> ''),
            watch INTEGER NOT NULL DEFAULT 0 CHECK (watch IN (0, 1)),
            permission INTEGER NOT NULL DEFAULT 0 CHECK (permission IN (0, 1)),
            trust INTEGER NOT NULL,
            added_at TEXT NOT NULL,
            last_seen_at TEXT
        ) STRICT
        """

    private static let applications = """
        CREATE TABLE application (
            id TEXT NOT NULL PRIMARY KEY,
            description TEXT,
            data BLOB CHECK (length(data) <= 16384),
            path TEXT NOT NULL CHECK (path <> ''),
            arguments TEXT,
            scope INTEGER NOT NULL DEFAULT 3 CHECK (scope BETWEEN 0 AND 3),
            added_at TEXT NOT NULL
        ) STRICT
        """

    private static let settings = """
        CREATE TABLE setting (
            name TEXT NOT NULL PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
        """

    /// `number` is the order of coming; `process` (a ``ProcessMark``) is who has an open invitation in hand.
    private static let invitations = """
        CREATE TABLE invitation (
            number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL,
            direction TEXT NOT NULL,
            peer_name TEXT,
            pin BLOB CHECK (length(pin) = 32),
            nickname TEXT NOT NULL,
            trust INTEGER,
            application TEXT NOT NULL,
            message TEXT NOT NULL,
            state TEXT NOT NULL,
            reason TEXT,
            created_at TEXT NOT NULL,
            ended_at TEXT,
            process TEXT
        ) STRICT
        """

    /// Ids are chosen by inviters: somebody else's equal one is another invitation, and so is our own to ourselves.
    private static let invitationKey = """
        CREATE UNIQUE INDEX invitation_key ON invitation (
            id, direction, CASE direction WHEN 'incoming' THEN coalesce(pin, x'') ELSE x'' END
        )
        """
}
