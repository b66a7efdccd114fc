extension Command {
    /// Changes that wait (netsh 6.9).
    static var offlineCommands: [Command] {
        [
            Command(
                "offline", "Sets the current mode to offline.", [],
                CommandNotes(
                    remarks: [offlineRemark], examples: [.init("offline", "From now on, changes wait for commit.")]),
                .session(.goOffline), answer: .object([mode])),
            Command(
                "online", "Sets the current mode to online.", [],
                CommandNotes(
                    remarks: [
                        "Changes that are pending are made first, as 'commit' does; if one fails, the session "
                            + "stays offline."
                    ],
                    examples: [.init("online", "Makes what is pending, and later changes at once.")]),
                .session(.goOnline), answer: .object([mode, committed])),
            Command(
                "set mode", "Sets the current mode to online or offline.",
                [Parameter("mode", .choice(["offline", "online"]), "The mode.")],
                CommandNotes(
                    remarks: [offlineRemark],
                    examples: [.init("set mode offline", "From now on, changes wait for commit.")]),
                .session(.setMode), answer: .anyOf([.object([mode, committed]), .object([mode])])),
            Command(
                "show mode", "Shows the current mode.", [],
                CommandNotes(
                    output: [.init("mode", "online or offline.")],
                    examples: [.init("show mode", "Shows whether changes are made at once.")]),
                .session(.showMode),
                answer: .object([mode, .member("pending", .count, "How many changes wait for commit.")])),
            Command(
                "show pending", "Lists the changes that wait for commit.", [],
                CommandNotes(
                    output: [
                        .init("No.", "The order in which they will be made."),
                        .init("Context", "Where the line was typed; / is the root."),
                        .init("Command", "The line."),
                    ],
                    record: ["context", "line"],
                    examples: [.init("show pending", "Lists what 'commit' would do.")]),
                .session(.showPending), answer: .array(change)),
            commit,
            discarding("abort", "Discards changes made while in offline mode."),
            discarding("flush", "Discards changes made while in offline mode."),
        ]
    }

    private static var commit: Command {
        Command(
            "commit", "Commits changes made while in offline mode.", [],
            CommandNotes(
                remarks: [
                    "The changes are made in the order in which they were typed. The first that fails is named and ends "
                        + "it; it and those behind it stay pending. The session stays in the mode it is in.",
                    "Nothing is asked meanwhile: a command that wants a confirmation fails, unless --yes was given.",
                ],
                examples: [.init("commit", "Makes all changes that are pending.")],
                endings: [.notFound, .timedOut, .unreachable, .notPermitted, .interrupted]),
            .session(.commit), answer: .object([committed]))
    }

    private static func discarding(_ word: String, _ summary: String) -> Command {
        Command(
            word, summary, [],
            CommandNotes(
                remarks: ["Where nothing is pending it has no effect. The session stays in the mode it is in."],
                examples: [.init(word, "Forgets all changes that are pending.")]),
            .session(.discard), answer: .object([.member("discarded", .count, "How many changes were forgotten.")]))
    }

    private static var mode: JSONMember {
        .member("mode", .words("offline", "online"), "Whether changes wait for commit.")
    }

    private static var committed: JSONMember {
        .member("committed", .array(change), "What was made, in its order.")
    }

    private static var change: JSONShape {
        .named(
            "change", "A change that was put aside in offline mode.",
            .object([
                .member("context", .anyText, "The words of the context it was typed in; empty for the root."),
                .member("line", .anyText, "The line, aliases written out."),
            ]))
    }

    private static var offlineRemark: String {
        "In offline mode, commands that change what is kept from one start to the next are looked at and put aside "
            + "until 'commit'; 'abort' forgets them. All other commands run at once. A star in the prompt says that "
            + "changes are pending."
    }
}
