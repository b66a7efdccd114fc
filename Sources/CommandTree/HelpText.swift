/// Help pages. The layout of listings is that of netsh O-8, the layout of command pages that of M-3.
package struct HelpText<Environment: Sendable> {
    /// As a pipe gets them.
    package static func lines(on topic: HelpTopic<Environment>) -> [Line] { body(on: topic).flatMap(\.lines) }

    package static func body(on topic: HelpTopic<Environment>) -> [Block] {
        switch topic {
        case .context(let path, .local): localListing(path)
        case .context(let path, .inherited): inheritedListing(path)
        case .group(let group, let path): groupListing(group, path)
        case .command(let command): CommandPage(command).body
        case .everything(let path): everything(path)
        }
    }

    private static func localListing(_ path: ContextPath<Environment>) -> [Block] {
        let inherited = path.isRoot ? [] : path.parent.levels.flatMap { $0.listing.map(\.word) }
        let own = Set(path.listing.map(\.word))
        return heading + section("Commands in this context:", path.listing) + subcontexts(path)
            + also(Set(inherited).subtracting(own)) + footer
    }

    private static func inheritedListing(_ path: ContextPath<Environment>) -> [Block] {
        let parents = path.levels.dropFirst().reversed().flatMap { parent in
            section("Commands in the \(parent.text)-context:", parent.listing)
        }
        return heading + parents + section("Commands in this context:", path.listing) + subcontexts(path) + footer
    }

    private static func groupListing(_ group: String, _ path: ContextPath<Environment>) -> [Block] {
        let commands = path.current.commands(inGroup: group).sorted { $0.name < $1.name }
        let inherited = path.isRoot ? [] : path.parent.levels.flatMap { $0.current.commands(inGroup: group) }
        return heading + section("Commands in this context:", commands.map { ($0.name, $0.summary) })
            + also(Set(inherited.map(\.name)).subtracting(commands.map(\.name))) + deeper(group, path) + footer
    }

    /// Where the word of a group has more commands, for those who miss one (netsh 1.2, rule 2).
    private static func deeper(_ group: String, _ path: ContextPath<Environment>) -> [Block] {
        let places = path.descendants.filter { $0.current.groupWords.contains(group) }
        guard !places.isEmpty else { return [] }
        let list = places.map { $0.words.joined(separator: " ") }.joined(separator: "; ")
        return [.paragraph("Further commands that begin with '\(group)' are in: \(list)."), .blank]
    }

    private static func everything(_ path: ContextPath<Environment>) -> [Block] {
        ([path] + path.descendants).flatMap { place in
            let commands = place.current.commands.sorted { $0.name < $1.name }
            let entries = commands.map { Block.entry($0.usage, $0.summary, .everything) }
            return [.line(Line(place.text, .heading))] + entries + [.blank]
        }
    }

    private static var heading: [Block] { [.line("The following commands are available:"), .blank] }

    private static func section(_ title: String, _ entries: [(word: String, summary: String)]) -> [Block] {
        let entries = entries.map { Block.entry($0.word, $0.summary, .listing) }
        return [.line(Line(title, .heading))] + entries + [.blank]
    }

    private static func subcontexts(_ path: ContextPath<Environment>) -> [Block] {
        let names = path.current.contexts.map(\.name).sorted()
        guard !names.isEmpty else { return [] }
        return [
            .line("The following sub-contexts are available:"), .line(Line(" " + names.joined(separator: " "))), .blank,
        ]
    }

    /// What may be typed here although it belongs to a parent.
    private static func also(_ words: Set<String>) -> [Block] {
        guard !words.isEmpty else { return [] }
        return [.paragraph("Also available: " + words.sorted().joined(separator: ", ") + "."), .blank]
    }

    private static var footer: [Block] {
        [.line("To view help for a command, type the command, followed by a space, and then"), .line(" type ?.")]
    }
}

extension ContextPath {
    /// What a listing of this context shows: its first words and the marks for help; at the root also the ways to move.
    var listing: [(word: String, summary: String)] {
        let help = [("?", "Displays a list of commands."), ("help", "Displays a list of commands.")]
        let moves = [("..", "Goes up one context level."), ("/", "Goes to the root context.")]
        let commands = current.commands.filter { $0.words.count == 1 }.map { ($0.name, $0.summary) }
        let groups = current.groupWords.map { ($0, current.summary(ofGroup: $0)) }
        let contexts = current.contexts.map { context in
            (context.name, "Changes to the `\(entering(context).text)' context.")
        }
        let all = help + (isRoot ? moves : []) + commands + groups + contexts
        return all.map { (word: $0.0, summary: $0.1) }.sorted { $0.word < $1.word }
    }
}

