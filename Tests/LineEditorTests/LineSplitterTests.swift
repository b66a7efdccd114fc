import Testing

@testable import LineEditor

@Suite struct LineSplitterTests {
    /// Everything a splitter says about some bytes that come in pieces of one size.
    private func steps(of bytes: [UInt8], inPiecesOf size: Int = .max) -> [LineSplitter.Step] {
        var splitter = LineSplitter()
        var steps: [LineSplitter.Step] = []
        var rest = bytes[...]
        while steps.last != .ended {
            let step = splitter.next()
            if step != .starved {
                steps.append(step)
            } else if rest.isEmpty {
                splitter.finish()
            } else {
                splitter.append(rest.prefix(size))
                rest = rest.dropFirst(size)
            }
        }
        return steps
    }

    private func line(_ number: Int, _ text: String) -> LineSplitter.Step {
        .line(PlainLine(number: number, text: text))
    }

    private func failure(_ number: Int, _ cause: PlainLineFailure.Cause) -> LineSplitter.Step {
        .failure(PlainLineFailure(number: number, cause: cause))
    }

    @Test(arguments: [1, 2, 3, .max])
    func linesAreCountedWhereverThePiecesAreCut(size: Int) {
        let bytes = Array("one\n\nzażółć\r\nlast".utf8)
        let expected = [line(1, "one"), line(2, ""), line(3, "zażółć"), line(4, "last"), .ended]
        #expect(steps(of: bytes, inPiecesOf: size) == expected)
    }

    @Test func noBytesAreNoLine() {
        #expect(steps(of: []) == [.ended])
    }

    @Test func aNewlineAtTheEndBeginsNoLine() {
        #expect(steps(of: Array("one\n".utf8)) == [line(1, "one"), .ended])
    }

    @Test func theByteOrderMarkIsDroppedFromTheFirstLineOnly() {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        #expect(steps(of: mark + Array("a\n".utf8) + mark) == [line(1, "a"), line(2, "\u{FEFF}"), .ended])
    }

    @Test func invalidTextIsRefusedWithItsNumberAndTheRestIsRead() {
        let bytes = Array("one\n".utf8) + [0x61, 0xFF, 0x0A, 0x62, 0x00, 0x0A] + Array("four".utf8)
        let expected = [
            line(1, "one"), failure(2, .invalidUTF8), failure(3, .containsNUL), line(4, "four"), .ended,
        ]
        #expect(steps(of: bytes) == expected)
    }

    @Test func aCharacterCutByTheEndIsInvalid() {
        #expect(steps(of: [0x61, 0xC5]) == [failure(1, .invalidUTF8), .ended])
    }

    @Test(arguments: [1000, 4096, .max])
    func aLineOverTheLimitIsRefusedOnceAndSkipped(size: Int) {
        let longest = String(repeating: "x", count: LineSplitter.limit)
        let bytes = Array("\(longest)\r\n\(longest)y\n\(longest)\(longest)\(longest)\nend\n".utf8)
        let expected = [line(1, longest), failure(2, .tooLong), failure(3, .tooLong), line(4, "end"), .ended]
        #expect(steps(of: bytes, inPiecesOf: size) == expected)
    }

    @Test func aLastLineOverTheLimitIsRefused() {
        let bytes = [UInt8](repeating: 0x78, count: 5 * LineSplitter.limit)
        #expect(steps(of: bytes, inPiecesOf: 1000) == [failure(1, .tooLong), .ended])
    }
}
