package import CommandTree

extension ProgramDescription {
    /// What `--version` shows.
    package static let version = "0.1.0"
    /// The day of that version.
    private static let date = "2026-11-21"

    /// What help, the manual and completion know of the program around the commands (architecture 4).
    package static var p2psh: ProgramDescription {
        ProgramDescription(
            name: "p2psh", version: version, date: date, tagline: "a shell for peer-to-peer names, after netsh p2p",
            synopsis: [
                .init("'p2psh' [options]", "A session; a batch where standard input is no terminal."),
                .init("'p2psh' [options] command ...", "One command."),
                .init("'p2psh' [options] '-f' FILE", "A batch."),
            ],
            description: [
                .paragraph(
                    "p2psh registers names from this machine, finds the names of others with no server in between, "
                        + "shows the clouds this machine is in, and traces how a name was found. It speaks PNRP 4.0, "
                        + "the Peer Name Resolution Protocol that Windows had, over UDP and IPv6."),
                .paragraph(
                    "Without a command it is a session with line editing, history and completion. With a command it "
                        + "runs that one and ends. With a file, or when standard input is no terminal, it runs the "
                        + "lines as a batch and stops at the first that fails."),
                .paragraph(
                    "Options stand before the command; from the first word that is no option on, everything belongs "
                        + "to the command."),
            ],
            optionGroups: optionGroups, guide: guide, examples: examples, sections: sections)
    }

    private static var optionGroups: [OptionGroup] {
        [
            OptionGroup(
                "What is run",
                [
                    Option(
                        ["-f", "--file"], argument: "FILE", values: .files, isRepeatable: true,
                        "Run the lines of FILE and end; - is standard input."),
                    Option(
                        ["-c", "--context"], argument: "WORDS", values: .context,
                        "Start in a context, for example p2p pnrp cloud."),
                    Option(
                        ["-a", "--alias"], argument: "FILE", values: .files, "Run FILE first, then stay in the session."
                    ),
                    Option(["--no-init"], "Do not begin a session with the init file."),
                    Option(["--keep-going"], "In a batch, go on after a line that fails."),
                    Option(["--check"], "In a batch, check every line and run none."),
                    Option(["--timeout"], argument: "SECONDS", "The longest any one command may take."),
                    Option(["--yes"], "Answer yes to every question."),
                ]),
            OptionGroup(
                "How answers look",
                [
                    Option(["--json"], "One JSON document per command; JSON Lines where a command goes on and on."),
                    Option(["--json-schema"], "Show the JSON Schema of all documents that --json writes, and end."),
                    Option(["--terse"], "One record a line, its fields separated by colons."),
                    Option(
                        ["--color"], argument: "WHEN", values: .choice(["auto", "always", "never"]),
                        "Colour: auto (on terminals), always or never."),
                    Option(["--quiet"], "No hints and no progress."),
                ]),
            OptionGroup(
                "The network",
                [
                    Option(
                        ["--bind"], argument: "[ADDR]:PORT", isRepeatable: true,
                        "The global cloud uses exactly this endpoint. A loopback address makes it a private cloud."),
                    Option(
                        ["--seed"], argument: "HOST[:PORT]", isRepeatable: true,
                        "A member to ask first, for this run."),
                    Option(
                        ["--lab"], argument: "N",
                        "Start N more nodes in this process and join them: a private cloud to learn and test on."),
                    Option(["--embedded"], "Do not attach to a running node."),
                ]),
            OptionGroup(
                "The program",
                [
                    Option(["--home"], argument: "DIR", values: .files, "Keep every file of p2psh below DIR."),
                    Option(["--version"], "Show the version."),
                    Option(["-h", "--help"], "Show the options."),
                ]),
        ]
    }

    private static var examples: [CommandNotes.Entry] {
        [
            .init("p2psh --lab 20", "A session in a private cloud of twenty more nodes, with names to find."),
            .init("p2psh p2p pnrp peer resolve 0.alice", "Finds who publishes the name 0.alice."),
            .init("p2psh --json p2p pnrp cloud show list", "Shows the clouds of this machine, for a program to read."),
            .init("p2psh -c p2p pnrp peer", "A session that begins where names are published and found."),
            .init(
                "p2psh p2p dump > saved.p2p", "Writes the configuration as a script; 'p2psh -f saved.p2p' restores it."),
            .init("p2psh --check -f batch.p2p", "Says what is wrong with a batch, and runs nothing of it."),
            .init(
                "p2psh --seed node.example.net p2p pnrp diag check",
                "Tells why the global cloud works or does not, asking that node first."),
        ]
    }
}
