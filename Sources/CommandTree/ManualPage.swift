/// A page of the manual, as groff source: one for the program, and one for each context with the words that lead there
/// in its name. Date and version come with the program, so that the same tree is always the same page.
package struct ManualPage: Sendable {
    /// As in `man NAME`, and the file's without its ending.
    package let name: String
    package let source: String

    package static func pages<Environment>(
        of program: ProgramDescription, root: Context<Environment>
    ) -> [ManualPage] {
        let top = ContextPath(root: root)
        let author = ManualAuthor(program: program, top: top)
        return [ManualPage(name: program.name, source: author.programPage())]
            + top.descendants.map { ManualPage(name: author.name(of: $0), source: author.page(of: $0)) }
    }
}

/// Writes the pages.
private struct ManualAuthor<Environment: Sendable> {
    let program: ProgramDescription
    let top: ContextPath<Environment>

    func name(of place: ContextPath<Environment>) -> String {
        ([program.name] + place.words).joined(separator: "-")
    }

    private func page(named name: String) -> Roff {
        Roff(
            title: name.uppercased(), date: program.date, source: "\(program.name) \(program.version)",
            manual: "\(program.name) manual")
    }

    // MARK: The program

    func programPage() -> String {
        var page = page(named: program.name)
        page.section("NAME")
        page.paragraph("\(program.name) - \(program.tagline)", isFirst: true)
        page.section("SYNOPSIS")
        for call in program.synopsis { page.term(Roff.prose(call.term), call.text) }
        write(ProgramDescription.Section("Description", program.description), to: &page)
        page.section("OPTIONS")
        for group in program.optionGroups {
            page.subsection(group.title)
            for option in group.options { page.term(Self.term(of: option), option.explanation) }
        }
        for section in program.guide { write(section, to: &page) }
        page.section("COMMANDS OF EVERY CONTEXT")
        page.paragraph(Self.introduction, isFirst: true)
        for command in top.current.sortedCommands { write(command, to: &page) }
        page.section("CONTEXTS")
        for place in top.descendants { refer(to: place, in: &page) }
        page.section("EXAMPLES")
        for example in program.examples { page.term(Roff.bold(example.term), example.text) }
        page.section("EXIT STATUS")
        for status in ExitStatus.allCases { page.term(Roff.bold("\(status.rawValue)"), status.explanation) }
        for section in program.sections { write(section, to: &page) }
        page.section("SEE ALSO")
        page.paragraph(top.descendants.map { name(of: $0) + "(1)" }.joined(separator: ", "), isFirst: true)
        return page.text
    }

    private static func term(of option: ProgramDescription.Option) -> String {
        let names = option.names.map { Roff.bold($0) }.joined(separator: ", ")
        return names + (option.argument.map { " " + Roff.italic($0) } ?? "")
    }

    private func write(_ section: ProgramDescription.Section, to page: inout Roff) {
        page.section(section.title.uppercased())
        for (index, block) in section.blocks.enumerated() {
            switch block {
            case .paragraph(let text): page.paragraph(text, isFirst: index == 0)
            case .terms(let terms): for term in terms { page.term(Roff.bold(term.term), term.text) }
            case .lines(let lines): page.example(lines)
            }
        }
    }

    private func refer(to place: ContextPath<Environment>, in page: inout Roff) {
        page.term(
            Roff.bold(place.words.joined(separator: " ")), "\(place.current.about.sentence) \(name(of: place))(1)")
    }

    // MARK: A context

    func page(of place: ContextPath<Environment>) -> String {
        let words = place.words.joined(separator: " ")
        let about = place.current.about
        var page = page(named: name(of: place))
        page.section("NAME")
        page.paragraph("\(name(of: place)) - \(about.tagline)", isFirst: true)
        page.section("SYNOPSIS")
        page.paragraph("'\(program.name)' [options] '\(words)' command", isFirst: true)
        page.section("DESCRIPTION")
        for (index, paragraph) in about.paragraphs.enumerated() { page.paragraph(paragraph, isFirst: index == 0) }
        page.paragraph(
            "In a session '\(words)' goes to this context; the commands are then typed without it. Those of "
                + "\(program.name)(1) work here too.", isFirst: about.paragraphs.isEmpty)
        page.list("The commands at a glance:", isDense: true) { page in
            for command in place.current.sortedCommands { page.term(Roff.bold(command.name), command.summary) }
        }
        page.section("COMMANDS")
        page.paragraph(Self.introduction, isFirst: true)
        for command in place.current.sortedCommands { write(command, to: &page) }
        let children = place.current.contexts.map { place.entering($0) }
        if !children.isEmpty { page.section("CONTEXTS") }
        for child in children.sorted(by: { $0.text < $1.text }) { refer(to: child, in: &page) }
        page.section("SEE ALSO")
        page.paragraph(relatives(of: place).joined(separator: ", "), isFirst: true)
        return page.text
    }

