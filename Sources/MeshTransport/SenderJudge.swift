internal import PeerIdentity
internal import Synchronization

/// Judges the certificates of senders, and remembers for a while whom it believed and whom not: the same few come with
/// every message, and a judgement costs as much as some hundred messages.
final class SenderJudge: Sendable {
    enum Verdict: Sendable {
        case trusted(PeerCertificate)
        /// `isNew` when it was not remembered.
        case untrusted(isNew: Bool)
    }

    private struct Judgement: Sendable {
        /// `nil` when it is not trusted.
        var certificate: PeerCertificate?
        var since: Int64
    }

    private let trust: CertificateTrust
    /// By SHA-256 of the whole chain, so that refused ones take no room but for that.
    private let remembered = Mutex<(trusted: [[UInt8]: Judgement], refused: [[UInt8]: Judgement])>(([:], [:]))

    /// Milliseconds for which a judgement stands: a certificate that expires, or becomes valid, is noticed this much later
    /// at most.
    private static let memory: Int64 = 60_000
    /// Senders remembered of either kind; that memory starts anew beyond. Those who are not trusted cannot push out those
    /// who are.
    static let most = 256

    init(trust: CertificateTrust) { self.trust = trust }

    /// Whether a sender with this chain is trusted at a time (milliseconds since 1970-01-01 UTC).
    func judge(_ chain: [[UInt8]], now: Int64) -> Verdict {
        let name = sha256(
            chain.flatMap { [UInt8(truncatingIfNeeded: $0.count >> 8), UInt8(truncatingIfNeeded: $0.count)] + $0 })
        if let known = remembered.withLock({ $0.trusted[name] ?? $0.refused[name] }),
            (known.since...known.since + Self.memory).contains(now)
        {
            return known.certificate.map(Verdict.trusted) ?? .untrusted(isNew: false)
        }
        let certificate = try? trust.judge(chain, at: now).get()
        let judgement = Judgement(certificate: certificate, since: now)
        remembered.withLock { remembered in
            if certificate != nil {
                Self.note(judgement, as: name, in: &remembered.trusted)
                remembered.refused[name] = nil
            } else {
                Self.note(judgement, as: name, in: &remembered.refused)
                remembered.trusted[name] = nil
            }
        }
        return certificate.map(Verdict.trusted) ?? .untrusted(isNew: true)
    }

    private static func note(_ judgement: Judgement, as name: [UInt8], in memory: inout [[UInt8]: Judgement]) {
        if memory.count >= most { memory.removeAll() }
        memory[name] = judgement
    }
}
