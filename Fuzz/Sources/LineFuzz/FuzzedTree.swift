import CommandTree

/// A tree with a parameter of every kind, and contexts to be in.
enum FuzzedTree {
    struct Nobody: Sendable {}

    /// The root, and a context two levels down.
    static let places: [ContextPath<Nobody>] = {
        let top = ContextPath(root: root)
        return [top] + top.descendants
    }()

    /// What Tab is offered, some of it hard to write.
    static let candidates = [
        Candidate("Global_"), Candidate("LinkLocal_ff00::%2/8"), Candidate("a 'b\" c\\"), Candidate("\u{301}mark"),
        Candidate("日本 x"), Candidate("0.e\u{301}"), Candidate("0.é"), Candidate("x=y"), Candidate("dir/"),
    ]

    private static let root = Context(
        "p2psh", commands: Command<Nobody>.sessionCommands,
        contexts: [
            Context("p2p", commands: [command("dump")], contexts: [Context("pnrp", contexts: [cloud, peer])])
        ])

    private static let cloud = Context(
        "cloud", groups: ["synchronize": "Fills something."],
        commands: [
            command("start"), command("synchronize host", text), command("synchronize seed"), command("show list"),
            command("show statistics", keyword, text),
            command("set pnrpmode", Parameter("mode", .choice(["auto", "default", "full", "RO"]), "A word."), text),
        ])

    private static let peer = Context(
        "peer", aliases: ["p"],
        commands: [
            command(
                "add registration", named, text, tagged("comment", .text(maximumCharacters: 3, maximumBytes: 20)),
                tagged("address", .text(maximumCharacters: 60), count: 2), tagged("port", .integer(0...65535)),
                tagged("payloadhex", .hexBytes(maximum: 4)), tagged("wait", .duration(.seconds, 0...9.5)),
                tagged("password", .text(maximumCharacters: 8), isSecret: true),
                Parameter("persistent", .boolean, "Yes or no.", .optional("no"))),
            command("import", Parameter("file", .file, "A file.", candidates: .files)),
        ])

    private static let text = Parameter(
        "cloud", .text(maximumCharacters: 256), "A text.", .optional("all"), candidates: "clouds")
    private static let keyword = Parameter("EXPIRED", .keyword, "There or not.", .optional())
    private static let named = Parameter(
        "peername", .named("peername") { $0.contains(".") ? nil : "'\($0)' has no dot." }, "A syntax of its own.",
        candidates: "names")

    private static func tagged(
        _ tag: String, _ kind: Parameter.Kind, count: Int = 1, isSecret: Bool = false
    ) -> Parameter {
        Parameter(tag, kind, "Only by its tag.", .optional(), isTagged: true, maximumCount: count, isSecret: isSecret)
    }

    private static func command(_ words: String, _ parameters: Parameter...) -> Command<Nobody> {
        Command(words, "Does \(words).", parameters: parameters, answer: .done) { _, _ in .done }
    }
}
