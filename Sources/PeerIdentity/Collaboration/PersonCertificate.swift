internal import SwiftASN1
internal import X509

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The certificate of a person, judged: self-signed, of a usable kind, within its dates, in a peer name (collab 10.6).
/// It proves that whoever has the key says to be that person, and no more; who that is, the pin decides.
package struct PersonCertificate: Hashable, Sendable {
    package let der: [UInt8]
    /// SHA-256 of the DER SubjectPublicKeyInfo.
    package let pin: [UInt8]
    /// The common name.
    package let peerName: String

    let publicKey: Certificate.PublicKey

    /// Reads and judges; `unixTime` in milliseconds, `nil` where the pin decides and dates do not matter. Without an expected
    /// name any peer name will do.
    package init(judging der: [UInt8], at unixTime: Int64?, expectedName: String? = nil) throws(CertificateFault) {
        let shown = try PeerCertificate(der)
        let certificate = shown.certificate
        guard Self.isWhole(der) else { throw .unreadable }
        let name = try Self.commonName(of: certificate.subject)
        guard certificate.issuer == certificate.subject else { throw .notSelfSigned }
        guard certificate.publicKey.isValidSignature(certificate.signature, for: certificate) else {
            throw .wrongSignature
        }
        if let now = unixTime.map({ Date(timeIntervalSince1970: Double($0) / 1000) }) {
            guard certificate.notValidBefore <= now else { throw .notYetValid }
            guard now <= certificate.notValidAfter else { throw .expired }
        }
        guard Self.isPeerName(name), expectedName == nil || expectedName == name else { throw .wrongName }
        self.der = der
        pin = shown.keyHash
        peerName = name
        publicKey = certificate.publicKey
    }

    /// Whether the signature is whole bytes. It does not cover how it is itself written down: with a bit declared unused,
    /// the same certificate would have other bytes.
    private static func isWhole(_ der: [UInt8]) -> Bool {
        guard let root = try? DER.parse(der), case .constructed(let parts) = root.content,
            let last = Array(parts).last, let signature = try? ASN1BitString(derEncoded: last)
        else { return false }
        return signature.paddingBits == 0
    }

    private static func commonName(of subject: DistinguishedName) throws(CertificateFault) -> String {
        let names = subject.joined().filter { $0.type == .RDNAttributeType.commonName }
        guard names.count == 1, let name = String(names[0].value) else { throw .wrongName }
        return name
    }

    private static let authorityLength = 40
    private static let longestClassifier = 149

    /// Whether a text is `<40 hex digits>.<classifier>` (collab 2.1, 2.10): digits in lower case, so that nobody is a
    /// second person by writing a name in capitals, and a classifier that any terminal shows as it is.
    package static func isPeerName(_ text: String) -> Bool {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == authorityLength else { return false }
        let classifier = parts[1].unicodeScalars
        return parts[0].utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
            && (1...longestClassifier).contains(classifier.count) && classifier.allSatisfy(isPlain)
    }

    /// Neither a control character, nor an end of a line or paragraph, nor one that turns the direction of writing.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: false
        default: !scalar.properties.isBidiControl
        }
    }
}
