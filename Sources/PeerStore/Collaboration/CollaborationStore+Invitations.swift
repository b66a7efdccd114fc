package import Collaboration
internal import Foundation
internal import GRDB
internal import PeerBase

extension CollaborationStore {
    /// Notes an invitation, or what has become of it: the newest ``Limits/loggedInvitations`` are kept, without their data
    /// (collab 10.11). An incoming one is the same as before where id and pin are, an outgoing one where the id is.
    package func log(_ record: InvitationRecord) throws(StoreError) {
        try write { database in
            try database.execute(
                sql: """
                    INSERT INTO invitation (id, direction, peer_name, pin, nickname, trust, application, message, state,
                    reason, created_at, ended_at, process)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET
                        peer_name = excluded.peer_name, pin = excluded.pin, nickname = excluded.nickname,
                        trust = excluded.trust, state = excluded.state, reason = excluded.reason,
                        ended_at = excluded.ended_at, process = excluded.process
                    """,
                arguments: [
                    "\(record.id)", record.direction.rawValue, record.peerName, record.pin.map { Data($0.bytes) },
                    record.name, record.trust?.rawValue, "\(record.application)", record.message,
                    record.state.rawValue, record.reason, TimeText.text(record.createdAt),
                    record.endedAt.map(TimeText.text), record.state.isOpen ? ProcessMark.ours.text : nil,
                ])
            try database.execute(
                sql: """
                    DELETE FROM invitation WHERE number <= (
                        SELECT number FROM invitation ORDER BY number DESC LIMIT 1 OFFSET ?
                    )
                    """,
                arguments: [Limits.loggedInvitations])
        }
    }

    /// The log, oldest first.
    package func loggedInvitations() throws(StoreError) -> [InvitationRecord] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM invitation ORDER BY number").map { row in
                guard let record = InvitationRecord(row) else { throw StoreError.damaged(path: path) }
                return record
            }
        }
    }

    /// Marks as canceled what was open when its process ended, and tells how many there were: to be called at the start
    /// (collab 10.11). Open ones of processes that live stay.
    package func cancelAbandonedInvitations(at time: Int64) throws(StoreError) -> Int {
        try write { database in
            let open = InvitationRecord.State.allCases.filter(\.isOpen).map { "'\($0.rawValue)'" }.joined(
                separator: ",")
            let rows = try Row.fetchAll(
                database, sql: "SELECT number, process FROM invitation WHERE state IN (\(open))")
            let abandoned = rows.filter { row in
                let process = String.fromDatabaseValue(row["process"]).map(ProcessMark.init(text:))
                return !(process?.isAlive ?? false)
            }
            for row in abandoned {
                try database.execute(
                    sql: "UPDATE invitation SET state = ?, ended_at = ?, process = NULL WHERE number = ?",
                    arguments: [
                        InvitationRecord.State.canceled.rawValue, TimeText.text(time),
                        Int64.fromDatabaseValue(row["number"]),
                    ])
            }
            return abandoned.count
        }
    }
}

extension InvitationRecord {
    /// `nil` for a row that our own code cannot have written.
    fileprivate init?(_ row: Row) {
        func text(_ column: String) -> String? { String.fromDatabaseValue(row[column]) }
        guard
            let id = text("id").flatMap({ GUID($0) }), let application = text("application").flatMap({ GUID($0) }),
            let direction = text("direction").flatMap(Direction.init), let state = text("state").flatMap(State.init),
            let name = text("nickname"), let message = text("message"),
            let createdAt = text("created_at").flatMap(TimeText.milliseconds)
        else { return nil }
        self.init(
            id: id, direction: direction, peerName: text("peer_name"),
            pin: Data.fromDatabaseValue(row["pin"]).flatMap { Pin(Array($0)) }, name: name,
            trust: Int.fromDatabaseValue(row["trust"]).flatMap(Trust.init), application: application, message: message,
            state: state, reason: text("reason"), createdAt: createdAt,
            endedAt: text("ended_at").flatMap(TimeText.milliseconds))
    }
}
