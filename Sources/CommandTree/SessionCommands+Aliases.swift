extension CandidateSource {
    /// The names of the session's own aliases.
    package static let aliases: CandidateSource = "aliases"
}

extension Command {
    /// Words of one's own (netsh 6.7).
    static var aliasCommands: [Command] {
        [
            Command(
                "alias", "Adds an alias.", aliasParameters, aliasNotes, .session(.alias), answer: .anyOf([.done, list])),
            Command(
                "unalias", "Deletes an alias.", [name("The alias.")],
                CommandNotes(
                    examples: [.init("unalias ls", "Forgets what ls stands for.")], endings: [.notFound]),
                .session(.removeAlias), answer: .done),
            Command(
                "show alias", "Lists all defined aliases.", [],
                CommandNotes(
                    remarks: ["The lines can be put into a file for p2psh --alias."],
                    output: [.init("alias", "The line that makes the alias again.")],
                    record: ["alias", "text"],
                    examples: [.init("show alias", "Lists what was added with alias.")]),
                .session(.showAliases), answer: list),
        ]
    }

    private static var list: JSONShape {
        .array(
            .object([
                .member("name", .anyText, "The word to be typed."),
                .member("text", .anyText, "What it stands for: a line, or the beginning of one."),
            ]))
    }

    private static var aliasParameters: [Parameter] {
        [
            name("The word to be typed.", .optional("list all aliases")),
            Parameter(
                "text", .text(maximumCharacters: AliasTable.longestText),
                "What it stands for: everything behind the name, or one text in quotes.", .optional("show the alias"),
                maximumCount: 64, takesRest: true),
            Parameter(
                "force", .boolean, "Whether a built-in word may be replaced; stands before the text.",
                .fallback("no")),
        ]
    }

    private static func name(_ summary: String, _ absence: Parameter.Absence = .required) -> Parameter {
        Parameter("name", .named("word", check: AliasTable.complaint), summary, absence, candidates: .aliases)
    }

    private static var aliasNotes: CommandNotes {
        CommandNotes(
            remarks: [
                "An alias is looked up for the first word of a line only. What was typed behind it stays behind it. An "
                    + "alias may stand for another alias, but never for itself.",
                "Aliases end with the session. To have them in every session, put the lines into a file and start "
                    + "p2psh --alias with it.",
            ],
            output: [.init("alias", "The line that makes the alias again.")],
            examples: [
                .init("alias ls p2p pnrp cloud show list", "Makes ls a short word for the list of clouds."),
                .init("alias ls", "Shows what ls stands for."),
                .init("alias", "Lists all aliases."),
            ],
            endings: [.notFound])
    }
}
