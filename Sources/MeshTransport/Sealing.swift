package import Mesh
internal import MeshFrames
package import PeerIdentity

// What makes the contents of a mesh believable, put together from the codec and the keys (peer channel 15, 20.6). All
// nodes of a mesh use the same of the three: it follows from the mode and the kind of credential.

extension Seal {
    /// For modes without message security: nothing is signed, senders are what they say they are, and nothing can be
    /// sealed to one member.
    package static var unsigned: Seal {
        Seal(
            seal: { (ContentCoder.encode(.init(content: $0)), []) },
            open: { signed, signature in
                guard signature.isEmpty, let decoded = try? ContentCoder.decode(signed), decoded.certificates.isEmpty
                else { return .failure(.malformed) }
                return .success(decoded.content)
            },
            identify: identify, box: { _, _ in nil }, unbox: { _, _ in nil })
    }

    /// Signed by member keys: the sender's id is its Ed25519 key.
    package static func signed(by key: MemberKey, meshHash: [UInt8]) -> Seal {
        Seal(
            seal: { content in
                let signed = ContentCoder.encode(.init(content: content))
                return (signed, key.signature(of: signedText(content, signed)))
            },
            open: { signed, signature in
                guard let decoded = try? ContentCoder.decode(signed), decoded.certificates.isEmpty else {
                    return .failure(.malformed)
                }
                let content = decoded.content
                let text = signedText(content, signed)
                guard MemberKey.isSignature(signature, of: text, by: content.sender.bytes) else {
                    return .failure(.badSignature)
                }
                return .success(content)
            },
            identify: identify,
            box: boxing(as: key.publicKey, meshHash: meshHash),
            unbox: unboxing(with: key, meshHash: meshHash))
    }

    /// Signed by the keys of certificates, which travel with every message (peer channel 15): the sender's id is the
    /// hash of its certificate's key. Who is not trusted at `now()`, in milliseconds since 1970-01-01 UTC, is refused.
    /// `agreement` is the member key by which others seal messages to us.
    package static func signed(
        by certificate: NodeCertificate, agreement: MemberKey, trust: CertificateTrust, meshHash: [UInt8],
        now: @escaping @Sendable () -> Int64
    ) -> Seal {
        let judge = SenderJudge(trust: trust)
        return Seal(
            seal: { content in
                let signed = ContentCoder.encode(.init(content: content, certificates: certificate.chain))
                return (signed, certificate.signature(of: signedText(content, signed)))
            },
            open: { signed, signature in
                guard let decoded = try? ContentCoder.decode(signed) else { return .failure(.malformed) }
                let sender: PeerCertificate
                switch judge.judge(decoded.certificates, now: now()) {
                case .trusted(let certificate): sender = certificate
                case .untrusted(let isNew): return .failure(.untrustedSender(isNew: isNew))
                }
                let content = decoded.content
                let text = signedText(content, signed)
                guard content.sender.bytes == sender.keyHash, sender.isSignature(signature, of: text) else {
                    return .failure(.badSignature)
                }
                return .success(content)
            },
            identify: identify,
            box: boxing(as: certificate.keyHash, meshHash: meshHash),
            unbox: unboxing(with: agreement, meshHash: meshHash),
            needsJudgement: { signed in
                (try? ContentCoder.decode(signed)).map { !judge.hasJudged($0.certificates, now: now()) } ?? false
            })
    }

    // MARK: - What the three share

    private static let label = Array("p2psh mesh message 1".utf8) + [0]

    /// What a signature covers: a label of our own, the mesh, and the bytes as they travel (peer channel 20.6).
    private static func signedText(_ content: Content, _ signed: [UInt8]) -> [UInt8] {
        label + content.meshHash + signed
    }

    @Sendable private static func identify(_ signed: [UInt8]) -> MessageID {
        guard let id = MessageID(Array(sha256(signed).prefix(MessageID.length))) else {
            preconditionFailure("SHA-256 has more than twenty bytes")
        }
        return id
    }

    /// A box opens only as sent by this member on this mesh: nobody can pass on as his own what he cannot read.
    private static func boxing(as sender: [UInt8], meshHash: [UInt8]) -> @Sendable (String, [UInt8]) -> [UInt8]? {
        { text, agreementKey in
            guard text.utf8.count <= Limits.privateBytes else { return nil }
            return MemberKey.box(Array(text.utf8), to: agreementKey, context: meshHash + sender)
        }
    }

    private static func unboxing(
        with key: MemberKey, meshHash: [UInt8]
    ) -> @Sendable ([UInt8], MemberID) -> String? {
        { box, sender in
            guard let text = key.unbox(box, context: meshHash + sender.bytes) else { return nil }
            return String(validating: text, as: UTF8.self)
        }
    }
}
