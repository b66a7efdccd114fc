internal import Mesh
internal import MeshFrames
internal import PeerIdentity

/// Lets a peer in, or not: the conversation before the first frame of a link (peer channel 20.3).
///
///     initiator ── Hello ──► responder        who is there: versions, mesh, mode, limits
///               ◄─ Hello ───                  in modes without a password, both are done here
///               ── Proof1 ─►                  shares of the password proof
///               ◄─ Proof1 ──
///               ── Proof2 ─►                  the initiator confirms first: a wrong tag is answered by silence, so
/// that
///               ◄─ Proof2 ──                  who dials in learns nothing
///
/// A value without clock or socket: frames come in, frames and a verdict go out.
struct Admission: Sendable {
    /// What the next bytes must be.
    private enum Stage: Sendable {
        case hello
        case proof1(PasswordProof, AssociatedData)
        case proof2(ProofTags)
        case over
    }

    /// The bytes of both Hellos, exactly as they were sent: nobody can change what was agreed on unnoticed (20.3, ADa
    /// and ADb).
    private struct AssociatedData: Sendable {
        var own: [UInt8]
        var peer: [UInt8]
    }

    /// What comes of a frame: what to send, in order, and then whether that was all.
    struct Step: Hashable, Sendable {
        var frames: [[UInt8]] = []
        var verdict: Verdict = .undecided
    }

    enum Verdict: Hashable, Sendable {
        case undecided
        case admitted
        /// To be closed once the frames of the step are sent.
        case refused(Closure)
    }

    private let terms: AdmissionTerms
    private let isInitiator: Bool
    private let peerKey: [UInt8]
    private let nonce: [UInt8]
    private let hello: [UInt8]
    private var stage = Stage.hello
    /// Whether we dialled and have shown our tag: the peer can compare one guess with it (20.3).
    private(set) var hasConfirmed = false
    /// Who the peer says it is; with a password, confirmed together with the rest of its Hello.
    private(set) var peerNode: NodeID?

    /// `peerKey` is the hash of the key that the peer proved in TLS, empty without TLS; `nonce` has 32 random bytes.
    init(terms: AdmissionTerms, isInitiator: Bool, peerKey: [UInt8], nonce: [UInt8]) {
        precondition(nonce.count == Hello.nonceLength, "a nonce has 32 bytes")
        self.terms = terms
        self.isInitiator = isInitiator
        self.peerKey = peerKey
        self.nonce = nonce
        hello = AdmissionCoder.encode(.hello(terms.hello(nonce: nonce)))
    }

    /// The initiator speaks first. Our own key at the other end is ourselves, or our own words played back to us
    /// (20.3).
    mutating func begin() -> Step {
        if !peerKey.isEmpty, peerKey == terms.ownKey { return refuse(.ourselves) }
        return Step(frames: isInitiator ? [hello] : [])
    }

    /// What the end of the connection means now: the responder's only answer to a wrong password.
    var closureIfLost: Closure {
        if isInitiator, case .proof2 = stage { return .notAdmitted }
        return .lost
    }

    mutating func receive(_ bytes: [UInt8]) -> Step {
        let frame: AdmissionFrame
        do throws(FrameFault) {
            frame = try AdmissionCoder.decode(bytes)
        } catch {
            return refuse(.misbehaved("\(error)"))
        }
        switch (frame, stage) {
        case (.refusal(let sentence), .hello), (.refusal(let sentence), .proof1):
            return refuse(.mismatch("it says: \(sentence)"))
        case (.hello(let peer), .hello):
            return receive(peer, bytes)
        case (.proof1(let share), .proof1(let proof, let data)):
            return receive(share: share, proof, data)
        case (.proof2(let tag), .proof2(let tags)):
            return receive(tag: tag, tags)
        default:
            return refuse(.misbehaved("its admission went out of order"))
        }
    }

    // MARK: Steps

    private mutating func receive(_ peer: Hello, _ bytes: [UInt8]) -> Step {
        if peer.node == terms.node { return refuse(.ourselves) }
        if let mismatch = terms.mismatch(with: peer) {
            return refuse(.mismatch(mismatch.seenHere), telling: mismatch.seenThere)
        }
        peerNode = peer.node
        let answer = isInitiator ? [] : [hello]
        guard let password = terms.password else {
            stage = .over
            return Step(frames: answer, verdict: .admitted)
        }
        guard let channel = channel(peerNonce: peer.nonce) else { return refuse(.notAdmitted) }
        let proof = PasswordProof(password, on: channel, as: isInitiator ? .initiator : .responder)
        stage = .proof1(proof, AssociatedData(own: hello, peer: bytes))
        return Step(frames: isInitiator ? [AdmissionCoder.encode(.proof1(share: proof.share))] : answer)
    }

    /// `nil` when the peer has our key or our nonce: our own words played back (20.3).
    private func channel(peerNonce: [UInt8]) -> ProofChannel? {
        ProofChannel(
            meshID: terms.meshID, initiatorKey: isInitiator ? terms.ownKey : peerKey,
            responderKey: isInitiator ? peerKey : terms.ownKey, initiatorNonce: isInitiator ? nonce : peerNonce,
            responderNonce: isInitiator ? peerNonce : nonce)
    }

    private mutating func receive(share: [UInt8], _ proof: PasswordProof, _ data: AssociatedData) -> Step {
        do throws(ProofFault) {
            let tags = try proof.finish(peerShare: share, ownData: data.own, peerData: data.peer)
            stage = .proof2(tags)
            hasConfirmed = isInitiator
            return Step(frames: [
                AdmissionCoder.encode(isInitiator ? .proof2(tag: tags.own) : .proof1(share: proof.share))
            ])
        } catch {
            return refuse(.notAdmitted)
        }
    }

    private mutating func receive(tag: [UInt8], _ tags: ProofTags) -> Step {
        guard areEqualSecrets(tag, tags.expected) else { return refuse(.notAdmitted) }
        stage = .over
        return Step(frames: isInitiator ? [] : [AdmissionCoder.encode(.proof2(tag: tags.own))], verdict: .admitted)
    }

    /// Silence, unless a sentence helps an honest peer.
    private mutating func refuse(_ closure: Closure, telling sentence: String? = nil) -> Step {
        stage = .over
        return Step(frames: sentence.map { [AdmissionCoder.encode(.refusal($0))] } ?? [], verdict: .refused(closure))
    }
}
