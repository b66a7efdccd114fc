import FileTesting
import Foundation
import Testing

@testable import LiveWords

@Suite("What running sessions tell the Tab of others") struct LiveWordsTests {
    private let folder: TemporaryFolder
    private var words: String { folder.path(of: "run/words") }

    init() throws { folder = try TemporaryFolder() }

    @Test("what two processes know is offered, each word once, until they end")
    func lives() throws {
        let first = LiveWordsFile(directory: words)
        let second = LiveWordsFile(directory: words)
        first.write(LiveWords(lists: ["clouds": ["Global_"], "names": ["0.zoë b", "0.a:b=c"]]))
        second.write(LiveWords(lists: ["clouds": ["Global_", "LinkLocal_ff00::%2/8"]]))
        let both = LiveWords(readFrom: words)
        #expect(both.lists["clouds"]?.sorted() == ["Global_", "LinkLocal_ff00::%2/8"])
        #expect(both.lists["names"] == ["0.zoë b", "0.a:b=c"])
        second.close()
        #expect(LiveWords(readFrom: words).lists["clouds"] == ["Global_"])
        first.close()
        #expect(LiveWords(readFrom: words) == LiveWords())
        #expect(try folder.names(below: "run/words").isEmpty)
    }

    @Test("a new list takes the place of the old one, in a file of the user's alone")
    func rewriting() throws {
        let file = LiveWordsFile(directory: words)
        file.write(LiveWords(lists: ["names": ["0.a"]]))
        file.write(LiveWords(lists: ["names": ["0.b"]]))
        #expect(LiveWords(readFrom: words).lists == ["names": ["0.b"]])
        let name = try #require(folder.names(below: "run/words").first)
        #expect(try folder.names(below: "run/words").count == 1)
        #expect(try folder.permissions(of: "run/words/\(name)") == 0o600)
        #expect(try folder.permissions(of: "run/words") == 0o700)
        #expect(try folder.permissions(of: "run") == 0o700)
        file.close()
        file.write(LiveWords(lists: ["names": ["0.late"]]))
        #expect(LiveWords(readFrom: words) == LiveWords())
    }

    @Test("files that nobody holds are those of the dead: ignored, and cleared away by the next to write")
    func dead() throws {
        let file = LiveWordsFile(directory: words)
        file.write(LiveWords(lists: ["names": ["0.alive"]]))
        for name in ["run/words/1a2b", "run/words/.draft"] {
            try folder.write("p2psh words 1\nnames\t0.ghost\n", to: name)
        }
        #expect(LiveWords(readFrom: words).lists == ["names": ["0.alive"]])
        #expect(try folder.names(below: "run/words").count == 3)
        let next = LiveWordsFile(directory: words)
        next.write(LiveWords(lists: ["names": ["0.next"]]))
        #expect(try folder.names(below: "run/words").count == 2)
        #expect(LiveWords(readFrom: words).lists["names"]?.sorted() == ["0.alive", "0.next"])
    }

    @Test("a directory that others may write to tells nothing, nor does a link to one")
    func foreign() throws {
        let file = LiveWordsFile(directory: words)
        file.write(LiveWords(lists: ["names": ["0.a"]]))
        try FileManager.default.createSymbolicLink(atPath: folder.path(of: "link"), withDestinationPath: words)
        #expect(LiveWords(readFrom: folder.path(of: "link")) == LiveWords())
        try folder.setPermissions(0o777, of: "run/words")
        #expect(LiveWords(readFrom: words) == LiveWords())
        #expect(LiveWords(readFrom: folder.path(of: "nowhere")) == LiveWords())
    }

    @Test(
        "hostile contents count as nothing",
        arguments: [
            "", "p2psh words 2\nnames\t0.a", "names\t0.a\n", "p2psh words 1\nnames 0.a\n\t0.b\nnames\t\n",
            "p2psh words 1\nnames\t0.\u{1B}[2J\nnames\t0.\u{202E}a\nnames\t0.a\tb\nnames\t0.\r",
            "p2psh words 1\nnames\t" + String(repeating: "x", count: 1025),
        ])
    func hostile(text: String) {
        #expect(WordsText.words(from: Array(text.utf8)) == LiveWords())
    }

    @Test("bytes that are no text count as nothing; lists and words beyond the bounds are left out")
    func bounds() {
        #expect(WordsText.words(from: Array("p2psh words 1\nnames\t0.".utf8) + [0xFF]) == LiveWords())
        let many = (0..<2000).map { "names\t0.\($0)\n" }.joined() + (0..<100).map { "list\($0)\tx\n" }.joined()
        let read = WordsText.words(from: Array(("p2psh words 1\n" + many).utf8))
        #expect(read.lists["names"]?.count == WordsLimits.words)
        #expect(read.lists.count == WordsLimits.lists)
        let long = LiveWords(lists: ["names": (0..<500).map { "\($0)" + String(repeating: "x", count: 1000) }])
        #expect(WordsText.text(of: long).utf8.count <= WordsLimits.fileBytes)
    }

    @Test("what is written is what is read", arguments: ["0.a", "0.a b", "0.\"'\\$`", "żółw 龜 🐢", "a=b:c", "0.a\tb"])
    func roundTrip(word: String) {
        let written = WordsText.text(of: LiveWords(lists: ["own names": [word]]))
        let isFit = !word.contains("\t")
        #expect(WordsText.words(from: Array(written.utf8)).lists == (isFit ? ["own names": [word]] : [:]))
    }
}
