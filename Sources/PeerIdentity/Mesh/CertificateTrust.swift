internal import SwiftASN1
@_spi(FixedExpiryValidationTime) internal import X509

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Whom a member of a mesh believes: those whose certificates lead to a trusted root, and contacts whose keys are pinned
/// (peer channel 14, PeerOrChainTrust). The same judge serves neighbours and senders of messages.
package struct CertificateTrust: Sendable {
    private let roots: [Certificate]
    private let pinned: Set<[UInt8]>

    /// Roots as PEM texts, pinned keys as SHA-256 of their SubjectPublicKeyInfo. Trusts nobody when both are empty.
    package init(rootsPEM: [String] = [], pinnedKeys: [[UInt8]] = []) throws(CertificateFault) {
        var roots: [Certificate] = []
        for text in rootsPEM {
            let found = try certificates(inPEM: text)
            guard !found.isEmpty else { throw .missing }
            for der in found {
                guard let root = try? Certificate(derEncoded: der) else { throw .unreadable }
                roots.append(root)
            }
        }
        self.roots = roots
        pinned = Set(pinnedKeys)
    }

    /// Whether the owner of the first certificate of a chain is believed at a time (milliseconds since 1970-01-01 UTC).
    ///
    /// A pinned key needs no root, but its certificate must be valid now. Else the rules of RFC 5280 decide: signatures,
    /// times, constraints, critical extensions.
    package func judge(_ chain: [[UInt8]], at unixTime: Int64) -> Result<PeerCertificate, CertificateFault> {
        let now = Date(timeIntervalSince1970: Double(unixTime) / 1000)
        do throws(CertificateFault) {
            guard let first = chain.first else { throw .missing }
            guard chain.count <= NodeCertificate.longestChain else { throw .tooLarge }
            let leaf = try PeerCertificate(first)
            guard leaf.certificate.notValidBefore <= now else { throw .notYetValid }
            guard now <= leaf.certificate.notValidAfter else { throw .expired }
            if pinned.contains(leaf.keyHash) { return .success(leaf) }
            var others: [Certificate] = []
            for der in chain.dropFirst() {
                guard der.count <= PeerCertificate.largest else { throw .tooLarge }
                guard let certificate = try? Certificate(derEncoded: der) else { throw .unreadable }
                others.append(certificate)
            }
            guard leads(leaf.certificate, by: others, at: now) else { throw .untrusted }
            return .success(leaf)
        } catch {
            return .failure(error)
        }
    }

    private func leads(_ leaf: Certificate, by others: [Certificate], at now: Date) -> Bool {
        guard !roots.isEmpty else { return false }
        let roots = roots
        let answer = completing {
            var verifier = Verifier(rootCertificates: CertificateStore(roots)) {
                RFC5280Policy(fixedExpiryValidationTime: now)
            }
            guard case .validCertificate = await verifier.validate(leaf: leaf, intermediates: CertificateStore(others))
            else { return false }
            return true
        }
        return answer ?? false
    }
}
