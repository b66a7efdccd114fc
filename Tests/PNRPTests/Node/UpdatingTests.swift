import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

@Suite("A registration changes what it says, and makes itself known again (behaviour 11.3, 19)")
struct UpdatingTests {
    private let address = IPv6Address(high: 0x2001_0db8_0000_0000, low: 77)

    @Test("same identifier, no datagram, and the next who asks is told")
    func update() throws {
        var (talk, own) = try Dialogue.publishing()
        let content = RegistrationContent(
            comment: "moved", endpoints: [ApplicationEndpoint(address: address, port: 8080)],
            payload: .string("see here"))
        #expect(try talk.node.update(own, with: content, now: talk.now).isEmpty)
        let nonce = Nonce(high: 4, low: 2)
        let inquire = Inquire(flags: [.cpa, .extendedPayload], validate: own, nonce: nonce)
        let buffer = try #require(talk.hear(.inquire(inquire), from: Peer(1).endpoint).sent.first?.buffer)
        let expected = RecordExpectation(
            validate: own, nonce: nonce, now: Dialogue.calendarOrigin, wantsPayload: true)
        let record = try expected.validate(buffer, with: ToyCryptography.functions)
        #expect(record.certified.friendlyName == "moved")
        #expect(record.certified.applicationEndpoints == content.endpoints)
        #expect(record.payload == .string("see here"))
    }

    @Test("what could not be registered cannot be made of a registration, which stays as it was")
    func refused() throws {
        var (talk, own) = try Dialogue.publishing()
        let before = talk.node.registrations[own]
        let nothing = RegistrationContent(comment: nil, endpoints: [], payload: nil)
        #expect(throws: RegistrationError.nothingToPublish) {
            try talk.node.update(own, with: nothing, now: talk.now)
        }
        let big = RegistrationContent(comment: nil, endpoints: [], payload: .binary(Array(repeating: 1, count: 4097)))
        #expect(throws: RegistrationError.payloadTooLarge) { try talk.node.update(own, with: big, now: talk.now) }
        #expect(talk.node.registrations[own] == before)
        _ = talk.unregister(own)
        let fine = RegistrationContent(comment: "late", endpoints: [], payload: .string("x"))
        #expect(throws: RegistrationError.notRegistered) { try talk.node.update(own, with: fine, now: talk.now) }
    }

    @Test("the place within the name follows a hint")
    func locationHint() throws {
        var talk = Dialogue.alone()
        var request = try RegistrationRequest("0.here")
        request.locationPrefix = 0x2001_0db8_1234_0000
        #expect(try talk.register(request).serviceLocation.prefix == 0x2001_0db8_1234_0000)
    }

    @Test("a secure name is registered once too, whatever the key that signs")
    func secureDuplicate() throws {
        let owner = Peer(3, isSecure: true)
        var talk = Dialogue.alone()
        _ = try talk.register(RegistrationRequest(owner.name.description, key: 3))
        #expect(throws: RegistrationError.duplicateName) {
            try talk.register(RegistrationRequest(owner.name.description, key: 4))
        }
    }

    @Test("a problem until somebody heard of it, and again when nobody does")
    func state() throws {
        var (talk, own) = try Dialogue.publishing()
        #expect(talk.node.registrations[own]?.state == .problem)
        talk.introduce(Peer(1))
        #expect(talk.node.registrations[own]?.state == .ok)
        talk.node.announceAgain(now: talk.now)
        #expect(talk.node.registrations[own]?.state == .ok, "nothing bad is known yet")
        talk.pass(.seconds(3))
        #expect(talk.node.registrations[own]?.state == .problem)
    }

    @Test("announcing again starts a fresh walk for each name, in place of one under way")
    func announceAgain() throws {
        var (talk, own) = try Dialogue.publishing()
        talk.introduce(Peer(1))
        for _ in 0..<2 {
            talk.node.announceAgain(now: talk.now)
            let walks = talk.node.takeActions().sent.compactMap(\.lookup)
            #expect(walks.map(\.target) == [own.successor])
            #expect(walks.map(\.reason) == [.registration])
        }
        #expect(talk.node.reliable.count == 1)
    }
}
