import Collaboration
import Testing

@Suite("Base64")
struct Base64Tests {
    @Test(
        "what RFC 4648 writes is written and read",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ])
    func vectors(bytes: String, text: String) {
        #expect(Array(bytes.utf8).base64Text == text)
        #expect([UInt8](base64: text) == Array(bytes.utf8))
    }

    @Test("all bytes come back, line breaks in between or not")
    func roundTrip() {
        let bytes = (0..<256).map { UInt8($0) }
        let text = bytes.base64Text
        #expect([UInt8](base64: text) == bytes)
        #expect([UInt8](base64: text.prefix(64) + "\r\n\t " + text.dropFirst(64)) == bytes)
    }

    @Test(
        "anything else is refused",
        arguments: [
            "Z", "Zg", "Zg=", "Zg===", "=Zg=", "Zh==", "Zm9=", "Zm9v=", "Zm9v====", "Zm-v", "Zm9v\u{e9}", "====",
        ])
    func refused(text: String) {
        #expect([UInt8](base64: text) == nil)
    }
}
