import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

@Suite("What a record must prove, rule by rule (behaviour 17.2, wire 11.3, 11.5)")
struct RecordExpectationTests {
    private let nonce = Nonce(high: 7, low: 9)
    private let open = Peer(1)
    private let secure = Peer(2, isSecure: true)

    struct Spoilt: CustomTestStringConvertible {
        var testDescription: String
        var fault: RecordFault
        var change: @Sendable (inout CertifiedPeerAddress) -> Void
    }

    @Test("an honest record holds, of either kind of name, with or without what may come along")
    func honest() throws {
        for peer in [open, secure] {
            var buffer = peer.proof(nonce)
            #expect(try validate(buffer, of: peer).id == peer.id)
            buffer.routeEntry = nil
            buffer.classifier = nil
            #expect(try validate(buffer, of: peer).id == peer.id)
        }
    }

    @Test(
        "a record that breaks one rule is refused for it",
        arguments: [
            Spoilt(testDescription: "revocation", fault: .wrongKind) {
                $0.isRevocation = true
                $0.applicationEndpoints = []
            },
            Spoilt(testDescription: "expired", fault: .expired) {
                $0.notAfter = Dialogue.calendarOrigin + .seconds(-1)
            },
            Spoilt(testDescription: "nonce", fault: .wrongNonce) { $0.nonce = Nonce(high: 7, low: 8) },
            Spoilt(testDescription: "key", fault: .delegated) { $0.publicKey = ToyCryptography.publicKey(99) },
            Spoilt(testDescription: "location", fault: .wrongIdentifier) { $0.serviceLocation.suffix ^= 1 },
            Spoilt(testDescription: "classifier hash", fault: .wrongIdentifier) {
                $0.classifierHash = ToyCryptography.functions.sha1([1])
            },
            Spoilt(testDescription: "unsecured", fault: .wrongIdentifier) { $0.authority = nil },
            Spoilt(testDescription: "authority of zeros", fault: .wrongIdentifier) { $0.authority = .zero },
        ])
    func spoilt(case spoilt: Spoilt) {
        let buffer = secure.proof(nonce, change: spoilt.change)
        #expect(throws: spoilt.fault) { try validate(buffer, of: secure) }
    }

    @Test("a record is missing, cut or followed by something")
    func syntax() {
        var buffer = open.proof(nonce)
        let whole = buffer.cpa ?? []
        buffer.cpa = nil
        #expect(throws: RecordFault.missing) { try validate(buffer, of: open) }
        for bytes in [Array(whole.dropLast()), whole + [0]] {
            buffer.cpa = bytes
            do {
                _ = try validate(buffer, of: open)
                Issue.record("accepted")
            } catch {
                if case .malformed = error { continue }
                Issue.record("\(error)")
            }
        }
    }

    @Test("each bit of the signature counts, and nobody else's key will do")
    func signature() {
        var buffer = open.proof(nonce)
        let whole = buffer.cpa ?? []
        for index in [whole.count - 1, whole.count - 128] {
            var bytes = whole
            bytes[index] ^= 1
            buffer.cpa = bytes
            #expect(throws: RecordFault.badSignature) { try validate(buffer, of: open) }
        }
        buffer.cpa = open.record(nonce) { $0.publicKey = ToyCryptography.publicKey(99) }
        #expect(throws: RecordFault.badSignature) { try validate(buffer, of: open) }
    }

    @Test("the route entry and the classifier beside it must be its own")
    func company() {
        var buffer = open.proof(nonce)
        buffer.routeEntry?.id.word3 ^= 1
        #expect(throws: RecordFault.wrongIdentifier) { try validate(buffer, of: open) }
        buffer = open.proof(nonce)
        buffer.classifier = "peer-2"
        #expect(throws: RecordFault.wrongClassifier) { try validate(buffer, of: open) }
    }

    @Test("a valid record of somebody else does not answer for the identifier asked about")
    func somebodyElse() {
        var buffer = secure.proof(nonce)
        buffer.routeEntry = nil
        #expect(throws: RecordFault.wrongIdentifier) { try validate(buffer, of: open) }
    }

    @Test("an authority written last byte first is accepted (wire 17.7)")
    func byteOrder() throws {
        let buffer = secure.proof(nonce) { record in
            record.authority = record.authority.flatMap { SHA1Digest(Array($0.bytes.reversed())) }
        }
        #expect(try validate(buffer, of: secure).id == secure.id)
    }

    @Test("a delegate's chain is held against the classifier that was hashed, or proves nothing (wire 11.4 rule 11)")
    func delegate() throws {
        let buffer = try delegated()
        #expect(try validate(buffer, of: secure, with: delegating("peer")).id == secure.id)
        #expect(throws: RecordFault.delegated) { try validate(buffer, of: secure, with: delegating("")) }
        var silent = buffer
        silent.classifier = nil
        for allowed in ["", "peer"] {
            #expect(throws: RecordFault.delegated) { try validate(silent, of: secure, with: delegating(allowed)) }
        }
    }

