import CertificateTesting
import Crypto
import FileTesting
import PeerBase
import Testing

@testable import PeerIdentity

@Suite("The key of a member")
struct MemberKeyTests {
    private let key = MemberKey()
    private let context = Array("mesh and sender".utf8)

    /// RFC 8032 7.1, test 2.
    @Test("signatures are those of Ed25519")
    func signature() throws {
        let secret = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"
        let der = hex("302e020100300506032b657004220420" + secret)
        let key = try #require(MemberKey(pem: pem(der)))
        #expect(key.publicKey.hexText == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
        let signature = key.signature(of: [0x72])
        #expect(
            signature.hexText == "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
        #expect(MemberKey.isSignature(signature, of: [0x72], by: key.publicKey))
        #expect(key.signature(of: [0x72]) == signature)
    }

    @Test("a changed byte, another signer and nonsense are no signature")
    func wrongSignature() {
        let signature = key.signature(of: [1, 2, 3])
        #expect(!MemberKey.isSignature(signature, of: [1, 2, 4], by: key.publicKey))
        #expect(!MemberKey.isSignature(signature, of: [1, 2, 3], by: MemberKey().publicKey))
        #expect(!MemberKey.isSignature([], of: [1, 2, 3], by: key.publicKey))
        #expect(!MemberKey.isSignature(signature, of: [1, 2, 3], by: [1]))
    }

    @Test("what is sealed to a member that member reads, as sent, and nobody else")
    func box() throws {
        let box = try #require(MemberKey.box([1, 2, 3], to: key.agreementKey, context: context))
        #expect(box.count == 3 + 48)
        #expect(key.unbox(box, context: context) == [1, 2, 3])
        #expect(MemberKey().unbox(box, context: context) == nil)
        #expect(key.unbox(box, context: context + [0]) == nil)
        for index in [0, 40, box.count - 1] {
            var damaged = box
            damaged[index] ^= 1
            #expect(key.unbox(damaged, context: context) == nil)
        }
        #expect(key.unbox(Array(box.prefix(47)), context: context) == nil)
        #expect(key.unbox([], context: context) == nil)
    }

    @Test("nothing is sealed to a key with which everybody agrees on zeros, nor to nonsense")
    func lowOrder() {
        let lowOrder = [
            [UInt8](repeating: 0, count: 32), [1] + [UInt8](repeating: 0, count: 31),
            hex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
        ]
        for key in lowOrder + [[], [1, 2, 3]] {
            #expect(MemberKey.box([1], to: key, context: context) == nil)
        }
    }

    @Test("the key is made at first need, is private, and is the same ever after")
    func store() throws {
        let folder = try TemporaryFolder()
        let first = try MemberKeyStore(directory: folder.path(of: "keys")).key()
        #expect(try MemberKeyStore(directory: folder.path(of: "keys")).key().publicKey == first.publicKey)
        #expect(try folder.names(below: "keys") == ["mesh-member.pem"])
        #expect(try folder.permissions(of: "keys/mesh-member.pem") == 0o600)
        #expect(try KeyStore(directory: folder.path(of: "keys")).list() == KeyStore.Listing())
    }

    @Test("of many that need the key at once one makes it, and all get the same")
    func race() async throws {
        let folder = try TemporaryFolder()
        let store = MemberKeyStore(directory: folder.path(of: "keys"))
        let keys = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<16 { group.addTask { try store.key().publicKey } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(keys.count == 1)
    }

    @Test("a damaged file is reported and stays", arguments: ["", "nonsense", "\u{0}"])
    func damaged(_ text: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.path(of: "mesh-member.pem")
        try folder.write(text, to: "mesh-member.pem")
        #expect(throws: IdentityError.damaged(path: path)) { try MemberKeyStore(directory: folder.path).key() }
        #expect(try folder.text(of: "mesh-member.pem") == text)
    }

    @Test("a key of another kind is not taken for ours")
    func otherKind() throws {
        let other = NodeCertificateTests.authority.key.pemRepresentation
        #expect(MemberKey(pem: other) == nil)
        #expect(MemberKey(pem: pem(hex("302e020100300506032b657004220420"))) == nil)
    }

    private func pem(_ der: [UInt8]) -> String {
        "-----BEGIN PRIVATE KEY-----\n\(base64(der))\n-----END PRIVATE KEY-----\n"
    }
}
