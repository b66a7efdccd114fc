import Collaboration
import PeerBase
import Testing

/// A digest for tests: 32 bytes in which every bit of the input has its part. What is compared here is who is told what
/// and when; that SHA-256 is one is the matter of the crypto package.
func mixed(_ bytes: [UInt8]) -> [UInt8] {
    var lanes: [UInt64] = [0x9e37_79b9_7f4a_7c15, 0xc2b2_ae3d_27d4_eb4f, 0x1656_67b1_9e37_79f9, 0x85eb_ca77_c2b2_ae63]
    for byte in bytes {
        for lane in lanes.indices {
            lanes[lane] = (lanes[lane] ^ UInt64(byte)) &* (0x0100_0000_01b3 &+ UInt64(lane) &* 2)
            lanes[lane] ^= lanes[lane] >> 29
        }
    }
    return lanes.flatMap { lane in (0..<8).map { UInt8(truncatingIfNeeded: lane >> (8 * $0)) } }
}

typealias VerificationAction = VerificationDesk.Action

@Suite("Comparing codes")
struct VerificationTests {
    static let low = Pin.of(1)
    static let high = Pin.of(2)

    static func desk(_ own: Pin, seed: UInt64 = 7) -> VerificationDesk {
        VerificationDesk(own: own, random: RandomSource(seed: seed + UInt64(own.bytes[0])), sha256: mixed)
    }

    static func at(_ seconds: Int) -> Instant { .zero + .seconds(seconds) }

    var initiator = desk(low)
    var responder = desk(high)

    /// Both have started, the initiator first; the codes on the two screens.
    mutating func codes() throws -> (String, String) {
        let connection = ConnectionID(1)
        let commitment = try #require(posted(initiator.start(with: Self.high, now: Self.at(0))))
        #expect(
            responder.receive(commitment, on: connection, from: Self.low, now: Self.at(1)) == [.hold(connection)])
        let nonce = try #require(responded(responder.start(with: Self.low, now: Self.at(30))))
        let revealed = try #require(posted(initiator.answered(by: Self.high, nonce, now: Self.at(30))))
        let checked = responder.receive(revealed, on: connection, from: Self.low, now: Self.at(30))
        #expect(checked.first == .respond(connection, .checked))
        let shown = initiator.answered(by: Self.high, .checked, now: Self.at(31))
        return (try #require(code(shown)), try #require(code(checked)))
    }

