import Crypto
import FileTesting
import Foundation
import SwiftASN1
import Testing
import X509

@testable import PeerIdentity

@Suite("The key of a person")
struct PersonKeyTests {
    private static let now: Int64 = 1_800_000_000_000
    private static let name = "449dc64ecb28347e9f7ce600dba063662f2eb0e7.collab"
    private static let tenYears: Int64 = 10 * 365 * 86_400_000

    @Test("it shows a self-signed P-256 certificate for ten years that is no authority and bears the peer name")
    func certificate() throws {
        let key = try PersonKey(peerName: Self.name, at: Self.now)
        let certificate = try Certificate(derEncoded: key.certificate)
        #expect(certificate.subject.description == "CN=\(Self.name)" && certificate.issuer == certificate.subject)
        #expect(certificate.version == .v3)
        #expect(try certificate.extensions.basicConstraints == .notCertificateAuthority)
        #expect(try certificate.extensions.keyUsage == KeyUsage(digitalSignature: true))
        #expect(certificate.notValidAfter == Date(timeIntervalSince1970: Double(Self.now + Self.tenYears) / 1000))
    }

    @Test("the pin is the hash of the whole SubjectPublicKeyInfo, not of the bare key")
    func pin() throws {
        let key = try PersonKey(peerName: Self.name, at: Self.now)
        let info = try P256.Signing.PrivateKey(derRepresentation: key.privateKey).publicKey.derRepresentation
        #expect(info.count == 91)
        #expect(key.pin == sha256(info))
        #expect(try PersonCertificate(judging: key.certificate, at: Self.now).pin == key.pin)
    }

    // MARK: Files

    @Test("it is made at first need, is private, and is the same ever after")
    func store() throws {
        let folder = try TemporaryFolder()
        let store = PersonKeyStore(directory: folder.path(of: "keys"))
        let first = try store.key(peerName: Self.name, at: Self.now)
        let second = try store.key(peerName: Self.name, at: Self.now + 1000)
        #expect(second.pin == first.pin && second.certificate == first.certificate)
        #expect(second.privateKey == first.privateKey && second.peerName == Self.name)
        #expect(try folder.names(below: "keys") == ["collab.crt", "collab.key"])
        #expect(try folder.permissions(of: "keys/collab.key") == 0o600)
        #expect(try folder.text(of: "keys/collab.key").hasPrefix("-----BEGIN PRIVATE KEY-----"))
        #expect(try folder.text(of: "keys/collab.crt").hasPrefix("-----BEGIN CERTIFICATE-----"))
    }

    @Test("a key that others may read is refused, and left as it is", arguments: [0o644, 0o640, 0o604, 0o620])
    func permissions(mode: Int) throws {
        let folder = try TemporaryFolder()
        let store = PersonKeyStore(directory: folder.path)
        _ = try store.key(peerName: Self.name, at: Self.now)
        try folder.setPermissions(mode, of: "collab.key")
        #expect(
            throws: IdentityError.noAccess(path: folder.path(of: "collab.key"), reason: "others may read it")
        ) { try store.key(peerName: Self.name, at: Self.now) }
        #expect(try folder.permissions(of: "collab.key") == mode)
    }

    @Test("a damaged key is reported, never replaced")
    func damaged() throws {
        let folder = try TemporaryFolder()
        try folder.write("nonsense", to: "collab.key")
        #expect(throws: IdentityError.damaged(path: folder.path(of: "collab.key"))) {
            try PersonKeyStore(directory: folder.path).key(peerName: Self.name, at: Self.now)
        }
        #expect(try folder.text(of: "collab.key") == "nonsense")
    }

    @Test("a certificate that is missing, damaged, another's, past or of another name is made anew; the pin stays")
    func renewal() throws {
        let folder = try TemporaryFolder()
        let store = PersonKeyStore(directory: folder.path)
        let pin = try store.key(peerName: Self.name, at: Self.now).pin
        let later = Self.now + Self.tenYears + 1000
        let other = try PersonKey(peerName: Self.name, at: Self.now).certificatePEM
        for text in [nil, "", "nonsense", other] {
            try FileManager.default.removeItem(atPath: folder.path(of: "collab.crt"))
            if let text { try folder.write(text, to: "collab.crt") }
            let key = try store.key(peerName: Self.name, at: Self.now)
            #expect(key.pin == pin)
            #expect(try PersonCertificate(judging: key.certificate, at: Self.now).pin == pin)
        }
        let renewed = try store.key(peerName: Self.name, at: later)
        #expect(renewed.pin == pin)
        #expect(throws: Never.self) { try PersonCertificate(judging: renewed.certificate, at: later) }
        let name = String(repeating: "0", count: 40) + ".collab"
        #expect(try store.key(peerName: name, at: later).peerName == name)
    }

    @Test("of many who need it at once one makes it, and all get the same")
    func race() async throws {
        let folder = try TemporaryFolder()
        let store = PersonKeyStore(directory: folder.path)
        let pins = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<8 { group.addTask { try store.key(peerName: Self.name, at: Self.now).pin } }
            return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
        }
        #expect(pins.count == 1)
        #expect(try folder.names(below: "") == ["collab.crt", "collab.key"])
    }
}
