import Collaboration
import FileTesting
import PeerBase
import PeerStore
import StoreWriter
import Testing

@Suite("The log of invitations")
struct InvitationLogTests {
    let folder: TemporaryFolder
    let path: String
    let store: CollaborationStore

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path(of: "data/collab.sqlite")
        store = try CollaborationStore(path: path)
    }

    private func record(
        _ number: Int, _ direction: InvitationRecord.Direction = .incoming, from contact: Int = 1,
        state: InvitationRecord.State = .pending
    ) -> InvitationRecord {
        let contact = Step.contact(contact)
        return InvitationRecord(
            id: GUID(high: 7, low: UInt64(number)), direction: direction, peerName: contact.card.peerName,
            pin: contact.pin, name: "Amit2", trust: .file, application: GUID(high: 1, low: 1), message: "Want to?",
            state: state, createdAt: 1_795_226_884_125)
    }

    @Test("an invitation and its end are one row, in the order of coming")
    func ends() throws {
        var (first, second) = (record(1), record(2, .outgoing, state: .connecting))
        second.pin = nil
        second.trust = nil
        try store.log(first)
        try store.log(second)
        first.state = .declined
        first.reason = "user"
        first.endedAt = first.createdAt + 5000
        try store.log(first)
        second.pin = Step.contact(1).pin
        second.state = .waiting
        try store.log(second)
        #expect(try CollaborationStore(path: path).loggedInvitations() == [first, second])
    }

    @Test("an id of somebody else, or of our own invitation, does not overwrite another row")
    func foreignIDs() throws {
        let records = [record(1), record(1, from: 2), record(1, .outgoing)]
        for record in records { try store.log(record) }
        #expect(try store.loggedInvitations() == records)
    }

    @Test("the newest 200 are kept")
    func bounded() throws {
        for number in 0..<230 { try store.log(record(number, state: .expired)) }
        #expect(try store.loggedInvitations().map(\.id.low) == Array(30..<230))
    }

    @Test("a time that a stranger made up is kept as near as can be", arguments: [Int64.min, -1, 0, Int64.max])
    func wildTimes(time: Int64) throws {
        var record = record(1)
        record.createdAt = time
        try store.log(record)
        #expect(try store.loggedInvitations().first?.createdAt == min(max(0, time), 253_402_300_799_999))
    }

    @Test("what is open in a process that lives stays open")
    func living() throws {
        try store.log(record(1))
        #expect(try CollaborationStore(path: path).cancelAbandonedInvitations(at: 5) == 0)
        #expect(try store.loggedInvitations().first?.state == .pending)
    }

    @Test("what was open when its process was killed is canceled at the next start (collab 10.11)")
    func abandoned() throws {
        let writer = try WriterProcess("invite", path, "3")
        for _ in 0..<3 { _ = writer.line() }
        try store.log(record(9, state: .expired))
        #expect(try store.cancelAbandonedInvitations(at: 5000) == 0)
        _ = writer.kill()
        #expect(try store.cancelAbandonedInvitations(at: 5000) == 3)
        let log = try store.loggedInvitations()
        #expect(log.map(\.state) == [.canceled, .canceled, .canceled, .expired])
        #expect(log.map(\.endedAt) == [5000, 5000, 5000, nil])
        #expect(try store.cancelAbandonedInvitations(at: 6000) == 0)
    }
}
