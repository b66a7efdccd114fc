import PeerBase
import PeerIdentity
import Testing

@Suite("Signatures of others")
struct SignatureCheckTests {
    @Test("the sizes and the hash of the worked example are those the text states (wire 15.7)")
    func sizes() {
        let example = SignedExample.addressOfExample15_7
        #expect(example.signed.count == 289)
        #expect(sha1(example.signed).description == "282c7512ce6cd3c8113afb121f10bdac9e413cef")
        #expect(sha1(example.publicKeyData).description == "3e9b6c3fe3b30322f189312295aa9721cfe975c8")
        #expect(SignedExample.revokeOfExample15_8.signed.count == 245)
    }

    @Test("a worked example verifies with the key inside it", arguments: SignedExample.all)
    func worked(example: SignedExample) {
        #expect(
            verifySignature(
                publicKeyData: example.publicKeyData, signed: example.signed, signature: example.signature))
    }

    @Test("least significant byte first verifies too (wire 17.4)", arguments: SignedExample.all)
    func reversed(example: SignedExample) {
        #expect(
            verifySignature(
                publicKeyData: example.publicKeyData, signed: example.signed, signature: example.signature.reversed()))
    }

    @Test("any changed bit of what was signed is noticed", arguments: [0, 6, 8, 31, 48, 100, 288])
    func changedContent(offset: Int) {
        let example = SignedExample.addressOfExample15_7
        var signed = example.signed
        signed[offset] ^= 0x10
        #expect(
            !verifySignature(publicKeyData: example.publicKeyData, signed: signed, signature: example.signature))
    }

    @Test("any changed bit of the signature is noticed", arguments: [0, 1, 63, 127])
    func changedSignature(offset: Int) {
        let example = SignedExample.addressOfExample15_7
        var signature = example.signature
        signature[offset] ^= 0x01
        #expect(
            !verifySignature(publicKeyData: example.publicKeyData, signed: example.signed, signature: signature))
    }

    @Test("a signature of another length is none", arguments: [0, 1, 127, 129, 256])
    func lengthOfSignature(count: Int) {
        let example = SignedExample.addressOfExample15_7
        let signature = Array((example.signature + example.signature).prefix(count))
        #expect(
            !verifySignature(publicKeyData: example.publicKeyData, signed: example.signed, signature: signature))
    }

    @Test("somebody else's key does not verify")
    func foreignKey() throws {
        let example = SignedExample.addressOfExample15_7
        let stranger = try PrivateKey()
        #expect(
            !verifySignature(
                publicKeyData: stranger.publicKeyData, signed: example.signed, signature: example.signature))
    }

    @Test("a key cut short at any byte is refused", arguments: 0..<140)
    func truncatedKey(count: Int) {
        let example = SignedExample.addressOfExample15_7
        #expect(
            !verifySignature(
                publicKeyData: Array(example.publicKeyData.prefix(count)), signed: example.signed,
                signature: example.signature))
    }

    @Test("a key that is not in the form of wire 7.4 is refused though its numbers are right", arguments: OtherForm.all)
    func otherForms(form: OtherForm) {
        let example = SignedExample.addressOfExample15_7
        let key = form.change(example.publicKeyData)
        #expect(!verifySignature(publicKeyData: key, signed: example.signed, signature: example.signature))
    }
}

/// A way to write a public key that wire 7.4 does not allow.
struct OtherForm: Sendable, CustomStringConvertible {
    let description: String
    let change: @Sendable ([UInt8]) -> [UInt8]

    static let all = [
        OtherForm(description: "SubjectPublicKeyInfo") { key in
            [
                0x30, 0x81, 0x9f, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05,
                0x00,
            ]
                + [0x03, 0x81, 0x8d, 0x00] + key
        },
        OtherForm(description: "a byte behind the end") { $0 + [0] },
        OtherForm(description: "1023 bits") { key in
            var key = key
            key[7] &= 0x7f
            return key
        },
        OtherForm(description: "a negative modulus") { key in
            var key = key
            key[6] = 0x80
            return key
        },
        OtherForm(description: "a long length inside") { key in
            var key = key
            key[4] = 0x82
            return key
        },
        OtherForm(description: "an exponent of two bytes") { key in
            var key = key
            key[136] = 0x02
            return key
        },
        OtherForm(description: "an even modulus") { key in
            var key = key
            key[134] &= 0xfe
            return key
        },
    ]
}
