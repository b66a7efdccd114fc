/// What the tree cannot know about the program around it: its help and its manual are written from this, and its
/// command line is completed by it.
package struct ProgramDescription: Sendable {
    package struct Option: Sendable {
        /// For example `-f` and `--file`.
        package let names: [String]
        /// The placeholder of its value, for example `FILE`; nil for a switch.
        package let argument: String?
        package let values: Values
        package let isRepeatable: Bool
        /// One or two sentences for help.
        package let summary: String

        package init(
            _ names: [String], argument: String? = nil, values: Values = .any, isRepeatable: Bool = false,
            _ summary: String
        ) {
            self.names = names
            self.argument = argument
            self.values = values
            self.isRepeatable = isRepeatable
            self.summary = summary
        }

        var explanation: String { summary + (isRepeatable ? " May be repeated." : "") }
    }

    /// What the value of an option may be, as far as completion can offer it.
    package enum Values: Sendable {
        case any, files
        case choice([String])
        /// The words of a context: every word up to the next option.
        case context
    }

    /// Options about one thing.
    package struct OptionGroup: Sendable {
        package let title: String
        package let options: [Option]

        package init(_ title: String, _ options: [Option]) {
            self.title = title
            self.options = options
        }
    }

    package struct Section: Sendable {
        package enum Block: Sendable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
            case paragraph(String)
            /// Something to type, a file or the like, and what it is.
            case terms([CommandNotes.Entry])
            /// Lines as they are typed or seen.
            case lines([String])

            package init(stringLiteral text: String) { self = .paragraph(text) }
        }

        package let title: String
        package let blocks: [Block]

        package init(_ title: String, _ blocks: [Block]) {
            self.title = title
            self.blocks = blocks
        }
    }

    package let name: String
    package let version: String
    /// The day of the version, `2026-11-21`.
    package let date: String
    /// What it does, as the NAME section of a man page has it: no capital, no full stop.
    package let tagline: String
    /// Ways to call it, and what they are for. What is typed as it stands is in single quotes.
    package let synopsis: [CommandNotes.Entry]
    package let description: [Section.Block]
    package let optionGroups: [OptionGroup]
    /// Sections between the options and the commands: how to use it.
    package let guide: [Section]
    /// Command lines, and what they do.
    package let examples: [CommandNotes.Entry]
    /// Sections that follow the commands: files, environment and the like.
    package let sections: [Section]

    package init(
        name: String, version: String, date: String, tagline: String, synopsis: [CommandNotes.Entry],
        description: [Section.Block], optionGroups: [OptionGroup], guide: [Section] = [],
        examples: [CommandNotes.Entry] = [], sections: [Section] = []
    ) {
        self.name = name
        self.version = version
        self.date = date
        self.tagline = tagline
        self.synopsis = synopsis
        self.description = description
        self.optionGroups = optionGroups
        self.guide = guide
        self.examples = examples
        self.sections = sections
    }

    package var options: [Option] { optionGroups.flatMap(\.options) }
}
