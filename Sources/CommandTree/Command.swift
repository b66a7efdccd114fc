/// A leaf of the tree: what is typed, what it means, and what runs.
package struct Command<Environment: Sendable>: Sendable {
    package typealias Handler = @Sendable (Invocation, Environment) async throws -> Reply
    /// Something that is so or not, as a command was typed.
    package typealias Condition = @Sendable (Invocation) -> Bool

    /// Who carries the command out.
    package enum Work: Sendable {
        case handler(Handler)
        case session(SessionVerb)
    }

    /// One word, or a group's word and one more.
    package let words: [String]
    /// One sentence for listings.
    package let summary: String
    package let parameters: [Parameter]
    package let notes: CommandNotes
    /// What its document looks like with `--json`; of a feed, each of them.
    package var answer: JSONShape { describedAnswer() }
    /// Made when somebody asks: most runs of the program never do.
    private let describedAnswer: @Sendable () -> JSONShape
    /// Whether it writes documents, one a line, until it is stopped (JSON Lines), rather than one.
    package let isFeed: Bool
    /// Whether a terminal keeps its answer up to date without being asked to.
    package let isView: Bool
    package let work: Work
    /// Whether offline mode checks it at once and runs it with `commit` only, because it changes what is kept (netsh 6.9).
    package let isKeptForCommit: Condition
    /// The line that ends its dialogue, if it leads one: in a script, the lines up to there are not commands.
    package let lastLine: String?

    /// - Parameter words: one or two words, separated by a blank, in lower case.
    package init(
        _ words: String, _ summary: String, parameters: [Parameter] = [], notes: CommandNotes = CommandNotes(),
        answer: @autoclosure @escaping @Sendable () -> JSONShape, isFeed: Bool = false,
        isView: Bool = false, isKeptForCommit: @escaping Condition = { _ in false }, lastLine: String? = nil,
        handler: @escaping Handler
    ) {
        self.init(
            words, summary, parameters, notes, .handler(handler), answer: answer(), isFeed: isFeed,
            isView: isView, isKeptForCommit: isKeptForCommit, lastLine: lastLine)
    }

    init(
        _ words: String, _ summary: String, _ parameters: [Parameter], _ notes: CommandNotes, _ work: Work,
        answer: @autoclosure @escaping @Sendable () -> JSONShape, isFeed: Bool = false, isView: Bool = false,
        isKeptForCommit: @escaping Condition = { _ in false }, lastLine: String? = nil
    ) {
        self.words = words.split(separator: " ").map(String.init)
        self.summary = summary
        self.work = work
        self.notes = notes
        describedAnswer = answer
        self.isFeed = isFeed
        self.isView = isView
        self.isKeptForCommit = isKeptForCommit
        self.lastLine = lastLine
        self.parameters = parameters + (isView || Self.isShown(self.words, work) ? [.watch] : [])
        precondition((1...2).contains(self.words.count), "a command has one or two words: '\(words)'")
        precondition(Set(self.parameters.map(\.tag)).count == self.parameters.count, "'\(words)' has a tag twice")
    }

    /// How it may end, in the order of their numbers.
    package var exitStatuses: [ExitStatus] {
        Set([.success, .failed, .usage] + notes.endings).sorted { $0.rawValue < $1.rawValue }
    }

    /// A few words for help pages.
    func meaning(of status: ExitStatus) -> String { notes.meanings[status] ?? status.meaning }

    package var name: String { words.joined(separator: " ") }

    /// The words and all parameters, as in a usage line.
    package var usage: String { ([name] + parameters.map(\.usage)).joined(separator: " ") }
}

/// What the command page of help tells beyond the parameters (netsh 6.5).
package struct CommandNotes: Sendable {
    package struct Entry: Sendable {
        package let term: String
        package let text: String

        package init(_ term: String, _ text: String) {
            self.term = term
            self.text = text
        }
    }

    /// Paragraphs.
    package let remarks: [String]
    /// Columns or lines of the output, explained.
    package let output: [Entry]
    /// The fields of a record with `--terse` (netsh 6.14), `...` for as many as a record has; empty where the lines of
    /// the text serve as well.
    package let record: [String]
    /// A line to type and what it does.
    package let examples: [Entry]
    /// How it may end, beside `success`, `failed` and `usage`, which every command may.
    package let endings: [ExitStatus]
    /// What a status means of this command, where that is something else than usual.
    package let meanings: [ExitStatus: String]

    package init(
        remarks: [String] = [], output: [Entry] = [], record: [String] = [], examples: [Entry] = [],
        endings: [ExitStatus] = [], meanings: [ExitStatus: String] = [:]
    ) {
        self.remarks = remarks
        self.output = output
        self.record = record
        self.examples = examples
        self.endings = endings + meanings.keys
        self.meanings = meanings
    }
}
