internal import Mesh
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

        func stands(now: Int64) -> Bool {
            (since...since + (certificate == nil ? memoryOfRefused : memory)).contains(now)
        }
    }

    private let trust: CertificateTrust
    /// By SHA-256 of the whole chain, so that refused ones take no room but for that.
    private let remembered = Mutex<(trusted: [[UInt8]: Judgement], refused: [[UInt8]: Judgement])>(([:], [:]))

    /// Milliseconds for which somebody stays trusted: a certificate that expires is noticed this much later at most.
    private static let memory: Int64 = 60_000
    /// Milliseconds for which somebody stays refused: a certificate that becomes valid is noticed this much later at most.
    /// Longer, because a mesh may have many members whom we do not trust, and each shows a sign of life twice a minute.
    private static let memoryOfRefused: Int64 = 600_000
    /// Senders remembered of either kind; that memory starts anew beyond. Those who are not trusted cannot push out those
    /// who are.
    static let most = 256
    /// As many as members are shown.
    static let mostRefused = Limits.members

    init(trust: CertificateTrust) { self.trust = trust }

    /// Whether a sender with this chain is trusted at a time (milliseconds since 1970-01-01 UTC).
    func judge(_ chain: [[UInt8]], now: Int64) -> Verdict {
        let name = Self.name(of: chain)
        if let known = remembered.withLock({ $0.trusted[name] ?? $0.refused[name] }), known.stands(now: now) {
            return known.certificate.map(Verdict.trusted) ?? .untrusted(isNew: false)
        }
        let certificate = try? trust.judge(chain, at: now).get()
        let judgement = Judgement(certificate: certificate, since: now)
        remembered.withLock { remembered in
            if certificate != nil {
                Self.note(judgement, as: name, in: &remembered.trusted, Self.most)
                remembered.refused[name] = nil
            } else {
                Self.note(judgement, as: name, in: &remembered.refused, Self.mostRefused)
                remembered.trusted[name] = nil
            }
        }
        return certificate.map(Verdict.trusted) ?? .untrusted(isNew: true)
    }

    /// Whether this chain was judged before, and is no stranger's: who was trusted a while ago is worth another judgement.
    func hasJudged(_ chain: [[UInt8]], now: Int64) -> Bool {
        let name = Self.name(of: chain)
        return remembered.withLock { $0.trusted[name] != nil || $0.refused[name]?.stands(now: now) == true }
    }

    private static func name(of chain: [[UInt8]]) -> [UInt8] {
        sha256(chain.flatMap { [UInt8(truncatingIfNeeded: $0.count >> 8), UInt8(truncatingIfNeeded: $0.count)] + $0 })
    }

    private static func note(
        _ judgement: Judgement, as name: [UInt8], in memory: inout [[UInt8]: Judgement], _ most: Int
    ) {
        if memory.count >= most { memory.removeAll() }
        memory[name] = judgement
    }
}
