/// Help pages as lines. The layout of listings is that of netsh O-8, the layout of command pages that of M-3.
package struct HelpText<Environment: Sendable> {
    package static func lines(on topic: HelpTopic<Environment>) -> [Line] {
        switch topic {
        case .context(let path, .local): localListing(path)
        case .context(let path, .inherited): inheritedListing(path)
        case .group(let group, let path): groupListing(group, path)
        case .command(let command): CommandPage(command).lines
        case .everything(let path): everything(path)
        }
    }

    private static func localListing(_ path: ContextPath<Environment>) -> [Line] {
        let inherited = path.isRoot ? [] : path.parent.levels.flatMap { $0.listing.map(\.word) }
        let own = Set(path.listing.map(\.word))
        let others = Set(inherited).subtracting(own).sorted()
        let also = others.isEmpty ? [] : wrapped("Also available: " + others.joined(separator: ", ") + ".", to: 79)
        return heading + section("Commands in this context:", path.listing) + subcontexts(path)
            + (also.isEmpty ? [] : also.map { Line($0) } + [""]) + footer
    }

    private static func inheritedListing(_ path: ContextPath<Environment>) -> [Line] {
        let parents = path.levels.dropFirst().reversed().flatMap { parent in
            section("Commands in the \(parent.text)-context:", parent.listing)
        }
        return heading + parents + section("Commands in this context:", path.listing) + subcontexts(path) + footer
    }

    private static func groupListing(_ group: String, _ path: ContextPath<Environment>) -> [Line] {
        let commands = path.current.commands(inGroup: group).sorted { $0.name < $1.name }
        return heading + section("Commands in this context:", commands.map { ($0.name, $0.summary) }) + footer
    }

    private static func everything(_ path: ContextPath<Environment>) -> [Line] {
        ([path] + path.descendants).flatMap { place in
            let commands = place.current.commands.sorted { $0.name < $1.name }
            return [Line(place.text, .heading)] + commands.map { entry($0.usage, $0.summary, width: 40) } + [""]
        }
    }

    private static var heading: [Line] { ["The following commands are available:", ""] }

    private static func section(_ title: String, _ entries: [(word: String, summary: String)]) -> [Line] {
        [Line(title, .heading)] + entries.map { entry($0.word, $0.summary, width: 15) } + [""]
    }

    private static func subcontexts(_ path: ContextPath<Environment>) -> [Line] {
        let names = path.current.contexts.map(\.name).sorted()
        guard !names.isEmpty else { return [] }
        return ["The following sub-contexts are available:", Line(" " + names.joined(separator: " ")), ""]
    }

    private static var footer: [Line] {
        ["To view help for a command, type the command, followed by a space, and then", " type ?."]
    }

    /// `%-15s- text`; a longer word still keeps one blank.
    private static func entry(_ word: String, _ text: String, width: Int) -> Line {
        Line(padded(word + (word.count < width ? "" : " "), to: width) + "- " + text)
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

    var lines: [Line] {
        [Line(command.summary), "", Line("Usage: ", .heading) + Line(command.usage)]
            + parameters + remarks + section("Output:", command.notes.output) + examples + exitCodes + json
    }

    private var parameters: [Line] {
        guard !command.parameters.isEmpty else { return [] }
        let width = (command.parameters.map(\.tag.count).max() ?? 0) + 1
        let header = Line("       " + padded("Tag", to: max(width, 12)) + "   Value")
        return ["", Line("Parameters:", .heading), "", header]
            + command.parameters.flatMap { entry($0.tag, $0.explanation, width: max(width, 12)) }
    }

    private var remarks: [Line] {
        guard !command.notes.remarks.isEmpty else { return [] }
        let paragraphs = command.notes.remarks.flatMap { wrapped($0, to: 79).map { Line($0) } }
        return ["", Line("Remarks:", .heading)] + paragraphs
    }

    private func section(_ title: String, _ entries: [CommandNotes.Entry]) -> [Line] {
        guard !entries.isEmpty else { return [] }
        let width = (entries.map { displayWidth(of: $0.term) }.max() ?? 0) + 1
        return ["", Line(title, .heading), ""] + entries.flatMap { entry($0.term, $0.text, width: max(width, 12)) }
    }

    private var examples: [Line] {
        guard !command.notes.examples.isEmpty else { return [] }
        let lines = command.notes.examples.flatMap { [Line("       " + $0.term), Line("           " + $0.text, .dim)] }
        return ["", Line("Examples:", .heading), ""] + lines
    }

    private var exitCodes: [Line] {
        let list = command.exitStatuses.map { "\($0.rawValue) \($0.meaning)" }
        return ["", Line("Exit codes: ", .heading) + Line(list.joined(separator: ", ") + ".")]
    }

    /// The keys of its document; a member of a member stands below it.
    private var json: [Line] {
        let entries = command.answer.outline.map { member in
            CommandNotes.Entry(String(repeating: "  ", count: member.depth) + member.term, member.meaning)
        }
        let heading = Line("JSON: ", .heading) + Line(command.answer.summary(isFeed: command.isFeed))
        guard !entries.isEmpty else { return ["", heading] }
        return ["", heading] + section("", entries).dropFirst(2)
    }

    private func entry(_ term: String, _ text: String, width: Int) -> [Line] {
        let margin = 7 + width + 3
        let texts = wrapped(text, to: 79 - margin)
        let first = Line("       " + padded(term, to: width) + " - " + (texts.first ?? ""))
        return [first] + texts.dropFirst().map { Line(String(repeating: " ", count: margin) + $0) }
    }
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

    private var values: String? {
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
