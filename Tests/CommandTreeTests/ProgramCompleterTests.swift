import CommandTree
import Testing

@Suite("Completing the program's command line") struct ProgramCompleterTests {
    private let program = ProgramDescription(
        name: "p2psh", version: "1", date: "2026-11-21", tagline: "a shell for peers", synopsis: [], description: [],
        optionGroups: [
            .init(
                "All",
                [
                    .init(["-f", "--file"], argument: "FILE", values: .files, isRepeatable: true, "Runs a file."),
                    .init(["-c", "--context"], argument: "WORDS", values: .context, "Starts there."),
                    .init(["--color"], argument: "WHEN", values: .choice(["auto", "always", "never"]), "Colour."),
                    .init(["--home"], argument: "DIR", values: .files, "Where files are."), .init(["--json"], "JSON."),
                ])
        ])

    private func completer(_ words: [String]) -> ProgramCompleter<NetshTree.Nobody> {
        ProgramCompleter(program, root: NetshTree.root, words: words)
    }

    private func words(_ words: String...) -> [String] {
        completer(words).candidates { source, typed in
            source == .files ? [Candidate(typed + "/one"), Candidate(typed + "/two")] : [Candidate("Global_")]
        }.map(\.text)
    }

    @Test("the command's words, as at the prompt")
    func command() {
        #expect(words("p").contains("p2p"))
        #expect(words("p2p", "pnrp", "") == words("netsh", "p2p", "pnrp", ""))
        #expect(words("p2p", "pnrp", "cl") == ["cloud"])
        #expect(words("P2P", "pn", "CL") == ["cloud"])
        #expect(words("p2p", "pnrp", "cloud", "show", "li") == ["list"])
        #expect(words("p2p", "pnrp", "cloud", "show", "list", "cl") == ["cloud="])
        #expect(words("--json", "p2p", "pnrp", "pe") == ["peer"])
        #expect(words("nothing", "") == [])
        #expect(words() == words(""))
    }

    @Test("values come as whole words, with the tag as it was typed")
    func values() {
        #expect(words("p2p", "pnrp", "cloud", "show", "list", "cloud=Gl") == ["cloud=Global_"])
        #expect(words("p2p", "pnrp", "cloud", "show", "list", "CLOUD=g") == ["CLOUD=Global_"])
        #expect(words("p2p", "pnrp", "cloud", "show", "list", "G") == ["Global_"])
    }

    @Test("options until the command begins, each that makes sense")
    func options() {
        #expect(words("--j") == ["--json"])
        #expect(words("-") == ["-f", "--file", "-c", "--context", "--color", "--home", "--json"])
        #expect(words("--json", "--j") == [])
        #expect(words("--file", "x", "--fi") == ["--file"])
        #expect(words("p2p", "--j") == [])
    }

    @Test("values of options, behind a blank or a sign")
    func optionValues() {
        #expect(words("--color", "a") == ["auto", "always"])
        #expect(words("--color=n") == ["--color=never"])
        #expect(words("-f", "dir") == ["dir/one", "dir/two"])
        #expect(words("--unknown=x") == [])
        #expect(words("--color", "auto", "p2p", "pnrp", "cl") == ["cloud"])
    }

    @Test("the context of --context, in one word or several, and the command behind it")
    func contexts() {
        #expect(words("-c", "") == ["p2p"])
        #expect(words("-c", "p2p pnrp cl") == ["p2p pnrp cloud"])
        #expect(words("-c", "p2p", "pnrp", "cl") == ["cloud"])
        #expect(words("-c", "p2p pnrp", "cloud", "show", "li") == ["list"])
        #expect(words("-c", "p2p pnrp cloud", "--json", "show", "li") == ["list"])
        #expect(words("--context=p2p pnrp", "cl") == ["cloud"])
        #expect(words("-c", "nowhere else") == [])
    }

    @Test("the value of an option is told, however it was written")
    func told() {
        #expect(completer(["--home", "/a", "--home=/b", ""]).value(of: "--home") == "/b")
        #expect(completer(["--home", ""]).value(of: "--home") == nil)
        #expect(completer(["p2p", "--home", "/a", ""]).value(of: "--home") == nil)
    }

    @Test(
        "whatever is typed, there is an answer",
        arguments: [
            ["\u{1B}[2J"], ["--", "-"], ["-c"], ["-c", "\"", "'"], ["--=", "="], ["", "", ""], ["\u{0}", "x"],
        ])
    func hostile(typed: [String]) {
        #expect(completer(typed + [""]).candidates { _, _ in [] }.count <= 50)
    }
}
