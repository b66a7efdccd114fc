import TerminalTesting
import Testing

@Suite struct ScreenTests {
    private func screen(_ text: String, columns: Int = 10, rows: Int = 4) -> Screen {
        var screen = Screen(columns: columns, rows: rows)
        screen.write(text.utf8)
        return screen
    }

    @Test(arguments: [
        ("plain", "plain"),
        ("one\r\ntwo", "one\ntwo"),
        ("one\ntwo", "one\n   two"),
        ("abc\u{8}\u{8}X", "aXc"),
        ("abc\rX", "Xbc"),
        ("a\tb", "a       b"),
        ("abc\u{1B}[2DX", "aXc"),
        ("\u{1B}[3Cx", "   x"),
        ("abc\u{1B}[GX", "Xbc"),
        ("abc\u{1B}[2GX", "aXc"),
        ("a\r\nb\u{1B}[AX", "aX\nb"),
        ("a\u{1B}[2BX", "a\n\n X"),
        ("\u{1B}[2;3Hx\u{1B}[HX", "X\n  x"),
        ("abcdef\u{1B}[3D\u{1B}[K", "abc"),
        ("abcdef\u{1B}[3D\u{1B}[1K", "    ef"),
        ("abcdef\u{1B}[2K", ""),
        ("one\r\ntwo\u{1B}[A\r\u{1B}[J", ""),
        ("one\r\ntwo\u{1B}[1J", ""),
        ("one\u{1B}[2Jx", "   x"),
        ("abc\r\u{1B}[2@X", "X abc"),
        ("abcdef\r\u{1B}[2P", "cdef"),
        ("abcdefghij\r\u{1B}[@", " abcdefghi"),
    ])
    func sequencesDoWhatXtermDoes(written: String, seen: String) {
        #expect(screen(written).text == seen)
    }

    @Test(arguments: [
        "\u{1B}[1;31mred\u{1B}[0m", "\u{7}red", "\u{1B}[?2004hred\u{1B}[?25l", "\u{1B}]0;title\u{7}red",
        "\u{1B}]0;title\u{1B}\\red", "\u{1B}(Bred", "\u{1B}=red",
    ])
    func coloursModesAndTitlesAreNotSeen(written: String) {
        #expect(screen(written).text == "red")
    }

    @Test func whatIsDimIsKnown() {
        let screen = screen("a\u{1B}[2mb\u{1B}[22mc\u{1B}[1;2md\u{1B}[me")
        #expect((0..<5).map { screen.isDim(row: 0, column: $0) } == [false, true, false, true, false])
    }

    @Test func theWishForPasteMarksIsKnown() {
        #expect(!screen("").wantsPasteMarks)
        #expect(screen("\u{1B}[?2004h").wantsPasteMarks)
        #expect(!screen("\u{1B}[?2004h\u{1B}[?2004l").wantsPasteMarks)
    }

    @Test func aFullRowWrapsOnlyWithTheNextCharacter() {
        var screen = screen("0123456789")
        #expect(screen.cursor == (0, 9))
        screen.write("\r".utf8)
        #expect(screen.cursor == (0, 0))
        screen.write("0123456789 \u{8}".utf8)
        #expect(screen.cursor == (1, 0))
        #expect(screen.text == "0123456789")
    }

    @Test func theScreenScrolls() {
        #expect(screen("1\r\n2\r\n3\r\n4\r\n5").lines == ["2", "3", "4", "5"])
    }

    @Test func wideCharactersTakeTwoCellsAndMarksNone() {
        let screen = screen("漢e\u{301}x")
        #expect(screen.text == "漢e\u{301}x")
        #expect(screen.cursor == (0, 4))
        #expect(self.screen("012345678漢").lines[1] == "漢")
    }

    @Test func charactersAndSequencesMayBeCutAnywhere() {
        var screen = Screen(columns: 10, rows: 4)
        for byte in "ż\u{1B}[2Cł".utf8 { screen.write([byte]) }
        #expect(screen.text == "ż  ł")
    }

    @Test func resizingCutsAndKeepsTheCursorInside() {
        var screen = screen("one\r\ntwo\r\nthree\r\nfour four")
        screen.resize(columns: 4, rows: 2)
        #expect(screen.lines == ["thre", "four"])
        #expect(screen.cursor == (1, 3))
        screen.resize(columns: 8, rows: 3)
        #expect(screen.lines == ["thre", "four", ""])
    }
}
