import Crypto
import CryptoExtras
import Foundation
import SwiftASN1
import Testing
import X509

@testable import PeerIdentity

@Suite("Certificates of persons, judged")
struct PersonCertificateTests {
    private static let now: Int64 = 1_800_000_000_000
    private static let name = "449dc64ecb28347e9f7ce600dba063662f2eb0e7.collab"
    private static let day: Int64 = 86_400_000

    /// A certificate that says what it is told to.
    private func certificate(
        _ key: Certificate.PrivateKey = .init(P256.Signing.PrivateKey()), subject: [String] = [name],
        issuer: [String] = [name], signedBy signer: Certificate.PrivateKey? = nil,
        algorithm: Certificate.SignatureAlgorithm = .ecdsaWithSHA256
    ) throws -> [UInt8] {
        let now = Date(timeIntervalSince1970: Double(Self.now) / 1000)
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: key.publicKey, notValidBefore: now - 5 * 86_400,
            notValidAfter: now + 5 * 86_400, issuer: DistinguishedName { for name in issuer { CommonName(name) } },
            subject: DistinguishedName { for name in subject { CommonName(name) } },
            signatureAlgorithm: algorithm, extensions: .init(), issuerPrivateKey: signer ?? key)
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        return serializer.serializedBytes
    }

    private func fault(_ der: [UInt8], at time: Int64? = now, expected: String? = nil) -> CertificateFault? {
        do throws(CertificateFault) {
            _ = try PersonCertificate(judging: der, at: time, expectedName: expected)
            return nil
        } catch {
            return error
        }
    }

    @Test("P-256 and Ed25519 will do, for the name they bear")
    func good() throws {
        let der = try certificate()
        #expect(fault(der) == nil && fault(der, expected: Self.name) == nil)
        let edwards = try certificate(.init(Curve25519.Signing.PrivateKey()), algorithm: .ed25519)
        #expect(fault(edwards, expected: Self.name) == nil)
        #expect(try PersonCertificate(judging: edwards, at: Self.now).peerName == Self.name)
    }

    @Test("RSA and other curves are refused")
    func kinds() throws {
        let rsa = Certificate.PrivateKey(try _RSA.Signing.PrivateKey(keySize: .bits2048))
        #expect(fault(try certificate(rsa, algorithm: .sha256WithRSAEncryption)) == .wrongKind)
        let curve = Certificate.PrivateKey(P384.Signing.PrivateKey())
        #expect(fault(try certificate(curve, algorithm: .ecdsaWithSHA384)) == .wrongKind)
    }

    @Test("a changed bit anywhere is refused")
    func tampered() throws {
        let der = try certificate()
        for place in der.indices {
            var changed = der
            changed[place] ^= 1
            #expect(fault(changed) != nil, "byte \(place)")
        }
        var signature = der
        signature[der.count - 1] ^= 1
        #expect(fault(signature) == .wrongSignature)
    }

    @Test("bytes after it, missing bytes, none and too many are refused")
    func length() throws {
        let der = try certificate()
        #expect(fault(der + [0]) == .unreadable)
        #expect(fault(Array(der.dropLast())) == .unreadable)
        #expect(fault([]) == .unreadable)
        #expect(fault([UInt8](repeating: 0x30, count: 4097)) == .tooLarge)
    }

    @Test("somebody else's signature is refused, also under the same name")
    func signer() throws {
        let other = Certificate.PrivateKey(P256.Signing.PrivateKey())
        #expect(fault(try certificate(signedBy: other)) == .wrongSignature)
        #expect(fault(try certificate(issuer: ["authority"], signedBy: other)) == .notSelfSigned)
    }

    @Test("outside its dates it is refused, unless they do not matter")
    func dates() throws {
        let der = try certificate()
        #expect(fault(der, at: Self.now + 6 * Self.day) == .expired)
        #expect(fault(der, at: Self.now - 6 * Self.day) == .notYetValid)
        #expect(fault(der, at: Self.now + 4 * Self.day) == nil)
        #expect(throws: Never.self) { try PersonCertificate(judging: der, at: nil) }
    }

    @Test("another name, none, two, or one that is no peer name are refused")
    func names() throws {
        let der = try certificate()
        #expect(fault(der, expected: Self.name + "x") == .wrongName)
        for names in [[], ["Amit"], [Self.name, Self.name], ["449dc6.collab"], [String(Self.name.dropLast(6))]] {
            #expect(fault(try certificate(subject: names, issuer: names)) == .wrongName, "\(names)")
        }
    }

    @Test(
        "peer names have forty hexadecimal digits in lower case, a point and a classifier of 1 to 149 plain characters",
        arguments: [
            (name, true), (name.uppercased(), false), (name + "\u{1b}[2J", false), (name + "\u{202e}", false),
            (name + "\u{2028}", false), (name + "ż", true), ("0." + name, false),
            (name.replacing("4", with: "g"), false),
            ("\(name.prefix(41))" + String(repeating: "x", count: 149), true),
            ("\(name.prefix(41))" + String(repeating: "x", count: 150), false), ("", false),
        ] as [(String, Bool)])
    func syntax(text: String, isGood: Bool) {
        #expect(PersonCertificate.isPeerName(text) == isGood)
    }
}
