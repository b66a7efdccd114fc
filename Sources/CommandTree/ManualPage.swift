/// The man page of the program, as groff source with the man macros. It bears no date, so that the same tree is always
/// the same page.
package struct ManualPage: Sendable {
    /// As in `man NAME`, and the file's without its ending.
    package let name: String
    package let source: String

    package static func pages<Environment>(
        of program: ProgramDescription, root: Context<Environment>
    ) -> [ManualPage] {
        [ManualPage(name: program.name, source: source(program, root: root))]
    }

    private static func source<Environment>(
        _ program: ProgramDescription, root: Context<Environment>
    ) -> String {
        let path = ContextPath(root: root)
        var page = Roff()
        page.macro("TH", program.name.uppercased(), "1", "", program.name)
        page.section("NAME", ["\(program.name) - \(program.tagline)"])
        page.section("SYNOPSIS", [program.synopsis])
        page.section("DESCRIPTION", program.description)
        page.macro("SH", "OPTIONS")
        for option in program.options { page.option(option) }
        for place in [path] + path.descendants { page.context(place) }
        page.macro("SH", "EXIT STATUS")
        for status in ExitStatus.allCases { page.term("\(status.rawValue)", status.meaning) }
        for section in program.sections { page.section(section.title.uppercased(), section.paragraphs) }
        return page.text
    }
}

/// Writes groff source; all text goes through `escaped`, so that none of it is taken as a request.
private struct Roff {
    private(set) var text = ""

    mutating func macro(_ name: String, _ arguments: String...) {
        let quoted = arguments.map { "\"" + Self.escaped($0).split(separator: "\"").joined(separator: "\\(dq") + "\"" }
        text += (["." + name] + quoted).joined(separator: " ") + "\n"
    }

    mutating func paragraph(_ paragraph: String) {
        text += Self.escaped(paragraph) + "\n"
    }

    mutating func section(_ title: String, _ paragraphs: [String]) {
        macro("SH", title)
        for (index, paragraph) in paragraphs.enumerated() {
            if index > 0 { macro("PP") }
            self.paragraph(paragraph)
        }
    }

    mutating func term(_ term: String, _ text: String) {
        macro("TP")
        self.text += ".B " + Self.escaped(term) + "\n"
        paragraph(text)
    }

    mutating func option(_ option: ProgramDescription.Option) {
        let argument = option.argument.map { " " + $0 } ?? ""
        term(option.names.joined(separator: ", ") + argument, option.summary)
    }

    mutating func context<Environment>(_ place: ContextPath<Environment>) {
        let commands = place.current.commands.sorted { $0.name < $1.name }
        guard !commands.isEmpty else { return }
        macro("SH", place.isRoot ? "COMMANDS OF EVERY CONTEXT" : "COMMANDS OF " + place.words.joined(separator: " "))
        for command in commands { self.command(command, in: place) }
    }

    private mutating func command<Environment>(_ command: Command<Environment>, in place: ContextPath<Environment>) {
        macro("SS", (place.words + [command.usage]).joined(separator: " "))
        paragraph(command.summary)
        for parameter in command.parameters { term(parameter.tag, parameter.explanation) }
        for remark in command.notes.remarks {
            macro("PP")
            paragraph(remark)
        }
        for entry in command.notes.output { term(entry.term, entry.text) }
        for example in command.notes.examples {
            macro("PP")
            paragraph("Example:")
            term(example.term, example.text)
        }
    }

    /// A backslash, a hyphen and a leading dot or apostrophe mean something to groff.
    private static func escaped(_ text: String) -> String {
        var result = text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" : ""
        for character in text {
            switch character {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            default: result.append(character)
            }
        }
        return result
    }
}
