package import CommandTree

extension ProgramDescription {
    /// What the manual and the completion scripts say of the program around the commands (architecture 4).
    package static var p2psh: ProgramDescription {
        ProgramDescription(
            name: "p2psh", tagline: "a shell for peer-to-peer names, after netsh p2p",
            synopsis: "p2psh [options] [command words...]",
            description: [
                "p2psh registers names from this machine, resolves the names of others with no server in between, "
                    + "shows the clouds this machine is in, and traces how a name was found. It speaks PNRP 4.0.",
                "Without words it is a session with line editing, history and completion; with words it runs one "
                    + "command; with a file, or when standard input is no terminal, it runs a batch.",
                "Words may be shortened as long as they are unambiguous. ? behind any words shows what may follow.",
            ],
            options: options, sections: sections)
    }

    private static var options: [Option] {
        [
            Option(
                ["-f", "--file"], argument: "FILE", values: .files, isRepeatable: true,
                "Run a batch file; - is standard input."),
            Option(["-c", "--context"], argument: "WORDS", values: .context, "Start in that context."),
            Option(["-a", "--alias"], argument: "FILE", values: .files, "Run FILE, then stay in the session."),
            Option(["--keep-going"], "In a batch, go on after a failing line."),
            Option(["--check"], "In a batch, parse and validate, and run nothing."),
            Option(["--json"], "One JSON document per command; JSON Lines where a command streams."),
            Option(["--json-schema"], "Show the JSON Schema of all documents that --json writes."),
            Option(["--terse"], "One record a line, fields separated by colons."),
            Option(
                ["--color"], argument: "WHEN", values: .choice(["auto", "always", "never"]),
                "Colour: auto, always or never."),
            Option(["--timeout"], argument: "SECONDS", "The longest any one command may take."),
            Option(["--yes"], "Answer yes to confirmations."),
            Option(["--quiet"], "No hints, no progress."),
            Option(
                ["--bind"], argument: "[ADDR]:PORT", isRepeatable: true,
                "The global cloud uses exactly this endpoint; loopback makes it a private cloud."),
            Option(["--seed"], argument: "HOST[:PORT]", isRepeatable: true, "A member to ask first, for this run."),
            Option(
                ["--lab"], argument: "N",
                "Start N further nodes in this process and join them: a private cloud to learn and test on."),
            Option(["--home"], argument: "DIR", values: .files, "Keep every file of p2psh below DIR."),
            Option(["--embedded"], "Do not attach to a running node."),
            Option(["--version"], "Show the version."),
            Option(["-h", "--help"], "Show the options."),
        ]
    }

    private static var sections: [Section] {
        [
            Section(
                "Files",
                [
                    "${XDG_STATE_HOME:-~/.local/state}/p2psh/ holds settings, remembered members and the history.",
                    "${XDG_DATA_HOME:-~/.local/share}/p2psh/keys/ holds the private keys.",
                ]),
            Section(
                "Environment",
                [
                    "P2PSH_HOME: the same as --home.",
                    "NO_COLOR: set to anything, no colour unless --color asks for it.",
                ]),
            Section(
                "Security",
                [
                    "Names whose authority is 0 may be published by anybody. Names with an authority are signed with "
                        + "RSA-1024 and SHA-1, as the protocol fixes them; that keeps honest people apart and no "
                        + "determined attacker out.",
                    "What other machines say is never printed raw: control characters become visible escapes.",
                ]),
        ]
    }
}