/// The page of one command (netsh 6.5): usage, parameters, remarks, output, examples, exit codes, keys of its JSON.
private struct CommandPage<Environment: Sendable> {
    private let command: Command<Environment>

    init(_ command: Command<Environment>) {
        self.command = command
    }

    var body: [Block] {
        [.line(Line(command.summary)), .blank, .line(Line("Usage: ", .heading) + Line(command.usage))]
            + parameters + remarks + section("Output:", command.notes.output) + examples + exitCodes + terse
            + json
    }

    private var parameters: [Block] {
        guard !command.parameters.isEmpty else { return [] }
        let columns = Block.Entry.Columns.section(command.parameters.map(\.tag))
        let titles = Block.Entry(term: "Tag", text: "Value", columns: columns.titles, isTitle: true)
        return title("Parameters:") + [.blank, .entry(titles)]
            + command.parameters.map { Block.entry($0.tag, $0.explanation, columns) }
    }

    private var remarks: [Block] {
        guard !command.notes.remarks.isEmpty else { return [] }
        return title("Remarks:") + command.notes.remarks.map(Block.paragraph)
    }

    private func section(_ heading: String, _ entries: [CommandNotes.Entry]) -> [Block] {
        guard !entries.isEmpty else { return [] }
        let columns = Block.Entry.Columns.section(entries.map(\.term))
        return title(heading) + [.blank] + entries.map { Block.entry($0.term, $0.text, columns) }
    }

    private var examples: [Block] {
        guard !command.notes.examples.isEmpty else { return [] }
        let lines = command.notes.examples.flatMap { [Line("       " + $0.term), Line("           " + $0.text, .dim)] }
        return title("Examples:") + [.blank] + lines.blocks
    }

    private var exitCodes: [Block] {
        [.blank, .line(Line("Exit codes: ", .heading) + Line(command.endings + "."))]
    }

    /// The fields of its records.
    private var terse: [Block] {
        let fields = command.notes.record
        let text = fields.isEmpty ? "the lines of the text" : "a line for each record, " + fields.joined(separator: ":")
        return [.blank, .line(Line("Terse: ", .heading) + Line(text + "."))]
    }

    /// The keys of its document; a member of a member stands below it.
    private var json: [Block] {
        let entries = command.answer.outline.map { member in
            CommandNotes.Entry(String(repeating: "  ", count: member.depth) + member.term, member.meaning)
        }
        let heading = Line("JSON: ", .heading) + Line(command.answer.summary(isFeed: command.isFeed))
        return [.blank, .line(heading)] + section("", entries).dropFirst(2)
    }

    private func title(_ text: String) -> [Block] { [.blank, .line(Line(text, .heading))] }
}

extension Parameter {
    /// What it is, whether it must be given, and which values it takes.
    var explanation: String {
        [requirement, summary, values].compactMap(\.self).joined(separator: " ")
    }

    private var requirement: String {
        let again = maximumCount > 1 ? "; up to \(maximumCount) times" : ""
        switch absence {
        case .required: return "Required\(again)."
        case .optional(nil): return "Optional\(again)."
        case .optional(let meaning?): return "Optional\(again); default: \(meaning)."
        case .fallback(let text): return "Optional\(again); default: \(text)."
        }
    }

    /// Which values it takes, where the summary need not say so.
    var values: String? {
        switch kind {
        case .text(let characters, _): "At most \(characters) characters."
        case .integer(let range): "A whole number from \(range.lowerBound) to \(range.upperBound)."
        case .duration(let unit, let range): "A number of \(unit) \(range.limits)."
        case .choice(let words): "One of: \(words.joined(separator: ", "))."
        case .hexBytes(let maximum): "Hex digits, at most \(maximum) bytes."
        case .boolean: "yes or no; --\(tag) and --no-\(tag) say the same."
        case .keyword, .file, .named: nil
        }
    }
}
