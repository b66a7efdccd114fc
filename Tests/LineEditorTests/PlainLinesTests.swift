import Glibc
import Testing

@testable import LineEditor

@Suite struct PlainLinesTests {
    private struct Pipe: ~Copyable {
        var reading: Int32 = -1
        var writing: Int32 = -1

        init() throws {
            var ends: [Int32] = [-1, -1]
            try #require(pipe(&ends) == 0)
            (reading, writing) = (ends[0], ends[1])
        }

        func send(_ text: String) {
            _ = write(writing, text, text.utf8.count)
        }

        /// The other side sees the end of input.
        mutating func finish() {
            close(writing)
            writing = -1
        }

        deinit {
            close(reading)
            close(writing)
        }
    }

    @Test func linesComeAsTheyAreWrittenAndThenTheEnd() async throws {
        var pipe = try Pipe()
        let lines = PlainLines(input: pipe.reading)
        pipe.send("one\ntwo")
        #expect(try await lines.next() == PlainLine(number: 1, text: "one"))
        pipe.finish()
        #expect(try await lines.next() == PlainLine(number: 2, text: "two"))
        #expect(try await lines.next() == nil)
    }

    @Test func aRefusedLineIsThrownAndTheNextIsRead() async throws {
        var pipe = try Pipe()
        let lines = PlainLines(input: pipe.reading)
        pipe.send("a\0b\nnext\n")
        pipe.finish()
        await #expect(throws: PlainLineFailure(number: 1, cause: .containsNUL)) { try await lines.next() }
        #expect(try await lines.next() == PlainLine(number: 2, text: "next"))
    }

    @Test func onAPipeTheNextLineIsTheAnswer() async throws {
        let pipe = try Pipe()
        let lines = PlainLines(input: pipe.reading)
        pipe.send("ask\nyes\n")
        #expect(try await lines.next() == PlainLine(number: 1, text: "ask"))
        #expect(try await lines.nextAnswer(prompt: "Sure? ") == PlainLine(number: 2, text: "yes"))
    }

    @Test func aSilentPipeIsLeftWhenWoken() async throws {
        let pipe = try Pipe()
        let lines = PlainLines(input: pipe.reading)
        async let next = lines.next()
        lines.wakeToEnd()
        #expect(try await next == nil)
        #expect(try await lines.next() == nil)
    }

    @Test func whatEndedTheInputIsKnown() async throws {
        let pipe = try Pipe()
        let silent = PlainLines(input: pipe.reading)
        silent.wakeToEnd()
        #expect(try await silent.next() == nil)
        #expect(silent.wasCutShort)
        let ended = PlainLines(input: open("/dev/null", O_RDONLY))
        ended.wakeToEnd()
        #expect(try await ended.next() == nil)
        #expect(!ended.wasCutShort)
    }

    @Test func whoeverIsCancelledWaitsNoLongerAndTheNextReadsOn() async throws {
        let pipe = try Pipe()
        let lines = PlainLines(input: pipe.reading)
        let waiting = Task { try await lines.next() }
        pipe.send("ha")
        waiting.cancel()
        #expect(try await waiting.value == nil)
        pipe.send("lf\n")
        #expect(try await lines.next() == PlainLine(number: 1, text: "half"))
    }

    @Test func thePromptGoesWhereItIsTold() async throws {
        let pipe = try Pipe()
        let output = try Pipe()
        pipe.send("one\n")
        let lines = PlainLines(input: pipe.reading, promptOutput: output.writing)
        _ = try await lines.next(prompt: "p2psh>")
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = read(output.reading, &bytes, bytes.count)
        #expect(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self) == "p2psh>")
    }

    @Test func aDescriptorThatCannotBeReadSaysWhy() async {
        let lines = PlainLines(input: open("/", O_RDONLY))
        await #expect(throws: PlainLineFailure(number: 1, cause: .unreadable(errno: EISDIR))) {
            try await lines.next()
        }
    }
}
