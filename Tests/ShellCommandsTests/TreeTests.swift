import CommandTree
import Foundation
import PNRP
import PeerEngine
import Shell
import ShellCommands
import Testing

@Suite("The tree as a whole") struct TreeTests {
    private static let commands =
        ([ContextPath(root: .p2psh)] + ContextPath<CommandEnvironment>(root: .p2psh).descendants)
        .flatMap { place in place.current.commands.map { (place.words + $0.words).joined(separator: " ") } }

    @Test("every command has a page with its usage and exit codes", arguments: commands)
    func pages(command: String) async {
        let outcome = await TypedShell().type(command + " ?")
        #expect(outcome.status == .success)
        #expect(outcome.answers.contains("\nUsage: "))
        #expect(outcome.answers.contains("\nExit codes: 0 "))
        #expect(outcome.answers.contains(", 1 failed, 2 usage"))
    }

    @Test("traceroute explains its columns, and why a rejected publisher is a success (netsh 4.5.5)")
    func traceroute() async {
        let page = await TypedShell().type("p2p pnrp peer traceroute ?").answers.replacing("\n", with: " ")
        for words in ["(bits)", "(ms)", "Rejected (Unreachable)", "128 or more bits", "(Final Inquire)", "success"] {
            #expect(page.contains(words))
        }
    }

    @Test(
        "the shortest words of netsh 2.6",
        arguments: [
            "p2 p c sh l", "p2p p c show st", "netsh p2p pnrp cloud show list", "p2p pnrp peer sh r", "p2p i s",
        ])
    func abbreviations(line: String) async {
        #expect(await TypedShell(.init(clouds: [.traders])).type(line).status == .success)
    }

    @Test("Tab offers clouds, own names and identities from what is at hand")
    func candidates() {
        let script = ScriptedServices.Script(clouds: [.traders], names: [.traderChat], identities: [.alice])
        let environment = CommandEnvironment(services: ScriptedServices(script))
        let completer = Completer(
            at: ContextPath(root: .p2psh), provider: { source, _ in environment.candidates(from: source) })
        #expect(completer.complete("p2p pnrp cloud show list G").insertion == "lobal_ ")
        #expect(completer.complete("p2p pnrp peer del reg 0.").insertion == "quickreturntraderchat ")
        #expect(
            completer.complete("p2p idmgr delete identity 24").insertion
                == "60f44f457b670116f55709f3e6324dd12ad70e.PnrpProtocolV2 ")
    }

    @Test(
        "what a person at a prompt is told of events",
        arguments: [
            (
                .cloudChanged(cloud: "Global_", from: .synchronizing, to: .active),
                "Cloud Global_: Synchronizing -> Active"
            ),
            (.cloudChanged(cloud: "Global_", from: .virtual, to: .synchronizing), nil),
            (.nameAnnounced(peer("0.a"), cloud: "Global_"), "The name '0.a' is now known in cloud Global_."),
            (.nameRegistered(peer("0.a"), cloud: "Global_"), nil),
            (.eventsLost(3), "3 events were missed."),
        ] as [(EngineEvent, String?)])
    func announcements(event: EngineEvent, text: String?) {
        #expect(event.announcement?.text == text)
    }
}

/// What `make generate` writes.
@Suite("Checked-in documents") struct DocumentTests {
    private func checkedIn(_ path: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    @Test("the manual is that of the tree")
    func manual() throws {
        for page in ManualPage.pages(of: .p2psh, root: .p2psh) {
            #expect(try checkedIn("man/\(page.name).1") == page.source)
        }
    }

    @Test(
        "the completion scripts are those of the tree",
        arguments: [
            (CompletionScript.bash, "completions/p2psh.bash"), (.zsh, "completions/_p2psh"),
            (.fish, "completions/p2psh.fish"),
        ])
    func completions(script: CompletionScript, path: String) throws {
        #expect(try checkedIn(path) == script.source(.p2psh))
    }
}

@Suite("The context of a session")
struct ContextCommandTests {
    @Test("s alone could be set or show")
    func ambiguity() async {
        let outcome = await TypedShell().type("s")
        #expect(outcome.diagnostics.contains("The command 's' is ambiguous: set, show."))
        #expect(outcome.status == .usage)
    }
}