    @Test("the delegate of an empty classifier has none to show")
    func delegateOfNone() throws {
        var buffer = try delegated { $0.classifierHash = nil }
        buffer.classifier = nil
        buffer.routeEntry = nil
        let sha1 = ToyCryptography.functions.sha1
        let bare = PeerID(
            p2pID: P2PID(classifierHash: sha1([]), authority: sha1(secure.key), sha1: sha1),
            serviceLocation: secure.id.serviceLocation)
        let expected = RecordExpectation(
            validate: bare, nonce: nonce, now: Dialogue.calendarOrigin, wantsPayload: false)
        #expect(try expected.validate(buffer, with: delegating("")).id == bare)
        #expect(throws: RecordFault.delegated) { try expected.validate(buffer, with: delegating("peer")) }
    }

    struct SpoiltPayload: CustomTestStringConvertible {
        var testDescription: String
        var change: @Sendable (inout ExtendedPayload) -> Void
    }

    @Test(
        "a payload that breaks one rule spoils the record",
        arguments: [
            SpoiltPayload(testDescription: "nonce") { $0.nonce = .zero },
            SpoiltPayload(testDescription: "identifier") { $0.id.word3 ^= 1 },
            SpoiltPayload(testDescription: "expired") { $0.notAfter = Dialogue.calendarOrigin + .seconds(-1) },
        ])
    func payload(case spoilt: SpoiltPayload) throws {
        let bytes = [UInt8](repeating: 5, count: 4096)
        var buffer = withPayload(.binary(bytes))
        #expect(try validate(buffer, of: open).payload == .binary(bytes))
        buffer = withPayload(.binary(bytes), change: spoilt.change)
        #expect(throws: RecordFault.badPayload) { try validate(buffer, of: open) }
    }

    @Test("a payload that is missing, signed by another or swapped afterwards spoils the record; unasked it is ignored")
    func payloadCompany() throws {
        var buffer = withPayload(.string("right"))
        let right = buffer.extendedPayload
        buffer.extendedPayload = withPayload(.string("wrong"), key: 99).extendedPayload
        #expect(throws: RecordFault.badPayload) { try validate(buffer, of: open) }
        buffer.extendedPayload = right.map { Array($0.dropLast()) + [$0.last.map { ~$0 } ?? 0] }
        #expect(throws: RecordFault.badPayload) { try validate(buffer, of: open) }
        buffer.extendedPayload = nil
        #expect(throws: RecordFault.badPayload) { try validate(buffer, of: open) }
        #expect(try validate(buffer, of: open, wantsPayload: false).payload == nil)
    }

    private func validate(
        _ buffer: AuthorityBuffer, of peer: Peer, wantsPayload: Bool = true,
        with cryptography: Cryptography = ToyCryptography.functions
    ) throws(RecordFault) -> ValidRecord {
        let expected = RecordExpectation(
            validate: peer.id, nonce: nonce, now: Dialogue.calendarOrigin, wantsPayload: wantsPayload)
        return try expected.validate(buffer, with: cryptography)
    }

    /// The record of the secure name, signed by a delegate whose chain comes along.
    private func delegated(
        change: (inout CertifiedPeerAddress) -> Void = { _ in }
    ) throws -> AuthorityBuffer {
        let key = ToyCryptography.publicKey(99)
        var draft: CertifiedPeerAddress?
        var buffer = secure.proof(nonce) { record in
            record.publicKey = key
            change(&record)
            draft = record
        }
        var record = try #require(draft)
        record.signature = ToyCryptography.sign(record.signedBytes, identity: ToyCryptography.functions.sha1(key))
        buffer.cpa = record.encoded()
        buffer.certificateChain = [1]
        return buffer
    }

    /// Takes any chain for one that allows this classifier.
    private func delegating(_ classifier: String) -> Cryptography {
        let toy = ToyCryptography.functions
        return Cryptography(sha1: toy.sha1, isValidSignature: toy.isValidSignature) { _, claim in
            claim.classifier == classifier
        }
    }

    /// The honest proof with a payload that `change` spoils before it is signed.
    private func withPayload(
        _ payload: ExtendedPayload.Payload, key: UInt64? = nil, change: (inout ExtendedPayload) -> Void = { _ in }
    ) -> AuthorityBuffer {
        var buffer = open.proof(nonce) { $0.hasExtendedPayload = true }
        var extended = ExtendedPayload(
            notAfter: Dialogue.calendarOrigin + .seconds(60), id: open.id, nonce: nonce, payload: payload,
            signature: [])
        change(&extended)
        let signer = key.map { ToyCryptography.publicKey($0) } ?? open.key
        extended.signature = ToyCryptography.sign(
            extended.signedBytes, identity: ToyCryptography.functions.sha1(signer))
        buffer.extendedPayload = extended.encoded()
        return buffer
    }
}
