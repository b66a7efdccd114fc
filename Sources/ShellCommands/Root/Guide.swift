import CommandTree
import PNRP

// How to use the program: the sections of its manual that no table of commands or options can tell.

extension ProgramDescription {
    static var guide: [Section] { [session, editing, scripts, completion] }

    private static var session: Section {
        Section(
            "Session",
            [
                .paragraph(
                    "Commands live in contexts, one in the other, as files live in folders. The prompt shows the "
                        + "context one is in; the name of a context goes there, and a command behind the name runs "
                        + "there and comes back:"),
                .lines([
                    "p2psh>p2p pnrp", "p2psh p2p pnrp>cloud show list", "p2psh p2p pnrp>..", "p2psh p2p>",
                ]),
                .terms([
                    .init(
                        "?", "Shows what may be typed. Behind any words, 'show ?' for example, what may follow them."),
                    .init("..", "Goes up one context; '/' goes to the root."),
                    .init(
                        "pushd, popd", "Remember the context one is in, perhaps going to another, and come back to it."),
                    .init(
                        "alias", "Gives a line, or the beginning of one, a word of your own; 'unalias' takes it back."),
                    .init(
                        "offline, commit, abort",
                        "Put changes of the configuration aside, make them together, or forget them."),
                    .init("exit", "Leaves; so do 'bye', 'quit' and Ctrl-D."),
                ]),
                .paragraph(
                    "Words may be shortened as long as they are unambiguous: 'sh st' is 'show statistics'. Where the "
                        + "context has no such word, those of the contexts above it are looked at. A leading 'netsh' "
                        + "is ignored, so that lines from old instructions work as they are."),
                .paragraph(
                    "Arguments are given in their order or by tag, 'tag=value'. Blanks, and what would be a tag, go "
                        + "into single or double quotes. Inside double quotes a backslash takes the meaning from a "
                        + "quote or a backslash behind it."),
            ])
    }

    private static var editing: Section {
        Section(
            "Editing keys",
            [
                .terms([
                    .init(
                        "Tab",
                        "Completes contexts, commands, tags, values, clouds, names, identities and files. A second "
                            + "Tab lists what fits, each with a line of help."),
                    .init("Ctrl-R", "Searches the lines typed before; the arrow keys go through them."),
                    .init("Ctrl-A, Ctrl-E", "Go to the beginning and to the end of the line."),
                    .init("Ctrl-W, Ctrl-U, Ctrl-K", "Delete the word before, the line, and what follows."),
                    .init("Ctrl-C", "Gives up the line, or stops the command that runs, and not the session."),
                    .init("Ctrl-D", "On an empty line, leaves."),
                    .init("Ctrl-Z", "Suspends the program; 'fg' comes back to it."),
                ]),
                .paragraph(
                    "Keys can be bound in ~/.editrc, as editrc(5) says. Pasted lines wait for Return. Lines that hold "
                        + "secrets are not remembered."),
            ])
    }

    private static var scripts: Section {
        Section(
            "Batches and scripts",
            [
                .paragraph(
                    "A batch is a file of lines as they are typed in a session. A line that begins with # is a remark. "
                        + "The first line that fails ends it, and its message begins with file and line; "
                        + "--keep-going goes on, and --check only looks. Scripts should use full words: what is "
                        + "unambiguous today may not be tomorrow."),
                .paragraph(
                    "Answers go to standard output; hints, progress and errors go to standard error. The exit status "
                        + "is that of the command, or of the first line that failed."),
                .paragraph(
                    "With --json every answer is a JSON document of its own; a command with nothing else to tell "
                        + "answers {\"ok\":true}. --json-schema shows what each document may hold; keys are only ever "
                        + "added."),
            ])
    }

    private static var completion: Section {
        Section(
            "Completion in other shells",
            [
                .paragraph(
                    "bash, zsh and fish complete the command line of p2psh, and what they offer they ask p2psh itself "
                        + "for: the names, clouds and identities that running sessions of the same user know are "
                        + "among it. 'make install' puts the scripts where the shells look for them."),
                .paragraph(
                    "Other shells can ask the same way: 'p2psh --complete WORDS...', with the words up to the cursor, "
                        + "the last of them perhaps empty, prints a line for each word that may stand there, and "
                        + "behind a tab what it means."),
            ])
    }

    static var sections: [Section] {
        [
            Section(
                "Environment",
                [
                    .terms([
                        .init("P2PSH_HOME", "The same as --home, which comes first."),
                        .init("NO_COLOR", "Not empty: no colour, unless --color asks for it."),
                        .init(
                            "P2PSH_PAGER, PAGER",
                            "What shows long help on a terminal; the first that is set. Set to nothing: no pager."),
                        .init(
                            "TERM", "Empty or dumb: lines are read without editing keys, and shown without colour."),
                        .init("P2PSH_LOG", "Set to anything: tells on standard error what the engine does."),
                        .init(
                            "XDG_STATE_HOME, XDG_DATA_HOME, XDG_CONFIG_HOME, XDG_RUNTIME_DIR",
                            "Where files are kept; see below."),
                    ])
                ]),
            Section(
                "Files",
                [
                    .terms([
                        .init(
                            "${XDG_STATE_HOME:-~/.local/state}/p2psh/",
                            "Settings and remembered members, in p2psh.sqlite, and the lines typed, in history."),
                        .init(
                            "${XDG_DATA_HOME:-~/.local/share}/p2psh/keys/",
                            "The private keys, a file for each identity."),
                        .init(
                            "${XDG_CONFIG_HOME:-~/.config}/p2psh/init",
                            "Lines that every session at a terminal begins with: the place for aliases."),
                        .init(
                            "${XDG_RUNTIME_DIR}/p2psh/",
                            "What running sessions know, for completion. Without a runtime directory, the folder run "
                                + "beside the settings."),
                    ]),
                    .paragraph(
                        "With --home or P2PSH_HOME these are the folders state, keys and run, and the file init, of that "
                            + "directory. What p2psh writes is readable by its owner only."),
                ]),
            Section(
                "Security",
                [
                    .paragraph(
                        "Names whose authority is 0 may be published by anybody. Names with an authority are signed "
                            + "with RSA-1024 and SHA-1, as the protocol fixes them; that keeps honest people apart "
                            + "and no determined attacker out."),
                    .paragraph(
                        "What other machines say is never printed raw: control characters become visible escapes."),
                    .paragraph(
                        "The protocol has no cookies: whoever forges the source of a request has its answer sent to "
                            + "somebody else. What a publisher among twenty others sends there, in bytes of UDP payload "
                            + "for those of the request ('p2psim reflection' weighs it):"),
                    .terms([
                        .init("SOLICIT", "216 for 36, at most 10 a second of all sources together."),
                        .init(
                            "REQUEST",
                            "966 for 720 with the SOLICIT before it: once for each, and only what that one offered."),
                        .init("LOOKUP", "96 for 126."),
                        .init("INQUIRE", "36 for 56; for a record 549 for 76; with the largest payload 4973 for 76."),
                        .init("FLOOD", "20 for 146, and at most one INQUIRE of 76 to somebody else, sent twice."),
                    ]),
                    .paragraph(
                        "All answers larger than the smallest INQUIRE together are limited for each source: "
                            + "\(Limits.answerByteBurst) bytes at once and \(Limits.answerBytesPerSecond) a second. A "
                            + "source is an address of our own link and a /64 anywhere else. What is beyond that is not "
                            + "sent, and 'show statistics' counts it in JSON."),
                ]),
        ]
    }
}
