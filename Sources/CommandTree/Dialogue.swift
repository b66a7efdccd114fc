/// A conversation inside a command: whoever typed the command goes on typing, and what is typed goes to it, line by line,
/// until one of them has had enough.
package struct Dialogue: Sendable {
    /// What may stand behind a text, at once; the last word of it is the one to be completed.
    package typealias Candidates = @Sendable (_ left: String) -> [Candidate]

    /// What stands before the line being typed; asked for each line.
    package let prompt: @Sendable () -> String
    private let candidates: Candidates
    package let work: @Sendable (Conversation) async throws -> ExitStatus

    package init(
        prompt: @escaping @Sendable () -> String, candidates: @escaping Candidates = { _ in [] },
        work: @escaping @Sendable (Conversation) async throws -> ExitStatus
    ) {
        self.prompt = prompt
        self.candidates = candidates
        self.work = work
    }

    /// What Tab does behind a text. There are no quotes here: words are what stands between blanks.
    package func completion(of left: String) -> Completion {
        let typed = left.split(separator: " ", omittingEmptySubsequences: false).last.map(String.init) ?? ""
        let offers = Offers(candidates(left), beginning: typed)
        guard let first = offers.candidates.first else { return .nothing }
        if offers.candidates.count == 1 {
            return Completion(deleting: typed.count, insertion: first.text + " ", candidates: [])
        }
        let common = offers.candidates.dropFirst().reduce(first.text) { common, candidate in
            String(zip(common, candidate.text).prefix { $0 == $1 }.map(\.0))
        }
        guard common.count > typed.count else {
            return Completion(deleting: 0, insertion: "", candidates: offers.candidates)
        }
        return Completion(deleting: typed.count, insertion: common, candidates: offers.candidates)
    }
}

/// The two directions of a dialogue, as its command has them.
package struct Conversation: Sendable {
    package enum Input: Sendable, Equatable {
        case line(String)
        /// What came is no line we accept, for this reason; the next may be.
        case refused(String)
    }

    /// Whether a person types: then an answer is worth more than silence, and mistakes are no failures.
    package let isTyped: Bool
    private let nextInput: @Sendable () async -> Input?
    private let nextAnswer: @Sendable (String) async -> Input?
    private let showDocument: @Sendable (Document) async -> Void

    package init(
        isTyped: Bool, next: @escaping @Sendable () async -> Input?,
        answer: @escaping @Sendable (_ question: String) async -> Input? = { _ in nil },
        show: @escaping @Sendable (Document) async -> Void
    ) {
        self.isTyped = isTyped
        nextInput = next
        nextAnswer = answer
        showDocument = show
    }

    /// The next line; nil at the end: Ctrl-D, Ctrl-C, the end of the input, or when the task is cancelled.
    package func next() async -> Input? { await nextInput() }

    /// The answer to a question that stands on the screen: what was typed or pasted before it does not answer. Nil as for
    /// a line, and wherever nobody types.
    package func answer(_ question: String) async -> Input? { await nextAnswer(question) }

    /// Shows a whole document at once, above the line that is being typed.
    package func show(_ document: Document) async { await showDocument(document) }
}