    /// The pages of the contexts above, of those below, and of those beside.
    private func relatives(of place: ContextPath<Environment>) -> [String] {
        let above = place.levels.dropFirst().reversed()
        let below = place.descendants
        let beside = place.parent.current.contexts.filter { $0.name != place.current.name }
            .map { place.parent.entering($0) }
        return (above + below + beside).map { name(of: $0) + "(1)" }
    }

    // MARK: A command

    private static var introduction: String {
        "Every command ends with status 0 when it is done, 1 when it failed and 2 when it was not understood. Where it "
            + "may end with another, its description says so."
    }

    private func write(_ command: Command<Environment>, to page: inout Roff) {
        page.subsection(command.name)
        page.paragraph(command.summary, isFirst: true)
        if !command.parameters.isEmpty { page.hanging(command.roffUsage) }
        for parameter in command.parameters {
            page.term(parameter.roffTerm, parameter.meaning)
        }
        for remark in command.notes.remarks { page.paragraph(remark) }
        if !command.notes.output.isEmpty {
            page.list("In the answer:") { page in
                for entry in command.notes.output { page.term(Roff.bold(entry.term), entry.text) }
            }
        }
        if !command.notes.record.isEmpty {
            page.paragraph("With --terse a line for each record: \(command.notes.record.joined(separator: ":"))")
        }
        let members = command.answer.memberPaths
        if members.contains(where: { $0.path != "ok" }) {
            page.list("With --json \(command.answer.summary(isFeed: command.isFeed))", isDense: true) { page in
                for member in members { page.term(Roff.bold(member.path), member.meaning) }
            }
        }
        if !command.notes.examples.isEmpty {
            page.list("For example:") { page in
                for example in command.notes.examples { page.term(Roff.bold(example.term), example.text) }
            }
        }
        if !command.notes.endings.isEmpty { page.paragraph("Exit status: \(command.endings).") }
    }
}

extension JSONShape {
    /// The members with the way to each, for example `clouds[].name`.
    fileprivate var memberPaths: [(path: String, meaning: String)] {
        var above: [String] = []
        return outline.map { member in
            above = Array(above.prefix(member.depth)) + [member.term]
            return (above.joined(separator: "."), member.meaning)
        }
    }
}

extension Context {
    fileprivate var sortedCommands: [Command<Environment>] { commands.sorted { $0.name < $1.name } }
}

extension Command {
    /// How it may end, as help pages and the manual say it.
    var endings: String {
        exitStatuses.map { "\($0.rawValue) \(meaning(of: $0))" }.joined(separator: ", ")
    }
}

extension Command {
    fileprivate var roffUsage: String {
        ([Roff.bold(name)] + parameters.map(\.roffUsage)).joined(separator: " ")
    }
}

extension Parameter {
    /// As ``usage``: what is typed as it stands in bold, what is put in its place in italics.
    fileprivate var roffUsage: String {
        if case .keyword = kind { return Roff.word("[" + Roff.boldPiece(tag) + "]") }
        let prefix = isPositional ? "[" + Roff.boldPiece(tag + "=") + "]" : Roff.boldPiece(tag + "=")
        let value = prefix + roffPlaceholder
        return Roff.word(isRequired ? value : "[\(value)]") + (maximumCount > 1 ? " ..." : "")
    }

    /// The parameter where it is explained.
    fileprivate var roffTerm: String {
        if case .keyword = kind { return Roff.bold(tag) }
        return Roff.word(Roff.boldPiece(tag + "=") + roffPlaceholder)
    }

    /// Words to choose from are typed as they stand; anything else stands for something.
    private var roffPlaceholder: String {
        switch kind {
        case .choice(let words): "{" + words.map(Roff.boldPiece).joined(separator: "|" + Roff.mayBreak) + "}"
        case .boolean: "{" + Roff.boldPiece("yes") + "|" + Roff.boldPiece("no") + "}"
        default: Roff.italicPiece(placeholder)
        }
    }

    /// What it is, which values it takes, and what it is when it is not given; the usage tells whether it must be.
    fileprivate var meaning: String {
        // The usage right above has the words to choose from.
        let values = if case .choice = kind { String?.none } else { self.values }
        let again = maximumCount > 1 ? "Up to \(maximumCount) times." : nil
        let absent: String? =
            switch absence {
            case .required, .optional(nil): nil
            case .optional(let meaning?), .fallback(let meaning): "Default: \(meaning)."
            }
        return [summary, values, again, absent].compactMap(\.self).joined(separator: " ")
    }
}
