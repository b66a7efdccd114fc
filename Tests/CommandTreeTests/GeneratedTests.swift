import CommandTree
import Foundation
import Testing

@Suite("Documents generated from the tree")
struct GeneratedTests {
    private let program = ProgramDescription(
        name: "p2psh", version: "1.2", date: "2026-11-21", tagline: "a shell for peers",
        synopsis: [.init("'p2psh' [options] command", "One command.")],
        description: [.paragraph("First paragraph."), .paragraph(".leading dot and back\\slash - 'here', --so, it's")],
        optionGroups: [
            .init(
                "All",
                [
                    .init(["-f", "--file"], argument: "FILE", isRepeatable: true, "Runs a file."),
                    .init(["--json"], "J."),
                ]
            )
        ],
        examples: [.init("p2psh -f x", "Runs x.")],
        sections: [.init("Files", [.terms([.init("~/żółw", "Settings.")])])])

    private var pages: [ManualPage] { ManualPage.pages(of: program, root: NetshTree.root) }

    @Test("a page for the program, and one for each context")
    func pageNames() {
        let contexts = ContextPath(root: NetshTree.root).descendants
        #expect(pages.count == contexts.count + 1)
        #expect(pages.first?.name == "p2psh")
        #expect(pages.contains { $0.name == "p2psh-p2p-pnrp-peer" })
    }

    @Test("the page of the program: options, commands of every context, and where the others are")
    func programPage() throws {
        let lines = try #require(pages.first).source.split(separator: "\n")
        #expect(lines.first == #".TH "P2PSH" 1 2026-11-21 "p2psh 1.2" "p2psh manual""#)
        #expect(lines.contains(#"p2psh \- a shell for peers"#))
        #expect(lines.contains(#"\&.leading dot and back\eslash \- \fBhere\fR, \fB\-\-so\fR, it's"#))
        #expect(lines.contains(#"\fB\-f\fR, \fB\%\-\-file\fR \fIFILE\fR"#))
        #expect(lines.contains("Runs a file. May be repeated."))
        #expect(lines.contains(#"\fB\%\(ti/\[u017C]\[u00F3]\[u0142]w\fR"#))
        #expect(lines.contains { $0.contains(#"\fB\%p2psh\-p2p\-pnrp\-peer\fR(1)"#) })
    }

    @Test("the page of a context: each command with its usage, and the pages around it")
    func contextPage() throws {
        let page = try #require(pages.first { $0.name == "p2psh-p2p-pnrp-peer" }).source
        #expect(page.contains(".SS \"resolve\"\n"))
        #expect(page.contains(#"\fB\%resolve\fR \%[\fBpeername=\fR]\fIpeername\fR \%[[\fBcloud=\fR]\fItext\fR]"#))
        // Behind the first letter the sign would be a place for a hyphen.
        let usages = page.split(separator: "\n").filter { $0.hasPrefix("\\fB\\%") && $0.contains("=") }
        #expect(!usages.isEmpty)
        #expect(usages.allSatisfy { !$0.contains("[\\fB\\%") && !$0.contains("\\fR\\fI\\%") })
        let related = page.split(separator: "SEE ALSO").last ?? ""
        for name in ["p2psh", "p2psh\\-p2p", "p2psh\\-p2p\\-pnrp", "p2psh\\-p2p\\-pnrp\\-cloud"] {
            #expect(related.contains("\\fB\\%\(name)\\fR(1)"), "\(name)")
        }
    }

    @Test("help fits its width, and shows options and examples", arguments: [40, 80, 100])
    func help(width: Int) {
        let lines = program.help(width: width).map(\.text)
        #expect(lines.allSatisfy { displayWidth(of: $0) <= width })
        #expect(lines.contains("  -f, --file FILE") || lines.contains { $0.hasPrefix("  -f, --file FILE   ") })
        #expect(lines.contains { $0.hasPrefix("  p2psh [options] command") })
        #expect(lines.contains { $0.contains("p2psh -f x") })
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
