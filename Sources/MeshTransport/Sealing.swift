package import Mesh
internal import MeshFrames
package import PeerIdentity
internal import Synchronization

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
                guard let sender = judge.judge(decoded.certificates, now: now()) else {
                    return .failure(.untrustedSender)
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
            unbox: unboxing(with: agreement, meshHash: meshHash))
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

/// Judges the certificates of senders, and remembers for a while whom it believed: the same few come with every
/// message.
private final class SenderJudge: Sendable {
    private let trust: CertificateTrust
    private let believed = Mutex<[[[UInt8]]: (certificate: PeerCertificate, until: Int64)]>([:])

    /// Milliseconds for which a judgement stands: a certificate that expires is refused this much later at most.
    private static let memory: Int64 = 60_000
    /// Senders remembered; the memory starts anew beyond. Only those who are trusted have a place in it.
    private static let most = 256

    init(trust: CertificateTrust) { self.trust = trust }

    /// The sender's certificate; `nil` when it is not trusted.
    func judge(_ chain: [[UInt8]], now: Int64) -> PeerCertificate? {
        let known = believed.withLock { $0[chain] }
        if let known, known.until - Self.memory <= now, now < known.until { return known.certificate }
        guard case .success(let certificate) = trust.judge(chain, at: now) else { return nil }
        believed.withLock { believed in
            if believed.count >= Self.most { believed.removeAll() }
            believed[chain] = (certificate, now + Self.memory)
        }
        return certificate
    }
}
