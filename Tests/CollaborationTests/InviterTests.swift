import Collaboration
import PeerBase
import Testing

@Suite("Inviter")
struct InviterTests {
    static func inviter(_ targets: Int, pin: Pin? = .of(1)) -> Inviter {
        let invitation = Invitation.sample()
        return Inviter(
            invitation,
            record: InvitationRecord(
                id: invitation.id, number: 5, direction: .outgoing, peerName: pin.map { _ in "449dc6.collab" },
                name: "Amit Bahree", application: invitation.application, message: invitation.message,
                state: .connecting, createdAt: 0),
            to: (0..<targets).map { Inviter.Target(Caller.place(UInt64($0 + 1)), pin: pin) })
    }

    static func at(_ seconds: Int) -> Moment { Moment(instant: .zero + .seconds(seconds), time: Int64(seconds) * 1000) }

    @Test("a contact is asked when his pin was shown, and accepts")
    func accepted() {
        var inviter = Self.inviter(1)
        let first = inviter.record
        #expect(
            inviter.start(at: Self.at(0))
                == [.log(first), .connect(attempt: 0, Caller.place(1), expecting: .of(1))])
        let sent = inviter.connected(0, pin: .of(1), at: Self.at(1))
        #expect(sent == [.send(attempt: 0, .sample()), .log(inviter.record)] && inviter.record.state == .waiting)
        let ended = inviter.answered(0, .accepted, at: Self.at(30))
        #expect(ended == [.log(inviter.record), .event(.invitationEnded(inviter.record))])
        #expect(inviter.record.state == .accepted && inviter.record.endedAt == 30_000 && inviter.nextDeadline == nil)
    }

    @Test("where another key answers for a contact, nothing is sent (check 12)")
    func otherKey() {
        var inviter = Self.inviter(1)
        _ = inviter.start(at: Self.at(0))
        let actions = inviter.connected(0, pin: .of(2), at: Self.at(1))
        #expect(
            actions == [
                .close(attempt: 0), .event(.certificateChanged(contact: "449dc6.collab", label: "Amit Bahree")),
                .log(inviter.record), .event(.invitationEnded(inviter.record)),
            ])
        #expect(inviter.record.state == .failed && inviter.record.reason == "certificate")
        #expect(inviter.connected(0, pin: .of(1), at: Self.at(2)).isEmpty, "and later neither")
    }

    @Test("a person near us is asked whoever he is")
    func anyPin() {
        var inviter = Self.inviter(1, pin: nil)
        _ = inviter.start(at: Self.at(0))
        #expect(inviter.connected(0, pin: .of(7), at: Self.at(1)).first == .send(attempt: 0, .sample()))
    }

    @Test("of several endpoints the first who accepts wins, and the others are closed")
    func firstWins() {
        var inviter = Self.inviter(4)
        _ = inviter.start(at: Self.at(0))
        for attempt in 0..<3 { _ = inviter.connected(attempt, pin: .of(1), at: Self.at(1)) }
        #expect(inviter.answered(0, .declined(.user), at: Self.at(2)).isEmpty)
        let actions = inviter.answered(2, .accepted, at: Self.at(3))
        #expect(
            actions == [
                .close(attempt: 1), .close(attempt: 3), .log(inviter.record), .event(.invitationEnded(inviter.record)),
            ])
        #expect(inviter.record.state == .accepted && inviter.nextDeadline == nil)
        #expect(inviter.answered(1, .declined(.user), at: Self.at(4)).isEmpty)
        #expect(inviter.record.state == .accepted && inviter.record.endpoint == Caller.place(3))
    }

    @Test("where somebody is who has one endpoint is known at once, where several are, when one has accepted")
    func place() {
        #expect(Self.inviter(1).record.endpoint == Caller.place(1))
        #expect(Self.inviter(2).record.endpoint == nil)
    }

    static let priorities: [([InvitationAnswer?], InvitationRecord.State, String?)] = [
        ([.expired, .declined(.busy), nil], .declined, "busy"),
        ([nil, .error(.launchFailed), .expired], .expired, "noanswer"),
        ([nil, .error(.launchFailed), nil], .failed, "launchfailed"),
        ([nil, nil, nil], .failed, "connection"),
        ([.declined(.notRegistered), .declined(.user), nil], .declined, "notregistered"),
    ]

    @Test("when all have ended: declined before expired before failed", arguments: priorities)
    func priority(answers: [InvitationAnswer?], state: InvitationRecord.State, reason: String?) {
        var inviter = Self.inviter(3)
        _ = inviter.start(at: Self.at(0))
        for (attempt, answer) in answers.enumerated() {
            #expect(inviter.record.state.isOpen)
            if let answer {
                _ = inviter.connected(attempt, pin: .of(1), at: Self.at(1))
                _ = inviter.answered(attempt, answer, at: Self.at(2))
            } else {
                _ = inviter.failed(attempt, .connection, at: Self.at(2))
            }
        }
        #expect(inviter.record.state == state && inviter.record.reason == reason)
    }

    @Test("no connection after 15 s has failed; no answer for 310 s has expired (check 10)")
    func patience() {
        var inviter = Self.inviter(2)
        _ = inviter.start(at: Self.at(0))
        _ = inviter.connected(1, pin: .of(1), at: Self.at(5))
        #expect(inviter.advance(to: Self.at(14)).isEmpty)
        #expect(inviter.advance(to: Self.at(15)) == [.close(attempt: 0)])
        #expect(inviter.nextDeadline == .zero + .seconds(315))
        #expect(inviter.advance(to: Self.at(314)).isEmpty)
        #expect(inviter.advance(to: Self.at(315)).first == .close(attempt: 1))
        #expect(inviter.record.state == .expired && inviter.record.reason == "noanswer")
    }

    @Test("canceled: everything is closed; after the end it has no effect (check 11)")
    func canceled() {
        var inviter = Self.inviter(2)
        _ = inviter.start(at: Self.at(0))
        _ = inviter.connected(0, pin: .of(1), at: Self.at(1))
        let actions = inviter.cancel(at: Self.at(2))
        #expect(actions.prefix(2) == [.close(attempt: 0), .close(attempt: 1)] && inviter.record.state == .canceled)
        #expect(inviter.cancel(at: Self.at(3)).isEmpty)
        #expect(inviter.answered(0, .accepted, at: Self.at(3)).isEmpty)
        #expect(inviter.connected(1, pin: .of(1), at: Self.at(3)).isEmpty, "nothing is sent any more")
        #expect(inviter.record.state == .canceled)
    }

    static let faults: [(Fault, InvitationRecord.State, String)] = [
        (.policy, .declined, "policy"), (.busy, .declined, "busy"), (.size, .failed, "toolarge"),
        (.signingOut, .failed, "signedout"), (.rate, .failed, "rate"), (.unknownID, .failed, "connection"),
        (.malformed, .failed, "malformed"),
    ]

    @Test("a status instead of an answer says why", arguments: faults)
    func fault(_ fault: Fault, state: InvitationRecord.State, reason: String) {
        var inviter = Self.inviter(1)
        _ = inviter.start(at: Self.at(0))
        _ = inviter.connected(0, pin: .of(1), at: Self.at(1))
        _ = inviter.refused(0, fault, at: Self.at(2))
        #expect(inviter.record.state == state && inviter.record.reason == reason)
    }

    @Test("an answer to what was never sent is none")
    func answerTooEarly() {
        var inviter = Self.inviter(1)
        _ = inviter.start(at: Self.at(0))
        _ = inviter.answered(0, .accepted, at: Self.at(1))
        #expect(inviter.record.state == .failed && inviter.record.reason == "malformed")
    }

    @Test("nobody to ask has failed; fifty are asked and no more")
    func bounds() {
        var nobody = Self.inviter(0)
        #expect(nobody.start(at: Self.at(0)).contains(.event(.invitationEnded(nobody.record))))
        #expect(nobody.record.state == .failed)
        var many = Self.inviter(60)
        #expect(many.start(at: Self.at(0)).count == 51)
    }
}
