import PeerBase
import Testing

@testable import PNRP

@Suite("Punycode (RFC 3492)")
struct PunycodeTests {
    @Test(
        "the samples of RFC 3492 7.1, both ways",
        arguments: [
            ("ليهمابتكلموشعربي؟", "egbpdaj6bu4bxfgehfvwxn"),
            ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
            ("Pročprostěnemluvíčesky", "Proprostnemluvesky-uyb24dma41a"),
            ("почемужеонинеговорятпорусски", "b1abfaaepdrnnbgefbadotcwatmq2g4l"),
            ("PorquénopuedensimplementehablarenEspañol", "PorqunopuedensimplementehablarenEspaol-fmd56a"),
            ("3年B組金八先生", "3B-ww4c5e180e575a65lsy2b"),
            ("安室奈美恵-with-SUPER-MONKEYS", "-with-SUPER-MONKEYS-pc58ag80a8qai00g7n9n"),
            ("Hello-Another-Way-それぞれの場所", "Hello-Another-Way--fc4qua05auwb3674vfr0b"),
            ("ひとつ屋根の下2", "2-u9tlzr9756bt3uc0v"),
            ("MajiでKoiする5秒前", "MajiKoi5-783gue6qz075azm5e"),
            ("そのスピードで", "d9juau41awczczp"),
            ("-> $1.00 <-", "-> $1.00 <--"),
            ("", ""), ("abc", "abc-"), ("bücher", "bcher-kva"), ("日本", "wgv71a"),
        ])
    func samples(text: String, encoded: String) {
        #expect(Punycode.encode(text) == encoded)
        #expect(Punycode.decode(encoded) == text)
    }

    @Test("digits are read in either case")
    func upperCase() {
        #expect(Punycode.decode("B1ABFAAEPDRNNBGEFBADOTCWATMQ2G4L") == "почемужеонинеговорятпорусски")
        #expect(Punycode.decode("bcher-KVA") == "bücher")
    }

    @Test(
        "what is no Punycode is refused",
        arguments: [
            "9", "x-9", "test", "ü", "a-ü", "ü-kva", "99999999999999", "-99999999", "zzzzzzzzzzzzzzzzzzzzzzz9", "a-!",
            "a- ", "\0", "-\r\n",
        ])
    func refused(text: String) {
        #expect(Punycode.decode(text) == nil)
    }

    @Test("neither halves of pairs nor what lies beyond the last character are characters")
    func edges() {
        #expect(Punycode.decode("hb9b") == "\u{d7ff}")
        #expect(Punycode.decode("ib9b") == nil)
        #expect(Punycode.decode("dn32g") == "\u{10ffff}")
        #expect(Punycode.decode("en32g") == nil)
    }

    @Test("any text comes back", arguments: 1...50 as ClosedRange<UInt64>)
    func roundTrip(seed: UInt64) {
        var random = RandomSource(seed: seed)
        for _ in 0..<20 {
            let scalars = (0..<Int.random(in: 0...30, using: &random)).compactMap { _ in
                Unicode.Scalar(UInt32.random(in: 0...(random.next() % 2 == 0 ? 0x7f : 0x10ffff), using: &random))
            }
            let encoded = Punycode.encode(String(String.UnicodeScalarView(scalars)))
            #expect(encoded.unicodeScalars.allSatisfy { $0.isASCII })
            #expect(Punycode.decode(encoded).map { Array($0.unicodeScalars) } == scalars)
        }
    }
}
