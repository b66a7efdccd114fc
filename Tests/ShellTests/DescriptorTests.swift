import CommandTree
import Glibc
import Shell
import Testing

@Suite("Real descriptors")
struct DescriptorTests {
    /// Both ends of a pipe.
    private struct Pipe {
        let reading: Int32
        let writing: Int32

        init() throws {
            var ends: [Int32] = [0, 0]
            try #require(pipe(&ends) == 0)
            (reading, writing) = (ends[0], ends[1])
        }

        func read() -> String {
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = Glibc.read(reading, &bytes, bytes.count)
            return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        }
    }

    @Test("answers and diagnostics go their own ways; a closed reader is a broken pipe")
    func sink() throws {
        signal(SIGPIPE, SIG_IGN)
        let (answers, diagnostics) = (try Pipe(), try Pipe())
        let sink = DescriptorSink(answers: answers.writing, diagnostics: diagnostics.writing)
        try sink.write("żółw\n", to: .answers)
        try sink.write("no\n", to: .diagnostics)
        #expect(answers.read() == "żółw\n")
        #expect(diagnostics.read() == "no\n")
        close(answers.reading)
        let failure = try #require(throws: SinkFailure.self) { try sink.write("x", to: .answers) }
        #expect(failure.isBrokenPipe)
        for descriptor in [answers.writing, diagnostics.reading, diagnostics.writing] { close(descriptor) }
    }

    @Test("a session over a plain terminal prompts, refuses bad bytes and ends with the input")
    func plainTerminal() async throws {
        let (input, output) = (try Pipe(), try Pipe())
        let typed: [UInt8] = Array("say one\n".utf8) + [0xFF, 0x0A] + Array("say two".utf8)
        #expect(write(input.writing, typed, typed.count) == typed.count)
        close(input.writing)
        let shell = ToyShell()
        let terminal = PlainTerminal(input: input.reading, promptOutput: output.writing, sink: shell.kept)
        #expect(await shell.session.interact(with: terminal) == .success)
        #expect(shell.text == "one\n! The line is not valid UTF-8.\ntwo\n\n")
        #expect(output.read() == "p2psh>p2psh>p2psh>p2psh>")
        for descriptor in [input.reading, output.reading, output.writing] { close(descriptor) }
    }
}
