import Glibc
import Testing

@testable import LineEditor

@Suite struct SecretLineTests {
    private func result(of keys: String) -> LineResult? {
        var line = SecretLine()
        for byte in Array(keys.utf8) {
            if let result = line.press(byte) { return result }
        }
        return nil
    }

    @Test(arguments: [
        ("hush\r", "hush"), ("hush\n", "hush"), ("husx\u{7F}h\r", "hush"), ("\u{7F}\u{8}hush\r", "hush"),
        ("wrong\u{15}hush\r", "hush"), ("żółw\u{7F}w\r", "żółw"), ("猫\u{7F}\r", ""), ("a\u{1B}b\tc\r", "abc"),
        ("a\u{4}b\r", "ab"), (" two words \r", " two words "),
    ])
    func keysMakeALine(keys: String, line: String) {
        #expect(result(of: keys) == .line(line))
    }

    @Test func controlKeysEndIt() {
        #expect(result(of: "half\u{3}") == .interrupted)
        #expect(result(of: "\u{4}") == .endOfInput)
        #expect(result(of: "half") == nil)
    }

    @Test func bytesThatAreNoTextAreRefused() {
        var line = SecretLine()
        #expect(line.press(0xFF) == nil)
        #expect(line.press(0x0D) == .failed(errno: EILSEQ))
    }

    @Test func whereNothingIsAskedThereIsNoAnswer() async {
        #expect(await PlainLines(input: STDIN_FILENO).nextSecret(prompt: "Password: ") == .endOfInput)
    }

    @Test func aWholeLineIsNotCut() {
        var queue = NoticeQueue()
        queue.append("0123456789", isWhole: true)
        #expect(queue.take(columns: 5) == "0123456789\n")
    }
}