    @Test("both show the same six digits, and both say yes: verified")
    mutating func verified() throws {
        let (one, other) = try codes()
        #expect(one == other && one.count == 7 && one.dropFirst(3).first == " ")
        let verdict = try #require(posted(initiator.decide(Self.high, agrees: true, now: Self.at(40))))
        #expect(verdict == .verdict(true))
        #expect(
            responder.receive(verdict, on: ConnectionID(2), from: Self.low, now: Self.at(40)) == [
                .hold(ConnectionID(2))
            ])
        #expect(
            responder.decide(Self.low, agrees: true, now: Self.at(50))
                == [.respond(ConnectionID(2), .verdict(true)), .ended(Self.low, .verified)])
        #expect(initiator.answered(by: Self.high, .verdict(true), now: Self.at(50)) == [.ended(Self.high, .verified)])
        #expect(initiator.nextDeadline == nil && responder.nextDeadline == nil)
    }

    @Test("who starts first is of no matter")
    mutating func responderFirst() throws {
        #expect(try responder.start(with: Self.low, now: Self.at(0)).isEmpty)
        let commitment = try #require(posted(initiator.start(with: Self.high, now: Self.at(59))))
        let answer = responder.receive(commitment, on: ConnectionID(1), from: Self.low, now: Self.at(59))
        #expect(responded(answer) != nil)
    }

    @Test(
        "the responder may speak first, and yes needs both", arguments: [(true, false), (false, true), (false, false)])
    mutating func disagreed(ours: Bool, theirs: Bool) throws {
        _ = try codes()
        #expect(responder.decide(Self.low, agrees: theirs, now: Self.at(35)).isEmpty)
        let verdict = try #require(posted(initiator.decide(Self.high, agrees: ours, now: Self.at(40))))
        let end = responder.receive(verdict, on: ConnectionID(2), from: Self.low, now: Self.at(40))
        #expect(end == [.respond(ConnectionID(2), .verdict(theirs)), .ended(Self.low, .disagreed)])
        #expect(
            initiator.answered(by: Self.high, .verdict(theirs), now: Self.at(40)) == [.ended(Self.high, .disagreed)])
    }

    @Test("the code is what the formula says, zeros in front included")
    mutating func formula() throws {
        let (code, _) = try codes()
        let nonces = try (initiatorNonce(), responderNonce())
        let digest = mixed(Array("p2psh-sas/1".utf8) + Self.low.bytes + Self.high.bytes + nonces.0 + nonces.1)
        let number = digest[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 1_000_000
        #expect(Int(code.filter { $0 != " " }) == Int(number))
    }

    @Test("one who reveals something else than he committed to fails, and no code is shown")
    mutating func wrongReveal() throws {
        _ = try responder.start(with: Self.low, now: Self.at(0))
        _ = responder.receive(.commitment(mixed([1])), on: ConnectionID(1), from: Self.low, now: Self.at(1))
        let actions = responder.receive(
            .nonce([UInt8](repeating: 5, count: 32)), on: ConnectionID(1), from: Self.low, now: Self.at(1))
        #expect(actions == [.close(ConnectionID(1)), .ended(Self.low, .broken)])
    }

    /// Mallory sits in the middle with a key of his own: to the initiator he is the responder, to the responder the
    /// initiator. He wants both screens to show the same. When he must choose his nonce for one side, that side's own is
    /// hidden or he is bound already; what he learns later comes too late.
    @Test("a man in the middle who picks his nonce after seeing the other's cannot steer the code")
    mutating func manInTheMiddle() throws {
        let mallory = Pin.of(0)
        // To the responder: committed before the responder's nonce is known, and any other is refused.
        _ = try responder.start(with: mallory, now: Self.at(0))
        let bound = [UInt8](repeating: 1, count: 32)
        let seen = responder.receive(.commitment(mixed(bound)), on: ConnectionID(1), from: mallory, now: Self.at(0))
        #expect(responded(seen) != nil, "now he knows it")
        let chosen = [UInt8](repeating: 2, count: 32)
        #expect(
            responder.receive(.nonce(chosen), on: ConnectionID(1), from: mallory, now: Self.at(0)).last
                == .ended(mallory, .broken))
        // To the initiator: his nonce is in before the initiator's is out, and a second one is refused.
        let above = Pin.of(3)
        _ = try initiator.start(with: above, now: Self.at(0))
        let revealed = try #require(posted(initiator.answered(by: above, .nonce(bound), now: Self.at(0))))
        guard case .nonce = revealed else {
            Issue.record("the nonce is out now")
            return
        }
        #expect(initiator.answered(by: above, .nonce(chosen), now: Self.at(0)) == [.ended(above, .broken)])
    }

    @Test("with a man in the middle who plays by the rules, the codes differ but for one in a million")
    func codesDiffer() throws {
        var same = 0
        for seed in UInt64(0)..<50 {
            let mallory = Pin.of(2)
            var alice = Self.desk(.of(1), seed: seed)
            var bob = Self.desk(.of(3), seed: seed + 1000)
            var toAlice = Self.desk(mallory, seed: seed + 2000)
            var toBob = Self.desk(mallory, seed: seed + 2000)
            let first = try Self.run(&alice, .of(1), &toAlice, mallory)
            let second = try Self.run(&toBob, mallory, &bob, .of(3))
            if first == second { same += 1 }
        }
        #expect(same == 0)
    }

    @Test("a commitment that meets nobody within 60 s is closed in silence, and nobody is asked")
    mutating func nobodyStarted() {
        let connection = ConnectionID(1)
        #expect(
            responder.receive(.commitment(mixed([1])), on: connection, from: Self.low, now: Self.at(0))
                == [.hold(connection)])
        #expect(responder.advance(to: Self.at(59)).isEmpty)
        #expect(responder.advance(to: Self.at(60)) == [.close(connection)])
        #expect(responder.nextDeadline == nil)
    }

    @Test("waiting 60 s for the other, then 60 s for the people")
    mutating func timedOut() throws {
        _ = try codes()
        #expect(initiator.advance(to: Self.at(90)).isEmpty)
        #expect(initiator.advance(to: Self.at(91)) == [.ended(Self.high, .timedOut)])
        #expect(responder.advance(to: Self.at(90)) == [.ended(Self.low, .timedOut)])
        var alone = Self.desk(Self.high)
        _ = try alone.start(with: Self.low, now: Self.at(0))
        #expect(alone.advance(to: Self.at(60)) == [.ended(Self.low, .timedOut)])
    }

    @Test("one attempt in 10 s with a peer, started here or there")
    mutating func pace() throws {
        _ = try initiator.start(with: Self.high, now: Self.at(0))
        #expect(throws: VerificationDesk.Refusal.underWay) { try initiator.start(with: Self.high, now: Self.at(1)) }
        #expect(initiator.cancel(Self.high) == [.ended(Self.high, .canceled)])
        #expect(throws: VerificationDesk.Refusal.tooSoon) { try initiator.start(with: Self.high, now: Self.at(9)) }
        #expect(try !initiator.start(with: .of(3), now: Self.at(9)).isEmpty, "another peer")
        #expect(try !initiator.start(with: Self.high, now: Self.at(10)).isEmpty)

        let message = VerificationMessage.commitment(mixed([1]))
        #expect(
            responder.receive(message, on: ConnectionID(1), from: Self.low, now: Self.at(0)) == [.hold(ConnectionID(1))]
        )
        #expect(
            responder.receive(message, on: ConnectionID(2), from: Self.low, now: Self.at(9)) == [
                .close(ConnectionID(2))
            ])
        #expect(
            responder.receive(message, on: ConnectionID(3), from: Self.low, now: Self.at(10))
                == [.hold(ConnectionID(3)), .close(ConnectionID(1))])
    }

    @Test("a replay, a verdict before the codes, or a word from the wrong side ends it without a code")
    mutating func outOfOrder() throws {
        _ = try responder.start(with: Self.low, now: Self.at(0))
        let commitment = VerificationMessage.commitment(mixed([1]))
        _ = responder.receive(commitment, on: ConnectionID(1), from: Self.low, now: Self.at(0))
        #expect(
            responder.receive(commitment, on: ConnectionID(2), from: Self.low, now: Self.at(10))
                == [.close(ConnectionID(2)), .ended(Self.low, .broken)])
        _ = try responder.start(with: Self.low, now: Self.at(20))
        #expect(
            responder.receive(.verdict(true), on: ConnectionID(3), from: Self.low, now: Self.at(20))
                == [.close(ConnectionID(3)), .ended(Self.low, .broken)])
        #expect(
            initiator.receive(commitment, on: ConnectionID(4), from: Self.high, now: Self.at(20))
                == [.close(ConnectionID(4))], "the greater pin never commits")
        #expect(throws: VerificationDesk.Refusal.isMe) { try initiator.start(with: Self.low, now: Self.at(20)) }
        _ = try initiator.start(with: Self.high, now: Self.at(30))
        #expect(
            initiator.answered(by: Self.high, .verdict(true), now: Self.at(30)) == [.ended(Self.high, .broken)])
    }

    @Test("a lost connection ends it")
    mutating func disconnected() throws {
        _ = try codes()
        _ = responder.receive(.verdict(true), on: ConnectionID(2), from: Self.low, now: Self.at(40))
        #expect(responder.closed(ConnectionID(1)).isEmpty, "nothing waits on that one")
        #expect(responder.closed(ConnectionID(2)) == [.ended(Self.low, .disconnected)])
        #expect(initiator.failed(with: Self.high) == [.ended(Self.high, .disconnected)])
        _ = responder.receive(.commitment(mixed([1])), on: ConnectionID(3), from: .of(0), now: Self.at(50))
        #expect(responder.closed(ConnectionID(3)).isEmpty && responder.nextDeadline == nil)
    }

    @Test("no more than 16 peers wait for us to start")
    func waitingPeers() {
        var responder = Self.desk(.of(200))
        for peer in UInt8(1)...16 {
            let connection = ConnectionID(UInt64(peer))
            #expect(
                responder.receive(.commitment(mixed([1])), on: connection, from: .of(peer), now: .zero)
                    == [.hold(connection)])
        }
        #expect(
            responder.receive(.commitment(mixed([1])), on: ConnectionID(17), from: .of(17), now: .zero)
                == [.close(ConnectionID(17))])
    }

    @Test(
        "the steps travel as documents",
        arguments: [
            VerificationMessage.commitment([UInt8](0..<32)), .nonce([UInt8](0..<32)), .checked, .verdict(true),
            .verdict(false),
        ])
    func documents(message: VerificationMessage) throws {
        #expect(try VerificationMessage(message.document) == message)
        var two = message.document
        two.children += VerificationMessage.verdict(true).document.children
        #expect(throws: DocumentFault.self) { try VerificationMessage(two) }
        #expect(throws: DocumentFault("Nonce", .malformed)) {
            try VerificationMessage(VerificationMessage.nonce([1, 2, 3]).document)
        }
    }

    // MARK: Reading actions

    private static func run(
        _ initiator: inout VerificationDesk, _ one: Pin, _ responder: inout VerificationDesk, _ other: Pin
    ) throws -> String {
        let connection = ConnectionID(1)
        _ = try responder.start(with: one, now: .zero)
        let tests = VerificationTests()
        let commitment = try #require(tests.posted(initiator.start(with: other, now: .zero)))
        let nonce = try #require(tests.responded(responder.receive(commitment, on: connection, from: one, now: .zero)))
        let revealed = try #require(tests.posted(initiator.answered(by: other, nonce, now: .zero)))
        let shown = responder.receive(revealed, on: connection, from: one, now: .zero)
        let code = try #require(tests.code(shown))
        #expect(tests.code(initiator.answered(by: other, .checked, now: .zero)) == code)
        return code
    }

    private func posted(_ actions: [VerificationAction]) -> VerificationMessage? {
        actions.lazy.compactMap { if case .post(_, let message) = $0 { message } else { nil } }.first
    }

    private func responded(_ actions: [VerificationAction]) -> VerificationMessage? {
        actions.lazy.compactMap { if case .respond(_, let message) = $0 { message } else { nil } }.first
    }

    private func code(_ actions: [VerificationAction]) -> String? {
        actions.lazy.compactMap { if case .show(_, let code) = $0 { code } else { nil } }.first
    }

    /// What the two seeded sources of ``codes()`` gave first.
    private func initiatorNonce() throws -> [UInt8] { nonce(seed: 8) }
    private func responderNonce() throws -> [UInt8] { nonce(seed: 9) }

    private func nonce(seed: UInt64) -> [UInt8] {
        var random = RandomSource(seed: seed)
        return random.bytes(32)
    }
}
