/// One complete answer: for people, for machines, for scripts.
package struct Document: Sendable, Equatable {
    /// The answer as text, not laid out yet.
    package var body: [Block]
    /// The answer as JSON.
    package var json: JSONValue
    /// The answer as one record a line for `--terse` (netsh 6.14), unescaped; nil where the text serves as well.
    package var records: [[String]]?
    package var status: ExitStatus
    /// Remedies and remarks; they go to standard error.
    package var hints: [String]
    /// Whether the lines are a script, which a file must hold as they are: only a terminal shows what is invisible in
    /// them escaped. Whoever makes one sees to it that no line has a control character but the tab.
    package var isScript = false

    package init(
        body: [Block], json: JSONValue, records: [[String]]? = nil, status: ExitStatus = .success, hints: [String] = []
    ) {
        self.body = body
        self.json = json
        self.records = records
        self.status = status
        self.hints = hints
    }

    package init(
        lines: [Line], json: JSONValue, records: [[String]]? = nil, status: ExitStatus = .success, hints: [String] = []
    ) {
        self.init(body: lines.blocks, json: json, records: records, status: status, hints: hints)
    }

    /// The text as a pipe gets it.
    package var lines: [Line] { body.flatMap(\.lines) }

    /// Success without data (netsh M-8).
    package static func done(hints: [String] = []) -> Document {
        Document(lines: ["Ok."], json: ["ok": true], hints: hints)
    }
}

/// What a handler returns. It prints nothing itself.
package enum Reply: Sendable {
    /// Shows one document of a feed; returns when it is shown.
    package typealias ShowDocument = @Sendable (Document) async -> Void

    /// The whole answer.
    case document(Document)

    /// A command that comes to an end but shows what it has, and how far it is, as it goes (netsh 6.13). The lines it
    /// shows are text only; for JSON and terse output the one document it returns must tell everything. The lines of that document follow
    /// those already shown, so it holds only what is still to be said.
    case progressive(@Sendable (Stage) async throws -> Document)

    /// A command without a natural end: every document stands alone, and in JSON makes one line (JSON Lines).
    case feed(@Sendable (ShowDocument) async throws -> ExitStatus)

    /// What the work is at, in a few words without a full stop, and then the work. Only people who can see it are told:
    /// it goes to standard error, and only where that is a terminal (netsh 6.13).
    indirect case announced(String, Reply)

    /// Something to be confirmed first (netsh 6.10).
    case asked(Confirmation)

    /// A secret to be typed first, which nobody sees and nothing remembers; `then` is given it. Without anybody to ask it
    /// is refused, with the hint.
    case secret(question: String, hint: String, then: @Sendable (String) async throws -> Reply)

    /// A command that goes on in lines of its own. Every document it shows stands alone, as those of a feed.
    case dialogue(Dialogue)

    /// Success without data.
    package static var done: Reply { .document(.done()) }

    /// What runs only after a yes, and is refused where there is nobody to ask.
    package static func confirmation(question: String, then: @escaping Confirmation.Work) -> Reply {
        .asked(Confirmation(question: question, then: then))
    }
}

/// A question to be answered by yes or no, before something is done.
package struct Confirmation: Sendable {
    package typealias Work = @Sendable () async throws -> Reply

    /// What a person reads first; no part of the answer.
    package let about: [Block]
    package let question: String
    /// What a no comes to.
    package let refusal: CommandFailure
    /// Whether it goes without saying where there is nobody to ask.
    package let isCourtesy: Bool
    /// How to agree in advance.
    package let remedy: String
    /// What a yes comes to.
    package let then: Work

    package init(
        about: [Block] = [], question: String, refusal: CommandFailure = CommandFailure("Nothing was changed."),
        isCourtesy: Bool = false, remedy: String = "Give --yes to confirm in advance.", then: @escaping Work
    ) {
        self.about = about
        self.question = question
        self.refusal = refusal
        self.isCourtesy = isCourtesy
        self.remedy = remedy
        self.then = then
    }
}

/// Why a handler could not do what it was asked (netsh 5.1).
package struct CommandFailure: Error, Sendable, Equatable {
    /// One clear sentence, with its full stop; empty where the details say it all.
    package let sentence: String
    /// Further lines: why (collab 4.2), or what there is to choose from.
    package let details: [String]
    /// The code and name of netsh 5.2, for example `0x80631001` and `PEER_E_NO_CLOUD`.
    package let code: Code?
    /// What can be done about it.
    package let hint: String?
    package let status: ExitStatus

    package struct Code: Sendable, Equatable {
        package let number: String
        package let name: String

        package init(_ number: String, _ name: String) {
            self.number = number
            self.name = name
        }
    }

    package init(
        _ sentence: String, details: [String] = [], code: Code? = nil, hint: String? = nil,
        status: ExitStatus = .failed
    ) {
        self.sentence = sentence
        self.details = details
        self.code = code
        self.hint = hint
        self.status = status
    }

    /// All of it in one line.
    package var message: String { lines.joined(separator: " ") }

    /// The sentence with its code: `The store is damaged (0x80630801, PEER_E_CERT_STORE_CORRUPTED).` Where there are
    /// details, the code belongs to the last: `Access is denied. (0x80070005)`
    package var lines: [String] {
        guard let last = details.last else { return [codedSentence] }
        let lines = [sentence] + details.dropLast() + [last + (code.map { " (\($0.number))" } ?? "")]
        return lines.filter { !$0.isEmpty }
    }

    private var codedSentence: String {
        guard let code else { return sentence }
        let stem = sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
        return "\(stem) (\(code.number), \(code.name))."
    }
}
