/// What the tree cannot know about the program around it: text for its man page and completion scripts.
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
    }

    /// What the value of an option may be, as far as completion can offer it.
    package enum Values: Sendable {
        case any, files
        case choice([String])
        /// The words of a context: every word up to the next option.
        case context
    }

    package struct Section: Sendable {
        package let title: String
        package let paragraphs: [String]

        package init(_ title: String, _ paragraphs: [String]) {
            self.title = title
            self.paragraphs = paragraphs
        }
    }

    package let name: String
    /// What it does, as the NAME section of a man page has it: no capital, no full stop.
    package let tagline: String
    package let synopsis: String
    package let description: [String]
    package let options: [Option]
    /// Sections that follow the commands: files, environment and the like.
    package let sections: [Section]

    package init(
        name: String, tagline: String, synopsis: String, description: [String], options: [Option], sections: [Section]
    ) {
        self.name = name
        self.tagline = tagline
        self.synopsis = synopsis
        self.description = description
        self.options = options
        self.sections = sections
    }
}
