import CommandTree
import Foundation
import Shell
import Synchronization
import Testing

/// Keeps what it is shown.
private final class ToyPager: Pager {
    private let isThere: Bool
    private let pages = Mutex<[String]>([])
    /// What happens while somebody reads.
    let happening = Mutex<(@Sendable () -> Void)?>(nil)

    init(isThere: Bool = true) { self.isThere = isThere }

    var texts: [String] { pages.withLock { $0 } }

    func show(_ text: String) async -> Bool {
        happening.withLock { $0 }?()
        if isThere { pages.withLock { $0.append(text) } }
        return isThere
    }
}

@Suite("Long help (netsh 8.5)")
struct PagerTests {
    private static func terminal(rows: Int) -> OutputSettings { OutputSettings(columns: { 60 }, rows: { rows }) }

    @Test("help longer than the screen goes to the pager, and nothing else does")
    func pages() async throws {
        let pager = ToyPager()
        let shell = ToyShell(Self.terminal(rows: 6), pager: pager)
        _ = await shell.session.run(line: "?")
        let page = try #require(pager.texts.first)
        #expect(page.hasPrefix("The following commands are available:\n"))
        #expect(page.hasSuffix(" type ?.\n"))
        #expect(shell.text == "")
        _ = await shell.session.run(line: "feed 9")
        #expect(pager.texts.count == 1)
    }

    @Test("help that fits, in a script, in a pipe and for machines is written as ever")
    func plain() async throws {
        let pager = ToyPager()
        for settings in [
            Self.terminal(rows: 60), OutputSettings(), OutputSettings(columns: { 60 }),
            OutputSettings(format: .json, columns: { 60 }, rows: { 6 }),
        ] {
            let shell = ToyShell(settings, pager: pager)
            _ = await shell.session.run(words: ["?"])
            #expect(shell.text.contains("The following commands are available:"))
        }
        let shell = ToyShell(Self.terminal(rows: 6), pager: pager)
        _ = await shell.session.run(line: "?", from: .script(file: "a", line: 1))
        #expect(shell.text.contains("The following commands are available:"))
        #expect(pager.texts.isEmpty)
    }

    @Test("what the pager shows is in the copy of the output as well, once")
    func copied() async throws {
        let scripts = try Scripts()
        for pager in [ToyPager(), ToyPager(isThere: false)] {
            let shell = ToyShell(Self.terminal(rows: 6), pager: pager)
            _ = await shell.session.run(line: "set file open \(scripts.path("copy"))")
            _ = await shell.session.run(line: "?")
            let text = try String(contentsOfFile: scripts.path("copy"), encoding: .utf8)
            #expect(text.components(separatedBy: "The following commands are available:").count == 2)
        }
    }

    @Test("a pager that is not there is no error")
    func missing() async {
        let shell = ToyShell(Self.terminal(rows: 6), pager: ToyPager(isThere: false))
        #expect(await shell.session.run(line: "?") == .success)
        #expect(shell.text.hasPrefix("The following commands are available:\n"))
    }

    @Test("what happens meanwhile is told when the terminal is free again")
    func notices() async {
        let pager = ToyPager()
        let shell = ToyShell(Self.terminal(rows: 6), pager: pager)
        pager.happening.withLock {
            $0 = { shell.session.output.announce("The cloud is Active.") { _ in Issue.record("too early") } }
        }
        _ = await shell.session.run(line: "?")
        #expect(shell.text == "! The cloud is Active.\n")
    }

    @Test(
        "whose choice counts",
        arguments: [
            (["P2PSH_PAGER": "most", "PAGER": "more"], "most"), (["PAGER": "more -s"], "more -s"), ([:], "less -FRX"),
            (["P2PSH_PAGER": "", "PAGER": "more"], nil), (["PAGER": ""], nil),
        ] as [([String: String], String?)])
    func choice(environment: [String: String], commandLine: String?) {
        #expect(PagerChoice(environment: environment).commandLine == commandLine)
    }
}
