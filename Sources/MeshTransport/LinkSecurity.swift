package import Mesh

/// How the links of a mesh are protected, and how neighbours prove that they belong (peer channel 11). Where the mode does
/// not protect links, nothing but the mode matters.
package struct LinkSecurity: Sendable {
    /// What is asked of a neighbour.
    package enum Credential: Sendable {
        case none
        /// Our half of the proof for one connection; `nil` when it cannot be made.
        case password(@Sendable (ProofRequest) -> (any AdmissionProof)?)
        /// Judges a neighbour's chain in DER, its own certificate first; a sentence refuses it (peer channel 14).
        case certificate(@Sendable (_ chain: [[UInt8]]) async -> String?)
    }

    /// What we show in TLS.
    package struct Identity: Sendable {
        /// DER, our own certificate first.
        package var chain: [[UInt8]]
        /// DER.
        package var privateKey: [UInt8]
        /// SHA-256 of our key's SubjectPublicKeyInfo.
        package var keyHash: [UInt8]
        /// SHA-256.
        package var hash: @Sendable ([UInt8]) -> [UInt8]

        package init(
            chain: [[UInt8]], privateKey: [UInt8], keyHash: [UInt8], hash: @escaping @Sendable ([UInt8]) -> [UInt8]
        ) {
            self.chain = chain
            self.privateKey = privateKey
            self.keyHash = keyHash
            self.hash = hash
        }
    }

    package var mode: SecurityMode
    package var credential: Credential
    package var identity: Identity?

    package init(mode: SecurityMode, credential: Credential = .none, identity: Identity? = nil) {
        self.mode = mode
        self.credential = credential
        self.identity = identity
    }

    var kind: CredentialKind {
        if case .certificate = credential { .certificate } else { .password }
    }

    /// `nil` where links are not protected.
    func encryption(_ figures: TransportFigures) throws(OpenFailure) -> LinkEncryption? {
        guard mode.protectsLinks else { return nil }
        guard let identity else { throw .credential("a mesh whose links are protected needs a certificate") }
        let judge: LinkEncryption.Judge?
        switch credential {
        case .none: throw .credential("a mesh whose links are protected needs a password or whom to believe")
        case .password: judge = nil
        case .certificate(let trust): judge = trust
        }
        do {
            return try LinkEncryption(identity, judge: judge, shutdownTime: figures.lingerTime.timeAmount)
        } catch {
            throw .credential("the certificate or its key cannot be used")
        }
    }

    func terms(_ configuration: Configuration, node: NodeID, port: UInt16) -> AdmissionTerms {
        var terms = AdmissionTerms(
            node: node, meshHash: configuration.meshHash, mode: mode, credential: kind, profile: configuration.profile,
            messageLimit: configuration.messageLimit, port: port, ownKey: [], prover: nil)
        guard mode.protectsLinks, let identity else { return terms }
        terms.ownKey = identity.keyHash
        if case .password(let prover) = credential { terms.prover = prover }
        return terms
    }
}

/// What a password proof is bound to (peer channel 20.3): both certificates' keys, both nonces, and the roles.
package struct ProofRequest: Hashable, Sendable {
    /// The initiator's nonce and the responder's.
    package var session: [UInt8]
    package var isInitiator: Bool
    /// SHA-256 of the keys of both.
    package var initiatorKey: [UInt8]
    package var responderKey: [UInt8]
}

/// One side's half of the password proof of one connection (peer channel 20.3).
package protocol AdmissionProof: Sendable {
    /// What the peer gets.
    var share: [UInt8] { get }
    /// The tag that proves us, and the one that the peer must show; `nil` for a share that nobody honest sends. The data
    /// are the Hellos.
    func tags(peerShare: [UInt8], ownData: [UInt8], peerData: [UInt8]) -> (own: [UInt8], peer: [UInt8])?
}
