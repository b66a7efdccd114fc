import PeerBase
import PeerIdentity
import Testing

@Suite("Private keys")
struct PrivateKeyTests {
    @Test(
        "SHA-1 of the known texts",
        arguments: [
            ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
            ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "84983e441c3bd26ebaae4aa1f95129e5e54670f1"),
        ])
    func hash(text: String, expected: String) {
        #expect(sha1(Array(text.utf8)).description == expected)
    }

    @Test("a new key has the 140 bytes of wire 7.4, and its authority is their hash")
    func form() throws {
        let key = try PrivateKey()
        #expect(key.publicKeyData.count == 140)
        #expect(key.publicKeyData.prefix(7).hexText == "30818902818100")
        #expect(key.publicKeyData[7] >= 0x80)
        #expect(key.publicKeyData.suffix(5).hexText == "0203010001")
        #expect(key.authority == sha1(key.publicKeyData))
    }

    @Test("what it signs verifies, and nothing else does", arguments: [0, 1, 289, 65_507])
    func signs(count: Int) throws {
        let key = try PrivateKey()
        let bytes = [UInt8](repeating: 0x5a, count: count)
        let signature = try key.sign(bytes)
        #expect(signature.count == 128)
        #expect(verifySignature(publicKeyData: key.publicKeyData, signed: bytes, signature: signature))
        #expect(!verifySignature(publicKeyData: key.publicKeyData, signed: bytes + [0], signature: signature))
    }

    @Test("PKCS#1 v1.5 knows no chance: the same bytes give the same signature")
    func repeats() throws {
        let key = try PrivateKey()
        #expect(try key.sign([1, 2, 3]) == key.sign([1, 2, 3]))
    }

    @Test("PEM and back is the same key")
    func roundTrip() throws {
        let key = try PrivateKey()
        let pem = key.pem
        #expect(pem.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
        let again = try #require(PrivateKey(pem: pem))
        #expect(again.publicKeyData == key.publicKeyData)
        #expect(again.authority == key.authority)
        #expect(try again.sign([7]) == key.sign([7]))
    }

    @Test("two keys are two authorities")
    func distinct() throws {
        #expect(try PrivateKey().authority != PrivateKey().authority)
    }

    @Test("texts that are no key of ours", arguments: KeyText.refused)
    func refused(text: KeyText) {
        #expect(PrivateKey(pem: text.pem) == nil)
    }

    @Test("the older PEM form that openssl writes is read")
    func traditional() throws {
        let key = try #require(PrivateKey(pem: KeyText.traditional.pem))
        let signature = try key.sign([1])
        #expect(verifySignature(publicKeyData: key.publicKeyData, signed: [1], signature: signature))
    }
}
