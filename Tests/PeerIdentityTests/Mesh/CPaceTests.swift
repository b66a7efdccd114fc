import PeerBase
import Testing

@testable import PeerIdentity

/// The numbers are those of draft-irtf-cfrg-cpace-21 B.3 (CPACE-RISTR255-SHA512), but for the tags: the draft has none, and
/// these come from an implementation written for the purpose in another language.
@Suite("CPace over ristretto255: the draft's vectors")
struct CPaceTests {
    private let password = Array("Password".utf8)
    private let channel = hex("6f630b425f726573706f6e6465720b415f696e69746961746f72")
    private let session = hex("7e4b4791d6a8ef019b936c79fb7f2c57")
    private let generator = hex("a6fc82c3b8968fbb2e06fee81ca858586dea50d248f0c7ca6a18b0902a30b36b")
    private let ya = hex("da3d23700a9e5699258aef94dc060dfda5ebb61f02a5ea77fad53f4ff0976d08")
    private let yb = hex("d2316b454718c35362d83d69df6320f38578ed5984651435e2949762d900b80d")
    private let initiator = CPace.Message(
        share: hex("d40fb265a7abeaee7939d91a585fe59f7053f982c296ec413c624c669308f87a"), data: Array("ADa".utf8))
    private let responder = CPace.Message(
        share: hex("08bcf6e9777a9c313a3db6daa510f2d398403319c2341bd506a92e672eb7e307"), data: Array("ADb".utf8))
    private let product = hex("e22b1ef7788f661478f3cddd4c600774fc0f41e6b711569190ff88fa0e607e09")
    private let key = hex(
        "4c5469a16b2364c4b944ebc1a79e51d1674ad47db26e8718154f59faebfaa52d"
            + "8346f30aa58377117eb20d527f2cbc5c76381f7fd372e89df8239f87f2e02ed1")

    @Test("the hash of password, channel and session, and the generator")
    func generatorOfPassword() {
        let hash = CPace.generatorHash(password: secret(password), channel: channel, session: session)
        #expect(
            hash.bytes.hexText == "c63a5750e2439c17ccd8213be14fde2f87e1bc637001a97f5929c77b30ea0e08"
                + "afbc75ace5d3d73b2842a79d01488c5fd7ea30d475ee609545af1bfd1ff77c8e")
        #expect(CPace.generator(password: secret(password), channel: channel, session: session).bytes == generator)
    }

    @Test("the shares of both sides, and the product that both have")
    func shares() {
        #expect(Ristretto.share(secret(ya), secret(generator)) == initiator.share)
        #expect(Ristretto.share(secret(yb), secret(generator)) == responder.share)
        #expect(Ristretto.product(secret(ya), responder.share)?.bytes == product)
        #expect(Ristretto.product(secret(yb), initiator.share)?.bytes == product)
    }

    @Test("the key, and the tags that confirm it")
    func keyAndTags() {
        let made = CPace.key(
            session: session, product: secret(product), initiator: initiator, responder: responder)
        #expect(made.bytes == key)
        #expect(
            CPace.tag(key: secret(key), session: session, message: initiator).hexText
                == "a737748ae37c5c528cbf082d060dd7622396149a62ccc64c2848b1e8d525bad8"
                + "20c4bf9c73a8b4a3f4980cef0d9aa3095f8f3a02707bee9ab27987e6aaec9a9e")
        #expect(
            CPace.tag(key: secret(key), session: session, message: responder).hexText
                == "ed3b42534ff85f125216e4869b483358981628fbc3918ca1fc22e8d4052e87bc"
                + "a38f0704974ce75e88373405cfe079f18fe64f338f926d36d493d9de976de526")
    }

    @Test("a valid element of the draft is multiplied; a wrong encoding and the identity abort")
    func invalid() {
        let scalar = hex("7cd0e075fa7955ba52c02759a6c90dbbfc10e6d40aea8d283e407d88cf538a05")
        let valid = hex("2c3c6b8c4f3800e7aef6864025b4ed79bd599117e427c41bd47d93d654b4a51c")
        let invalid = hex("2b3c6b8c4f3800e7aef6864025b4ed79bd599117e427c41bd47d93d654b4a51c")
        #expect(
            Ristretto.product(secret(scalar), valid)?.bytes.hexText
                == "7c13645fe790a468f62c39beb7388e541d8405d1ade69d1778c5fe3e7f6b600e")
        #expect(Ristretto.product(secret(scalar), invalid) == nil)
        #expect(Ristretto.product(secret(scalar), [UInt8](repeating: 0, count: 32)) == nil)
    }

    /// RFC 9496 A.2: encodings that are no elements.
    @Test(
        "bad encodings of ristretto255 abort",
        arguments: [
            // Not reduced.
            "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            // Negative.
            "0100000000000000000000000000000000000000000000000000000000000000",
            "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            // No square root.
            "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        ])
    func badEncoding(_ text: String) {
        #expect(Ristretto.product(secret(ya), hex(text)) == nil)
    }

    @Test("lengths in front are LEB128")
    func lengths() {
        #expect(CPace.prefixed([]) == [0])
        #expect(CPace.prefixed([7]) == [1, 7])
        #expect(CPace.prefixed([UInt8](repeating: 0, count: 127)).first == 0x7F)
        #expect(CPace.prefixed([UInt8](repeating: 0, count: 128)).prefix(2) == [0x80, 0x01])
        #expect(CPace.prefixed([UInt8](repeating: 0, count: 300)).prefix(2) == [0xAC, 0x02])
    }

    @Test("scalars are below 2^252 and not twice the same")
    func scalars() {
        let drawn = (0..<64).map { _ in Ristretto.randomScalar().bytes }
        #expect(drawn.allSatisfy { $0.count == 32 && $0[31] < 0x10 })
        #expect(Set(drawn).count == drawn.count)
    }
}

func hex(_ text: String) -> [UInt8] {
    guard let bytes = [UInt8](hexText: text) else { preconditionFailure("hexadecimal digits of a test") }
    return bytes
}

func secret(_ bytes: [UInt8]) -> SecretBytes {
    var bytes = bytes
    return SecretBytes(moving: &bytes)
}

extension SecretBytes {
    var bytes: [UInt8] { withBytes(Array.init) }
}
