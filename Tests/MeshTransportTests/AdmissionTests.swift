import Mesh
import MeshFrames
import PeerBase
import PeerIdentity
import Testing

@testable import MeshTransport

@Suite("Admission to a mesh") struct AdmissionTests {
    private static let keys: [[UInt8]] = [1, 2].map { [UInt8](repeating: $0, count: 32) }

    /// What node 1 or 2 says of itself.
    private func terms(_ number: UInt64, changing: (inout AdmissionTerms) -> Void = { _ in }) throws -> AdmissionTerms {
        var terms = AdmissionTerms(
            node: try #require(NodeID(number)), meshHash: MeshName(Party.meshID).hash, meshID: Party.meshID,
            mode: .transport, credential: .password, profile: .modern, messageLimit: 65_536, port: 1000)
        terms.ownKey = Self.keys[Int(number) - 1]
        terms.password = Party.password
        changing(&terms)
        return terms
    }

    private func admission(_ terms: AdmissionTerms, isInitiator: Bool, peerKey: [UInt8]) -> Admission {
        Admission(
            terms: terms, isInitiator: isInitiator, peerKey: peerKey,
            nonce: [UInt8](repeating: isInitiator ? 0xaa : 0xbb, count: 32))
    }

    /// Lets both talk until nothing is said any more, and tells what each thinks then and what went over the wire.
    private func talk(
        _ initiator: AdmissionTerms, _ responder: AdmissionTerms,
        tampering: (_ number: Int, [UInt8]) -> [UInt8] = { $1 }
    ) -> (initiator: Admission.Verdict, responder: Admission.Verdict, said: [String]) {
        var sides = [
            admission(initiator, isInitiator: true, peerKey: responder.ownKey),
            admission(responder, isInitiator: false, peerKey: initiator.ownKey),
        ]
        var verdicts: [Admission.Verdict] = [.undecided, .undecided]
        var said: [String] = []
        var wire =
            sides[0].begin().frames.map { (to: 1, bytes: $0) } + sides[1].begin().frames.map { (to: 0, bytes: $0) }
        while !wire.isEmpty {
            let (to, bytes) = wire.removeFirst()
            said.append("\(1 - to) \(name(bytes))")
            guard verdicts[to] == .undecided else { continue }
            let step = sides[to].receive(tampering(said.count - 1, bytes))
            verdicts[to] = step.verdict
            wire += step.frames.map { (to: 1 - to, bytes: $0) }
        }
        return (verdicts[0], verdicts[1], said)
    }

    private func name(_ bytes: [UInt8]) -> String {
        switch try? AdmissionCoder.decode(bytes) {
        case .hello: "Hello"
        case .proof1: "Proof1"
        case .proof2: "Proof2"
        case .refusal: "refusal"
        case nil: "?"
        }
    }

    @Test("The one who dials confirms first")
    func order() throws {
        let talk = talk(try terms(1), try terms(2))
        #expect(talk.said == ["0 Hello", "1 Hello", "0 Proof1", "1 Proof1", "0 Proof2", "1 Proof2"])
        #expect(talk.initiator == .admitted)
        #expect(talk.responder == .admitted)
    }

    @Test("Without a password a Hello each is all")
    func open() throws {
        let one = try terms(1) { ($0.mode, $0.password, $0.ownKey) = (.message, nil, []) }
        let two = try terms(2) { ($0.mode, $0.password, $0.ownKey) = (.message, nil, []) }
        let talk = talk(one, two)
        #expect(talk.said == ["0 Hello", "1 Hello"])
        #expect(talk.initiator == .admitted)
        #expect(talk.responder == .admitted)
    }

    @Test("A wrong password gets no answer, and no tag to compare guesses with")
    func wrongPassword() throws {
        let talk = talk(try terms(1) { $0.password = Party.otherPassword }, try terms(2))
        #expect(talk.said == ["0 Hello", "1 Hello", "0 Proof1", "1 Proof1", "0 Proof2"])
        #expect(talk.responder == .refused(.notAdmitted))
        #expect(talk.initiator == .undecided)
    }

    @Test("Hello is part of the proof: a number changed on the way is found out", arguments: 0..<2)
    func changedHello(number: Int) throws {
        let talk = talk(try terms(1), try terms(2)) { index, bytes in
            guard index == number, case .hello(var hello)? = try? AdmissionCoder.decode(bytes) else { return bytes }
            hello.port += 1
            return AdmissionCoder.encode(.hello(hello))
        }
        #expect(talk.responder == .refused(.notAdmitted))
    }

    @Test("Our own key at the other end is ourselves, and so is our own node id")
    func ourselves() throws {
        let own = try terms(1)
        var mirror = admission(own, isInitiator: true, peerKey: own.ownKey)
        #expect({ mirror.begin() }().verdict == .refused(.ourselves))
        let plain = try terms(1) { ($0.mode, $0.password, $0.ownKey) = (.none, nil, []) }
        #expect(talk(plain, plain).responder == .refused(.ourselves))
    }

