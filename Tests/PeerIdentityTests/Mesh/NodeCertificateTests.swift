import CertificateTesting
import Crypto
import CryptoExtras
import Foundation
import SwiftASN1
import Testing
import X509

@testable import PeerIdentity

@Suite("Certificates of nodes, and who is believed")
struct NodeCertificateTests {
    static let authority = Authority(name: "Traders")
    private static let now: Int64 = 1_800_000_000_000

    // MARK: - A node's own

    @Test("a certificate of its own is fresh for every opening, and is P-256")
    func selfSigned() throws {
        let (one, two) = (
            try NodeCertificate(selfSignedAt: Self.now), try NodeCertificate(selfSignedAt: Self.now)
        )
        #expect(one.keyHash != two.keyHash)
        let seen = try PeerCertificate(try #require(one.chain.first))
        #expect(seen.keyHash == one.keyHash)
        #expect(one.chain.count == 1 && one.chain[0].count < PeerCertificate.largest)
        #expect(try P256.Signing.PrivateKey(derRepresentation: one.privateKey).publicKey.derRepresentation.count == 91)
    }

    @Test("what a certificate's key signs, the certificate vouches for")
    func signing() throws {
        let own = try NodeCertificate(selfSignedAt: Self.now)
        let signature = own.signature(of: [1, 2, 3])
        let seen = try PeerCertificate(own.chain[0])
        #expect(signature.count == 64)
        #expect(seen.isSignature(signature, of: [1, 2, 3]))
        #expect(!seen.isSignature(signature, of: [1, 2, 4]))
        #expect(!seen.isSignature([], of: [1, 2, 3]))
        let other = try PeerCertificate(NodeCertificate(selfSignedAt: Self.now).chain[0])
        #expect(!other.isSignature(signature, of: [1, 2, 3]))
    }

    @Test("a certificate and its key are read from PEM; a key of another certificate is refused")
    func fromPEM() throws {
        let issued = Self.authority.issue("ann")
        let own = try NodeCertificate(chainPEM: issued.pem, privateKeyPEM: issued.key.pemRepresentation)
        #expect(own.chain == [issued.der])
        #expect(own.keyHash == sha256(issued.key.publicKey.derRepresentation))
        #expect(throws: CertificateFault.keyMismatch) {
            try NodeCertificate(chainPEM: issued.pem, privateKeyPEM: Self.authority.key.pemRepresentation)
        }
        #expect(throws: CertificateFault.unreadable) {
            try NodeCertificate(chainPEM: issued.pem, privateKeyPEM: "nonsense")
        }
        #expect(throws: CertificateFault.missing) {
            try NodeCertificate(chainPEM: "", privateKeyPEM: issued.key.pemRepresentation)
        }
    }

    // MARK: - Others'

    @Test("an RSA key, bytes too many and bytes that are none are refused")
    func unusable() throws {
        let rsa = Certificate.PublicKey(try _RSA.Signing.PrivateKey(keySize: .bits2048).publicKey)
        let certificate = Self.authority.certificate(for: "rsa", rsa, isAuthority: false, validFrom: -1, validTo: 1)
        #expect(throws: CertificateFault.wrongKind) { try PeerCertificate(certificate) }
        #expect(throws: CertificateFault.tooLarge) { try PeerCertificate([UInt8](repeating: 0x30, count: 4097)) }
        #expect(throws: CertificateFault.unreadable) { try PeerCertificate([0x30, 0]) }
        #expect(throws: CertificateFault.unreadable) { try PeerCertificate([]) }
    }

    @Test("a trusted root vouches for whom it signed, and not for others")
    func roots() throws {
        let trust = try CertificateTrust(rootsPEM: [Self.authority.pem])
        let issued = Self.authority.issue("ann")
        #expect(
            try trust.judge([issued.der], at: Self.now).get().keyHash == sha256(issued.key.publicKey.derRepresentation))
        let stranger = Authority(name: "Traders").issue("ann")
        #expect(trust.fault([stranger.der]) == .untrusted)
        #expect(trust.fault(try NodeCertificate(selfSignedAt: Self.now).chain) == .untrusted)
    }

    @Test("between a certificate and its root others may stand; members cannot make members")
    func intermediates() throws {
        let trust = try CertificateTrust(rootsPEM: [Self.authority.pem])
        let branch = Self.authority.branch("Branch")
        let issued = branch.issue("bob")
        #expect(trust.fault([issued.der, branch.der]) == nil)
        #expect(trust.fault([issued.der]) == .untrusted)
        let member = Self.authority.issue("mallory")
        let made = Authority(name: "mallory", key: member.key, der: member.der).issue("eve")
        #expect(trust.fault([made.der, member.der]) == .untrusted)
    }

    @Test("what has expired, or is not valid yet, is refused, with a root or pinned")
    func times() throws {
        let old = Self.authority.issue("old", validTo: -1)
        let young = Self.authority.issue("young", validFrom: 1)
        let hashes = [old, young].map { sha256($0.key.publicKey.derRepresentation) }
        for trust in [
            try CertificateTrust(rootsPEM: [Self.authority.pem]), try CertificateTrust(pinnedKeys: hashes),
        ] {
            #expect(trust.fault([old.der]) == .expired)
            #expect(trust.fault([young.der]) == .notYetValid)
        }
    }

    @Test("a pinned contact needs no root; nobody is believed by default")
    func pinned() throws {
        let own = try NodeCertificate(selfSignedAt: Self.now)
        #expect(try CertificateTrust(pinnedKeys: [own.keyHash]).fault(own.chain) == nil)
        #expect(try CertificateTrust().fault(own.chain) == .untrusted)
        #expect(try CertificateTrust(pinnedKeys: [own.keyHash]).fault([]) == .missing)
    }

    @Test("a changed byte in a certificate is not believed")
    func tampered() throws {
        let trust = try CertificateTrust(rootsPEM: [Self.authority.pem])
        var der = Self.authority.issue("ann").der
        der[der.count - 1] ^= 1
        #expect(trust.fault([der]) != nil)
    }

    @Test("chains are short")
    func longChain() throws {
        let trust = try CertificateTrust(rootsPEM: [Self.authority.pem])
        let der = Self.authority.issue("ann").der
        #expect(trust.fault([[UInt8]](repeating: der, count: 5)) == .tooLarge)
    }
}

extension CertificateTrust {
    fileprivate func fault(_ chain: [[UInt8]]) -> CertificateFault? {
        if case .failure(let fault) = judge(chain, at: 1_800_000_000_000) { fault } else { nil }
    }
}

func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
