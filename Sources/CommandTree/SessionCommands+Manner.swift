extension Command {
    /// Standard words of netsh about the session itself (netsh 6.2, 6.9, 6.12).
    static var mannerCommands: [Command] {
        [
            setFile, setMachine,
            Command(
                "set prompt", "Sets the first word of the prompt.",
                [Parameter("word", .choice(["netsh", "p2psh"]), "The word.")],
                CommandNotes(examples: [.init("set prompt=netsh", "The prompt is that of netsh.")]),
                .session(.setPrompt), answer: .done),
            Command(
                "set hints", "Switches what is said at the right of the line about what comes next.",
                [Parameter("state", .choice(["off", "on"]), "Whether it is said.")],
                CommandNotes(examples: [.init("set hints=off", "Says no more what comes next.")]),
                .session(.setHints), answer: .done),
            refusing("add helper", "Refused: all contexts are built in."),
            refusing("delete helper", "Refused: all contexts are built in."),
            Command(
                "show helper", "Lists the built-in contexts.", [],
                CommandNotes(
                    output: [
                        .init("Commands", "How many commands the context has of its own."),
                        .init("Context", "The words that go there."),
                    ],
                    record: ["context", "commands"],
                    examples: [.init("show helper", "Lists the contexts.")]),
                .session(.showHelpers),
                answer: .array(
                    .object([
                        .member("context", .anyText, "The words that go there."),
                        .member("commands", .count, "How many commands it has of its own."),
                    ]))),
        ]
    }

    private static var setFile: Command {
        Command(
            "set file", "Copies the output to a file.",
            [
                Parameter(
                    "mode", .choice(["append", "close", "open"]),
                    "open writes a new file, append goes on behind an old one, close ends the copy."),
                Parameter("name", .file, "The file; close needs none.", .optional(), candidates: .files),
            ],
            CommandNotes(
                remarks: [
                    "Answers, errors and hints are copied as they are shown, without colours. What is typed is not."
                ],
                examples: [
                    .init("set file open today.txt", "Copies what is shown from now on to today.txt."),
                    .init("set file close", "Ends the copy."),
                ]),
            .session(.setFile), answer: .done)
    }

    private static var setMachine: Command {
        Command(
            "set machine", "Sets the machine on which to operate: this one only.",
            [
                Parameter(
                    "name", .text(maximumCharacters: 256), "This machine: its host name, localhost, or a dot.",
                    .optional("this machine"))
            ],
            CommandNotes(
                remarks: ["Other machines are reached with ssh."],
                examples: [.init("set machine localhost", "Stays on this machine.")]),
            .session(.setMachine), answer: .done)
    }

    private static func refusing(_ words: String, _ summary: String) -> Command {
        Command(
            words, summary,
            [
                Parameter(
                    "words", .text(maximumCharacters: 256), "Whatever was typed behind it in netsh.", .optional(),
                    maximumCount: 16)
            ],
            CommandNotes(
                remarks: ["p2psh loads no libraries at run time: what it can do is in the program."],
                examples: [.init("show helper", "Lists the contexts there are.")]),
            .session(.refuseHelper), answer: .nothing)
    }
}
