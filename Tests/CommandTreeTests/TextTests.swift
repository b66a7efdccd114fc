import CommandTree
import Testing

@Suite("Text for people")
struct TextTests {
    @Test(
        "what could harm a terminal is escaped, the rest stays",
        arguments: [
            ("plain \\ text", "plain \\ text"), ("żółw 日本 👩‍👧", "żółw 日本 👩‍👧"), ("a\u{1B}[2Jb", "a\\x1b[2Jb"),
            ("a\nb\r\tc\0\u{7F}", "a\\x0ab\\x0d\\x09c\\x00\\x7f"), ("\u{9B}31m", "\\u{9b}31m"),
            ("\u{202E}gpj\u{2066}", "\\u{202e}gpj\\u{2066}"), ("a\u{2028}b\u{FEFF}", "a\\u{2028}b\\u{feff}"),
        ])
    func sanitizing(text: String, expected: String) {
        #expect(sanitized(text) == expected)
        #expect(sanitized(expected) == expected)
        #expect(sanitized(bytes: Array(text.utf8)) == expected)
    }

    @Test(
        "bytes that are no UTF-8 are shown one by one",
        arguments: [
            ([0x61, 0xFF, 0x62], "a\\xffb"), ([0xC5, 0xBC, 0xC5], "ż\\xc5"), ([0xED, 0xA0, 0x80], "\\xed\\xa0\\x80"),
            ([0xF0, 0x9F, 0x91, 0xA9], "👩"), ([], ""), ([0xC0, 0x80], "\\xc0\\x80"),
        ] as [([UInt8], String)])
    func sanitizingBytes(bytes: [UInt8], expected: String) {
        #expect(sanitized(bytes: bytes) == expected)
    }

    @Test(
        "display width",
        arguments: [
            ("", 0), ("abc", 3), ("żółw", 4), ("z\u{307}", 1), ("日本", 4), ("👩‍👧", 2), ("🇵🇱", 2), ("한국", 4),
            ("ｶ", 1), ("Ａ", 2),
        ])
    func width(text: String, expected: Int) {
        #expect(displayWidth(of: text) == expected)
    }

    @Test("a table keeps its columns straight (layout of netsh O-1)")
    func table() {
        var table = Table([
            .init("Scope", .right), .init("Id", .right, minimumWidth: 5), .init("State", minimumWidth: 16),
            .init("Name", minimumWidth: 5),
        ])
        table.add(["3", "8", "Active", "LinkLocal_2001:4898:28:2::/64"])
        table.add([.init("1"), .init("0"), .init("日本", .good), .init("Glo\u{1B}bal_")])
        #expect(
            table.lines.map(\.text) == [
                "Scope  Id     State             Name",
                "-----  -----  ----------------  -----",
                "    3      8  Active            LinkLocal_2001:4898:28:2::/64",
                "    1      0  日本              Glo\\x1bbal_",
            ])
    }

    @Test("a failure tells its code after its sentence (netsh 5.1)")
    func failureMessage() {
        let failure = CommandFailure(
            "The identity store is damaged.", code: .init("0x80630801", "PEER_E_CERT_STORE_CORRUPTED"))
        #expect(failure.message == "The identity store is damaged (0x80630801, PEER_E_CERT_STORE_CORRUPTED).")
        #expect(CommandFailure("No.").message == "No.")
    }
}

@Suite("Text from elsewhere inside JSON")
struct JSONSanitizingTests {
    @Test("what could steer a terminal becomes an escape; the document says the same")
    func escapes() {
        let document = "{\"comment\":\"a\u{202E}b\u{9B}31m\u{E0001}ü\u{200D}日\"}"
        #expect(
            sanitized(json: document) == "{\"comment\":\"a\\u202eb\\u009b31m\\udb40\\udc01ü\u{200D}日\"}")
        #expect(sanitized(json: "{\"plain\":1}") == "{\"plain\":1}")
    }
}
