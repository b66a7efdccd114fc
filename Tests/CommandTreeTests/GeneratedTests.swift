import CommandTree
import Foundation
import Testing

@Suite("Documents generated from the tree")
struct GeneratedTests {
    private let program = ProgramDescription(
        name: "p2psh", tagline: "a shell for peers", synopsis: "p2psh [options] [command words...]",
        description: ["First paragraph.", ".leading dot and back\\slash - here"],
        options: [.init(["-f", "--file"], argument: "FILE", "runs a file: it's fast"), .init(["--json"], "JSON")],
        sections: [.init("Files", ["~/.local/state/p2psh"])])

    @Test("the man page has a section for each context with commands and a part for each command")
    func manualPage() {
        let page = ManualPage.pages(of: program, root: NetshTree.root)[0].source
        let lines = page.split(separator: "\n")
        #expect(lines.first == ".TH \"P2PSH\" \"1\" \"\" \"p2psh\"")
        #expect(lines.contains("p2psh \\- a shell for peers"))
        #expect(lines.contains("\\&.leading dot and back\\eslash \\- here"))
        #expect(lines.contains(".B \\-f, \\-\\-file FILE"))
        #expect(lines.contains(".SH \"COMMANDS OF EVERY CONTEXT\""))
        #expect(lines.contains(".SH \"COMMANDS OF p2p pnrp peer\""))
        #expect(lines.contains(".SS \"p2p pnrp peer resolve [peername=]peername [[cloud=]text]\""))
        #expect(!lines.contains(".SH \"COMMANDS OF p2p collab\""))
    }

    @Test("completion scripts ask the program", arguments: CompletionScript.allCases)
    func completionScripts(script: CompletionScript) {
        #expect(script.source(program).contains("--complete "))
    }

    @Test("the shells accept their scripts", arguments: CompletionScript.allCases.filter { $0.interpreter != nil })
    func syntax(script: CompletionScript) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "p2psh-\(UUID()).\(script)")
        try Data(script.source(program).utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        let interpreter = try #require(script.interpreter)
        process.executableURL = interpreter
        process.arguments = ["-n", file.path]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}

extension CompletionScript {
    /// The shell itself, where it is installed.
    fileprivate var interpreter: URL? {
        ["/bin", "/usr/bin"].map { URL(filePath: "\($0)/\(self)") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }
}
