import Collaboration
import PeerBase
import Testing

@Suite("Who is let in, and who is heard")
struct PolicyTests {
    static let friend = Contact.sample(1, trust: .file)

    static func caller(_ pin: UInt8, _ peerName: String = "b", isOnLink: Bool = true) -> Caller {
        Caller(
            pin: .of(pin), peerName: peerName, among: [friend], source: Caller.place(1), isOnLink: isOnLink)
    }

    static func admission(_ caller: Caller, _ scope: Scope) -> Admission {
        Admission.decide(caller, signedIn: scope, contacts: [friend])
    }

    @Test(
        "a contact always while signed in to anything, on a link or off it",
        arguments: [
            Scope.nearMe, .internet, .all,
        ])
    func contact(scope: Scope) {
        for isOnLink in [true, false] {
            #expect(Self.admission(Self.caller(1, Self.friend.card.peerName, isOnLink: isOnLink), scope) == .contact)
        }
        #expect(Self.admission(Self.caller(1), .none) == .refused(.signedOut))
    }

    @Test("a stranger on a link while signed in near us, and nowhere else (check 13)")
    func stranger() {
        let near = Self.caller(9)
        #expect(Self.admission(near, .nearMe) == .stranger)
        #expect(Self.admission(near, .all) == .stranger)
        #expect(Self.admission(near, .internet) == .refused(.notSignedInNearMe))
        #expect(Self.admission(near, .none) == .refused(.signedOut))
        #expect(Self.admission(Self.caller(9, isOnLink: false), .all) == .refused(.offLink))
    }

    @Test("the name of a contact with another key is nobody")
    func otherKey() {
        let imitator = Self.caller(9, Self.friend.card.peerName)
        #expect(imitator.contact == nil)
        #expect(Self.admission(imitator, .all) == .refused(.certificateChanged(Self.friend)))
    }

    @Test("a blocked contact is let in and heard, and may not watch")
    func blocked() {
        var caller = Self.caller(1)
        #expect(!caller.mayWatch && !Self.caller(9).mayWatch)
        caller.contact?.isAllowed = true
        #expect(caller.mayWatch)
        #expect(AcceptPolicy().decide(Self.caller(1), time: 0) == .heard)
    }

    static let table: [(AcceptPolicy.Who, Hearing, Hearing)] = [
        (.anyone, .heard, .heard), (.contacts, .silence, .heard), (.nobody, .silence, .forbidden),
    ]

    @Test("the table of 10.9: anyone, contacts, nobody, for a stranger and a contact", arguments: table)
    func hearing(who: AcceptPolicy.Who, stranger: Hearing, contact: Hearing) {
        let policy = AcceptPolicy(who: who)
        #expect(policy.decide(Self.caller(9), time: 0) == stranger)
        #expect(policy.decide(Self.caller(1), time: 0) == contact)
    }

    @Test("anyone is for ten minutes unless said otherwise, and contacts after (check 13)")
    func fallingBack() {
        let policy = AcceptPolicy.anyone(minimumTrust: .file, whenBusy: .decline, time: 5000)
        #expect(policy.until == 605_000)
        #expect(policy.decide(Self.caller(9), time: 604_999) == .heard)
        #expect(policy.decide(Self.caller(9), time: 605_000) == .silence)
        #expect(
            policy.inForce(time: 605_000) == AcceptPolicy(who: .contacts, minimumTrust: .file, whenBusy: .decline))
        #expect(AcceptPolicy.anyone(minutes: 0, time: 5000).decide(Self.caller(9), time: .max) == .heard)
        let contacts = AcceptPolicy(who: .contacts)
        #expect(contacts.inForce(time: .max) == contacts)
    }

    @Test("the bar of trust is for contacts", arguments: Trust.allCases)
    func minimumTrust(trust: Trust) {
        let policy = AcceptPolicy(minimumTrust: trust)
        #expect(policy.decide(Self.caller(1), time: 0) == (trust <= .file ? .heard : .forbidden))
        #expect(AcceptPolicy.anyone(minimumTrust: trust, time: 0).decide(Self.caller(1), time: 0) == .heard)
    }
}

@Suite("Limits for strangers")
struct StrangerLimitsTests {
    static func at(_ milliseconds: Int) -> Instant { .zero + .milliseconds(milliseconds) }

    @Test("one new connection a second from one address, whatever its port")
    func pace() {
        var limits = StrangerLimits()
        var source = Caller.place(1)
        let results = [0, 10, 999, 1000, 1500].map { milliseconds in
            source.endpoint.port += 1
            return limits.admit(ConnectionID(UInt64(milliseconds)), from: source, now: Self.at(milliseconds))
        }
        #expect(results == [true, false, false, true, false])
        #expect(limits.count == 2)
    }

    @Test("sixteen at a time, and room again when one closes")
    func room() {
        var limits = StrangerLimits()
        var admitted = (0..<20).map { limits.admit(ConnectionID($0), from: Caller.place($0), now: .zero) }
        #expect(admitted == (0..<20).map { $0 < 16 })
        limits.closed(ConnectionID(3))
        admitted = [30, 31].map { limits.admit(ConnectionID($0), from: Caller.place($0), now: .zero) }
        #expect(admitted == [true, false])
    }

    @Test("closed after 30 s, unless something waits; then when that is answered and sent")
    func time() {
        var limits = StrangerLimits()
        for id in UInt64(1)...3 { _ = limits.admit(ConnectionID(id), from: Caller.place(id), now: .zero) }
        limits.hold(ConnectionID(2))
        limits.hold(ConnectionID(3))
        limits.release(ConnectionID(3), now: Self.at(5000))
        #expect(limits.advance(to: Self.at(29_999)).isEmpty)
        #expect(Set(limits.advance(to: Self.at(30_000))) == [ConnectionID(1), ConnectionID(3)])
        #expect(limits.nextDeadline == nil && limits.count == 1)
        limits.release(ConnectionID(2), now: Self.at(300_000))
        #expect(limits.nextDeadline == Self.at(310_000))
        #expect(limits.advance(to: Self.at(310_000)) == [ConnectionID(2)])
    }

    @Test("what is remembered of addresses has a bound, and what is over it waits")
    func sources() {
        var limits = StrangerLimits()
        for low in UInt64(0)..<256 {
            let id = ConnectionID(low)
            let isAdmitted = limits.admit(id, from: Caller.place(low), now: .zero)
            #expect(isAdmitted)
            limits.closed(id)
        }
        let early = limits.admit(ConnectionID(300), from: Caller.place(300), now: Self.at(500))
        let late = limits.admit(ConnectionID(301), from: Caller.place(300), now: Self.at(1000))
        #expect(!early && late)
    }
}
