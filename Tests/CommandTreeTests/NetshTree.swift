import CommandTree

/// The tree of netsh 1.1 with the contexts p2psh has, its handlers doing nothing: a fixture for the grammar.
enum NetshTree {
    struct Nobody: Sendable {}

    static let root = tree(named: "p2psh")

    static func tree(named name: String) -> Context<Nobody> {
        Context(
            name,
            commands: Command.sessionCommands,
            contexts: [
                Context("p2p", commands: [command("dump")], contexts: [collab, group, idmgr, pnrp])
            ])
    }

    static func path(_ words: String...) -> ContextPath<Nobody> {
        path(words)
    }

    static func path(_ words: [String]) -> ContextPath<Nobody> {
        words.reduce(ContextPath(root: root)) { path, word in
            guard let next = path.current.contexts.first(where: { $0.name == word }) else {
                preconditionFailure("the fixture has no context '\(word)'")
            }
            return path.entering(next)
        }
    }

    static let cloudParameter = Parameter(
        "cloud", .text(maximumCharacters: 256), "The cloud.", .optional("all clouds"), candidates: "clouds")
    static let nameParameter = Parameter(
        "peername",
        .named("peername") { text in
            text.contains(".") ? nil : "Invalid peer name '\(text)': expected authority.classifier, for example 0.x."
        }, "The name.")

    static func command(_ words: String, _ parameters: Parameter...) -> Command<Nobody> {
        Command(words, "Does \(words).", parameters: parameters, answer: .done) { _, _ in .done }
    }

    static let addRegistration = command(
        "add registration", nameParameter, cloudParameter,
        Parameter("comment", .text(maximumCharacters: 39), "A remark.", .optional(), isTagged: true),
        Parameter(
            "address", .text(maximumCharacters: 60), "An end.", .optional("auto"), isTagged: true,
            maximumCount: 3),
        Parameter("port", .integer(0...65535), "A port.", .optional(), isTagged: true),
        Parameter("payload", .text(maximumCharacters: 4096), "Text.", .optional(), isTagged: true),
        Parameter("payloadhex", .hexBytes(maximum: 4), "Bytes.", .optional(), isTagged: true),
        Parameter("password", .text(maximumCharacters: 8), "Secret.", .optional(), isTagged: true, isSecret: true),
        Parameter("persistent", .boolean, "Whether it stays.", .optional("no")))

    static let setMode = command(
        "set pnrpmode", Parameter("mode", .choice(["auto", "default", "full", "RO"]), "The mode."), cloudParameter)

    static let pingHost = command(
        "ping host", Parameter("host", .named("host") { _ in nil }, "Whom."), cloudParameter,
        Parameter("count", .integer(0...1000), "How often.", .fallback("4"), isTagged: true),
        Parameter("timeout", .duration(.milliseconds, 1...60000), "How long.", .fallback("1000"), isTagged: true))

    static let showGroups = command(
        "show groups", Parameter("identity", .text(maximumCharacters: 100), "Whose.", .optional("ALL")),
        Parameter("expired", .keyword, "Expired ones only.", .optional()))

    private static let collab = Context(
        "collab",
        contexts: [
            Context(
                "contact",
                commands: [
                    command("delete"), command("dump"), command("export"), command("import"), command("set"),
                    command("show contacts"), command("show xml"),
                ])
        ])

    private static let group = Context(
        "group",
        commands: [
            command("dump"), command("gping"), command("resolve"), command("show acl"), command("show address"),
        ],
        contexts: [Context("db", commands: [command("dump"), command("show statistics")])])

    private static let idmgr = Context(
        "idmgr",
        commands: [
            command("delete group"), command("delete identity"), command("dump"), showGroups,
            command("show identities"), command("show statistics"),
        ])

    private static let pnrp = Context(
        "pnrp", commands: [command("dump")],
        contexts: [
            Context(
                "cloud", groups: ["synchronize": "Synchronizes a cloud."],
                commands: [
                    command("dump"), command("flush", cloudParameter), command("repair", cloudParameter), setMode,
                    command("set seed"), command("show initialization"), command("show list", cloudParameter),
                    command("show names"), command("show pnrpmode"), command("show seed"),
                    command("show statistics", cloudParameter), command("start"), command("synchronize host"),
                    command("synchronize seed"),
                ]),
            Context(
                "diagnostics", aliases: ["diag"], groups: ["ping": "Checks whether somebody answers."],
                commands: [command("dump"), pingHost, command("ping seed")]),
            Context(
                "peer",
                commands: [
                    addRegistration, command("delete registration"), command("dump"), command("enumerate"),
                    command("resolve", nameParameter, cloudParameter), command("set machinename"),
                    command("show convertedname"), command("show machinename"), command("show registration"),
                    command("traceroute"),
                ]),
        ])
}
