extension Command {
    /// The commands every session has; they belong into the root context, from where all contexts inherit them.
    package static var sessionCommands: [Command] {
        contextCommands + aliasCommands + offlineCommands + mannerCommands + [
            Command(
                "exec", "Runs a script file.",
                [
                    Parameter(
                        "filename", .file, "The script; relative to the script that names it.", candidates: .files)
                ],
                CommandNotes(
                    remarks: ["The script runs line by line and stops at the first line that fails."],
                    examples: [.init("exec seeds.p2p", "Runs the lines of the file seeds.p2p.")]),
                .session(.execute), answer: .nothing),
            leaving("bye"), leaving("exit"), leaving("quit"),
        ]
    }

    private static func leaving(_ word: String) -> Command {
        Command(
            word, "Exits the program.", [],
            CommandNotes(
                remarks: [
                    "Names published from here end with the program. Changes that wait for 'commit' are lost; at a "
                        + "prompt that is asked first."
                ],
                examples: [.init(word, "Leaves.")]),
            .session(.leave), answer: .done)
    }

    /// Moving about (netsh 6.3, 6.8).
    private static var contextCommands: [Command] {
        [
            Command(
                "popd", "Pops a context from the stack.", [],
                CommandNotes(
                    remarks: ["A script cannot take what was pushed before it began."],
                    examples: [.init("popd", "Goes back to where 'pushd' was typed.")]),
                .session(.popContext), answer: .context),
            Command(
                "pushd", "Pushes current context on stack.",
                [
                    Parameter(
                        "context", .text(maximumCharacters: 200), "The words of the context to go to.",
                        .optional("stay here"), maximumCount: 8)
                ],
                CommandNotes(
                    remarks: ["'popd' goes back to where 'pushd' was typed."],
                    examples: [.init("pushd p2p pnrp cloud", "Goes to the cloud context, until popd.")]),
                .session(.pushContext), answer: .context),
            Command(
                "show context", "Shows the current context.", [],
                CommandNotes(
                    record: ["context"],
                    examples: [.init("show context", "Shows where the session is.")]),
                .session(.showContext), answer: .context),
            Command(
                "set context", "Changes the current context.",
                [
                    Parameter(
                        "context", .text(maximumCharacters: 200),
                        "The words of a context, in quotes when there are several; / is the root.")
                ],
                CommandNotes(
                    remarks: ["The same as typing the words alone."],
                    examples: [.init("set context \"/ p2p pnrp cloud\"", "Goes to the cloud context from anywhere.")]),
                .session(.enterContext), answer: .context),
        ]
    }
}
