import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

@Suite("The calendar is set while the cloud runs (behaviour 11.3, 17.2)")
struct CalendarTests {
    private static let day: Duration = .seconds(86_400)
    private let peer = Peer(1)
    private let asker = Peer(100).endpoint

    @Test("records are dated by the calendar as it is now, and held against it", arguments: [3, -3])
    func dates(days: Int) throws {
        var (talk, own) = try Dialogue.publishing()
        let later = Dialogue.calendarOrigin + Self.day * days
        _ = talk.node.calendarRead(origin: later, now: talk.now)
        let question = Message.Body.inquire(Inquire(flags: .cpa, validate: own, nonce: Nonce(high: 1, low: 1)))
        let record = try record(in: talk.hear(question, from: asker))
        #expect(record.notAfter == later + Limits.recordValidity)

        let inquire = try #require(talk.hear(.flood(.about(peer.route)), from: asker).sent.first)
        talk.answer(inquire, peer.proof(inquire.inquire?.nonce))
        // The peer's record is good for a day after the old date.
        #expect((talk.node.cache[peer.id] != nil) == (days < 0))
    }

    @Test("an answer with a wrong date is not repeated, nor one that is being signed sent")
    func wrongDates() throws {
        var (talk, own) = try Dialogue.publishing()
        let question = Message.Body.inquire(Inquire(flags: .cpa, validate: own, nonce: Nonce(high: 1, low: 1)))
        talk.hear(question, from: asker, id: 7)
        let later = Dialogue.calendarOrigin + Self.day * 2
        _ = talk.node.calendarRead(origin: later, now: talk.now)
        #expect(try record(in: talk.hear(question, from: asker, id: 7)).notAfter == later + Limits.recordValidity)

        talk.signs = false
        let other = Message.Body.inquire(Inquire(flags: .cpa, validate: own, nonce: Nonce(high: 1, low: 2)))
        let slow = try #require(talk.hear(other, from: asker, id: 8).signingRequests.first)
        _ = talk.node.calendarRead(origin: later + Self.day * 2, now: talk.now)
        #expect(talk.sign(slow).isEmpty)
        #expect(talk.hear(other, from: asker, id: 8).signingRequests.count == 1)
    }

    @Test("whoever slept makes its names known again; a clock that is corrected a little does not")
    func sleep() throws {
        var (talk, own) = try Dialogue.publishing()
        talk.introduce(peer)
        #expect(talk.node.registrations[own]?.isAnnounced == true)
        let corrected = Dialogue.calendarOrigin + Limits.calendarStep
        #expect(talk.node.calendarRead(origin: corrected, now: talk.now).isEmpty)
        let awake = talk.node.calendarRead(origin: corrected + .seconds(3600), now: talk.now)
        #expect(awake.sent.map(\.lookup?.target) == [own.successor])
        #expect(talk.node.calendarRead(origin: corrected, now: talk.now).sent.isEmpty, "set back, it did not sleep")
    }

    private func record(in actions: [Action]) throws -> CertifiedPeerAddress {
        let bytes = try #require(actions.sent.first?.buffer?.cpa)
        var input = bytes.span
        return try CertifiedPeerAddress(parsing: &input)
    }
}
