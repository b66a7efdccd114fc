import CommandTree
import Shell
import Testing

/// Help and errors as netsh is known to have worded them (netsh 3).
@Suite("Pinned: help and errors", .tags(.pinned)) struct PinnedShellTests {
    private let shell = TypedShell(.init(clouds: [.traders]))

    @Test("O-8 the help page of p2p, with the contexts p2psh has")
    func help() async {
        let answers = await shell.type("p2p ?").answers
        #expect(
            answers.hasPrefix(
                """
                The following commands are available:

                Commands in this context:
                ?              - Displays a list of commands.
                dump           - Displays a configuration script.
                group          - Tells what takes the place of peer grouping.
                help           - Displays a list of commands.
                idmgr          - Changes to the `p2psh p2p idmgr' context.
                pnrp           - Changes to the `p2psh p2p pnrp' context.

                The following sub-contexts are available:
                 idmgr pnrp

                """))
        #expect(
            answers.hasSuffix(
                """
                To view help for a command, type the command, followed by a space, and then
                 type ?.

                """))
    }

    @Test(
        "O-9 the sentences of errors",
        arguments: [
            ("dhcp", "The following command was not found: dhcp."),
            ("p2p set allprofiles state off", "The following command was not found: p2p set allprofiles state off."),
            ("p2p pnrp peer resolve", "One or more essential parameters were not entered."),
            ("p2p pnrp cloud show list Global_ 2=Z", "'2=Z' is not a valid argument for this command."),
            (
                "p2p pnrp peer resolve 0.a peername=0.b",
                "The syntax supplied for this command is not valid."
            ),
        ])
    func errors(line: String, sentence: String) async {
        let outcome = await shell.type(line)
        #expect(outcome.answers == "")
        #expect(outcome.diagnostics.hasPrefix(sentence))
        #expect(outcome.status == .usage)
    }

    @Test("O-9 M-9: a name that is not there")
    func notFound() async {
        let outcome = await shell.type("p2p pnrp peer resolve 0.nobody")
        #expect(outcome == Outcome(answers: "Resolve started...\n\nNot Found.\n", diagnostics: "", status: .notFound))
    }
}
