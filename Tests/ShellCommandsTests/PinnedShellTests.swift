import CommandTree
import Shell
import Testing

/// Help and errors as netsh is known to have worded them (netsh 3).
@Suite("Pinned: help and errors", .tags(.pinned)) struct PinnedShellTests {
    private let shell = TypedShell(.init(clouds: [.traders]))

    @Test("O-8 the help page of p2p, with the contexts p2psh has")
    func help() async {
        let answers = await shell.type(["set prompt=netsh", "p2p ?"]).answers
        #expect(
            answers.hasPrefix(
                """
                The following commands are available:

                Commands in this context:
                ?              - Displays a list of commands.
                collab         - Changes to the `netsh p2p collab' context.
                dump           - Displays a configuration script.
                group          - Tells what takes the place of peer grouping.
                help           - Displays a list of commands.
                idmgr          - Changes to the `netsh p2p idmgr' context.
                mesh           - Changes to the `netsh p2p mesh' context.
                pnrp           - Changes to the `netsh p2p pnrp' context.

                The following sub-contexts are available:
                 collab idmgr mesh pnrp

                """))
        #expect(
            answers.hasSuffix(
                """
                To view help for a command, type the command, followed by a space, and then
                 type ?.

                """))
    }

    @Test("O-8 the root's entry for p2p")
    func rootEntry() async {
        let answers = await shell.type(["set prompt=netsh", "?"]).answers
        #expect(answers.contains("\np2p            - Changes to the `netsh p2p' context.\n"))
    }

    private static let syntax = "The syntax supplied for this command is not valid. Check help for the correct syntax."

    @Test(
        "O-9 what is said of mistakes, in its order; between the sentences stands what is p2psh's own",
        arguments: [
            ("dhcp", ["The following command was not found: dhcp."]),
            (
                "advfirewall set allprofiles state off",
                ["The following command was not found: advfirewall set allprofiles state off."]
            ),
            (
                "p2p pnrp peer resolve",
                [
                    "One or more essential parameters were not entered.",
                    "Verify the required parameters, and reenter them.", syntax,
                    "Usage: resolve [peername=]peername [[cloud=]cloud]",
                ]
            ),
            (
                "p2p pnrp cloud show list Global_ 'Ethernet 2'",
                ["'Ethernet 2' is not a valid argument for this command.", syntax, "Usage: show list [[cloud=]cloud]"]
            ),
            (
                "p2p pnrp cloud set pnrpmode mode=some",
                ["'some' is not a valid argument for this command.", syntax, "Usage: set pnrpmode [mode=]"]
            ),
            (
                "p2p pnrp peer resolve 0.a peername=0.b",
                ["The syntax supplied for this command is not valid.", "Check help for the correct syntax.", "Usage: "]
            ),
        ])
    func errors(line: String, sentences: [String]) async {
        let outcome = await shell.type(line)
        #expect(outcome.answers == "")
        #expect(outcome.status == .usage)
        #expect(outcome.diagnostics.hasPrefix(sentences[0]))
        var rest = outcome.diagnostics[...]
        for sentence in sentences {
            let place = rest.firstRange(of: sentence)
            #expect(place != nil, "\(sentence)")
            rest = rest[(place?.upperBound ?? rest.endIndex)...]
        }
    }

    @Test(
        "O-9 M-8: success without data", arguments: ["add registration 0.web Global_", "set machinename publish=start"])
    func success(line: String) async {
        #expect(await shell.type("p2p pnrp peer \(line)").answers == "Ok.\n")
    }

    @Test("O-9 M-9: a name that is not there")
    func notFound() async {
        let outcome = await shell.type("p2p pnrp peer resolve 0.nobody")
        #expect(outcome == Outcome(answers: "Resolve started...\n\nNot Found.\n", diagnostics: "", status: .notFound))
    }
}