    @Test("Shares and nonces thrown back prove nothing")
    func reflection() throws {
        var initiator = admission(try terms(1), isInitiator: true, peerKey: Self.keys[1])
        let hello = try #require(initiator.begin().frames.first)
        guard case .hello(var mirrored) = try AdmissionCoder.decode(hello) else { throw Unexpected() }
        mirrored.node = try #require(NodeID(2))
        #expect({ initiator.receive(AdmissionCoder.encode(.hello(mirrored))) }().verdict == .refused(.notAdmitted))

        var other = admission(try terms(1), isInitiator: true, peerKey: Self.keys[1])
        var responder = admission(try terms(2), isInitiator: false, peerKey: Self.keys[0])
        let answer = responder.receive(try #require(other.begin().frames.first))
        let shown = other.receive(try #require(answer.frames.first))
        let proof = try #require(shown.frames.first)
        #expect({ other.receive(proof) }().verdict == .refused(.notAdmitted))
    }

    private struct Unexpected: Error {}

    @Test("What differs is named to both", arguments: Difference.allCases)
    func mismatch(difference: Difference) throws {
        let talk = talk(try terms(1, changing: difference.change), try terms(2))
        #expect(talk.said == ["0 Hello", "1 refusal"])
        #expect(talk.responder == .refused(.mismatch("its \(difference.sentence)")))
        #expect(talk.initiator == .refused(.mismatch("it says: your \(difference.sentence)")))
    }

    @Test("Of another mesh only that is said")
    func otherMesh() throws {
        let talk = talk(try terms(1) { $0.meshHash = MeshName("other").hash }, try terms(2))
        #expect(talk.responder == .refused(.mismatch("it belongs to another mesh")))
        #expect(talk.initiator == .refused(.mismatch("it says: this node is of another mesh")))
    }

    @Test("Where only messages are signed, the kind of keys must be the same; where nothing is, it does not matter")
    func credentials() throws {
        func talk(_ mode: SecurityMode) throws -> Admission.Verdict {
            let one = try terms(1) { ($0.mode, $0.password, $0.ownKey) = (mode, nil, []) }
            let two = try terms(2) { ($0.mode, $0.password, $0.ownKey, $0.credential) = (mode, nil, [], .certificate) }
            return self.talk(one, two).responder
        }
        #expect(try talk(.message) == .refused(.mismatch("its credential is password, ours is certificate")))
        #expect(try talk(.none) == .admitted)
    }

    enum Difference: CaseIterable {
        case mode, credential, profile, messageLimit

        func change(_ terms: inout AdmissionTerms) {
            switch self {
            case .mode: terms.mode = .transportWithMessageCredential
            case .credential: terms.credential = .certificate
            case .profile: terms.profile = .classic
            case .messageLimit: terms.messageLimit = 100_000
            }
        }

        var sentence: String {
            switch self {
            case .mode: "mode is both, ours is transport"
            case .credential: "credential is certificate, ours is password"
            case .profile: "profile is classic, ours is modern"
            case .messageLimit: "message limit is 100000, ours is 65536"
            }
        }
    }

    @Test("A version that we do not speak is named")
    func version() throws {
        let talk = talk(try terms(1), try terms(2)) { index, bytes in
            guard index == 0, case .hello(var hello)? = try? AdmissionCoder.decode(bytes) else { return bytes }
            hello.versions = [7, 8]
            return AdmissionCoder.encode(.hello(hello))
        }
        #expect(talk.responder == .refused(.mismatch("its version is 7, 8, ours is 1")))
    }

    @Test("Anything out of order ends it", arguments: ["garbage", "frame", "proof first", "second hello"])
    func outOfOrder(what: String) throws {
        var responder = admission(try terms(2), isInitiator: false, peerKey: Self.keys[0])
        var initiator = admission(try terms(1), isInitiator: true, peerKey: Self.keys[1])
        let hello = try #require(initiator.begin().frames.first)
        let bytes: [UInt8]
        switch what {
        case "garbage": bytes = [0xff, 0xff, 0xff]
        case "frame": bytes = FrameCoder.encode(.ping(nonce: 1))
        case "proof first": bytes = AdmissionCoder.encode(.proof1(share: [UInt8](repeating: 3, count: 32)))
        default:
            _ = responder.receive(hello)
            bytes = hello
        }
        let step = responder.receive(bytes)
        #expect(step.frames.isEmpty)
        guard case .refused(.misbehaved) = step.verdict else {
            Issue.record("\(step.verdict)")
            return
        }
    }

    @Test("A connection that ends after our proof is a refusal; before, it is only lost")
    func lost() throws {
        var initiator = admission(try terms(1), isInitiator: true, peerKey: Self.keys[1])
        var responder = admission(try terms(2), isInitiator: false, peerKey: Self.keys[0])
        #expect(initiator.closureIfLost == .lost)
        var toResponder = initiator.begin().frames
        for _ in 0..<2 {
            let answer = responder.receive(try #require(toResponder.first))
            toResponder = initiator.receive(try #require(answer.frames.first)).frames
        }
        #expect(initiator.closureIfLost == .notAdmitted)
        #expect(initiator.hasConfirmed)
        #expect({ initiator.receive([0xff]) }().verdict != .undecided)
        #expect(initiator.hasConfirmed)
        #expect(!responder.hasConfirmed)
        #expect(responder.closureIfLost == .lost)
    }
}
