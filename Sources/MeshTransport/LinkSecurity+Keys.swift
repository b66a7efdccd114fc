internal import MeshFrames
package import PeerIdentity

// Where the keys of PeerIdentity meet the links.

extension LinkSecurity.Identity {
    package init(_ certificate: NodeCertificate) {
        self.init(
            chain: certificate.chain, privateKey: certificate.privateKey, keyHash: certificate.keyHash,
            hash: { sha256($0) })
    }
}

extension LinkSecurity.Credential {
    /// Neighbours prove that they know a password (peer channel 20.3).
    package static func password(_ password: StretchedPassword, meshID: String) -> Self {
        .password { request in
            let length = Hello.nonceLength
            guard request.session.count == 2 * length,
                let channel = ProofChannel(
                    meshID: meshID, initiatorKey: request.initiatorKey, responderKey: request.responderKey,
                    initiatorNonce: Array(request.session.prefix(length)),
                    responderNonce: Array(request.session.suffix(length)))
            else { return nil }
            return PasswordProof(password, on: channel, as: request.isInitiator ? .initiator : .responder)
        }
    }

    /// Neighbours show certificates that are believed (peer channel 14). `now` in milliseconds since 1970-01-01 UTC.
    package static func certificate(_ trust: CertificateTrust, now: @escaping @Sendable () -> Int64) -> Self {
        .certificate { chain in
            switch trust.judge(chain, at: now()) {
            case .success: nil
            case .failure(let fault): fault.description
            }
        }
    }
}

extension PasswordProof: AdmissionProof {
    package func tags(peerShare: [UInt8], ownData: [UInt8], peerData: [UInt8]) -> (own: [UInt8], peer: [UInt8])? {
        guard let tags = try? finish(peerShare: peerShare, ownData: ownData, peerData: peerData) else { return nil }
        return (tags.own, tags.expected)
    }
}
