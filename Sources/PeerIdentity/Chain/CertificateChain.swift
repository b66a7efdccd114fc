package import PeerBase
internal import SwiftASN1

/// A chain of certificates by which the owner of a name lets another key publish under it, root first (wire 9).
struct CertificateChain {
    let certificates: [ChainCertificate]

    static let longest = 25
    private static let signedData = "1.2.840.113549.1.7.2"

    /// Reads PKCS #7 SignedData that carries nothing but certificates.
    init(_ bytes: [UInt8]) throws(ChainFault) {
        guard let root = try? DER.parse(bytes) else { throw ChainFault() }
        let outer = try root.elements()
        let tag = ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific)
        guard outer.count == 2, try outer[0].objectIdentifier() == Self.signedData,
            let content = try outer[1].elements(tag).first
        else { throw ChainFault() }
        guard let list = try content.elements().first(where: { $0.identifier == tag }) else { throw ChainFault() }
        let nodes = try list.elements(tag)
        guard (1...Self.longest).contains(nodes.count) else { throw ChainFault() }
        var certificates: [ChainCertificate] = []
        for node in nodes { certificates.append(try ChainCertificate(node)) }
        self.certificates = certificates
    }

    /// Rules 2 to 11 of wire 11.4, the signatures last because they cost most.
    func proves(_ claim: ChainClaim) -> Bool {
        guard let first = certificates.first, let last = certificates.last else { return false }
        return first.kind == .root && certificates.dropFirst().allSatisfy { $0.kind == .member }
            && certificates.allSatisfy { $0.validity.contains(claim.now) }
            && zip(certificates, certificates.dropFirst()).allSatisfy(Self.isLinked)
            && first.subjectAlternativeName == first.issuerAlternativeName
            && sha1(first.publicKey) == claim.authority
            && last.publicKey == claim.publicKey
            && last.peerName != nil && last.peerName == first.peerName
            && last.delegates(claim.classifier)
            && hasValidSignatures
    }

    /// Rules 3 and 6.
    private static func isLinked(_ issuer: ChainCertificate, _ subject: ChainCertificate) -> Bool {
        guard issuer.subjectAlternativeName == subject.issuerAlternativeName else { return false }
        guard subject.classifiers.isEmpty else { return subject.classifiers.allSatisfy(issuer.delegates) }
        return subject.isTrustedToInvite && (issuer.classifiers.isEmpty || issuer.classifiers.contains(""))
    }

    private var hasValidSignatures: Bool {
        let issuers = certificates.prefix(1) + certificates.dropLast()
        return zip(issuers, certificates).allSatisfy { issuer, subject in
            verifySignature(publicKeyData: issuer.publicKey, signed: subject.signed, signature: subject.signature)
        }
    }
}

extension ChainCertificate {
    /// Whether its holder may publish a classifier or pass it on (wire 9, delegation test).
    fileprivate func delegates(_ classifier: String) -> Bool {
        if classifiers.isEmpty { return true }
        if isTrustedToInvite { return classifiers.contains { classifier.utf16.starts(with: $0.utf16) } }
        return classifiers.contains { classifier.utf16.elementsEqual($0.utf16) }
    }

    fileprivate var isTrustedToInvite: Bool { roles.contains(.admin) || roles.contains(.invitingMember) }
}

/// Whether a chain, as the wire carries it, proves a claim. False as well for anything that is no chain.
package func verifyChain(_ bytes: [UInt8], proves claim: ChainClaim) -> Bool {
    guard let chain = try? CertificateChain(bytes) else { return false }
    return chain.proves(claim)
}
