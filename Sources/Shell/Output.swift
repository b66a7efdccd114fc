import CommandTree
import FoundationEssentials
import Synchronization

/// The one place that writes answers and errors.
///
/// Whatever it writes for people is sanitized, so no text from a peer can reach the terminal as a control sequence. A
/// reader that goes away closes it quietly; from then on nothing is written.
package final class Output: Sendable {
    package let settings: OutputSettings
    private let sink: OutputCopy
    private let failure = Mutex<SinkFailure?>(nil)

    package init(settings: OutputSettings, sink: any TextSink) {
        self.settings = settings
        self.sink = OutputCopy(of: sink)
    }

    /// The same for whoever is told of the answers in another way: hints and progress alone are written.
    var withoutAnswers: Output { Output(settings: settings, sink: DiagnosticsOnly(original: sink)) }

    /// Copies what is written to a file as well, from now on.
    func copy(to name: String, appending: Bool) throws(OutputCopy.Failure) {
        try sink.open(name, appending: appending)
    }

    func endCopy() { sink.close() }

    /// Whether answers can no longer be written.
    package var isClosed: Bool { failure.withLock { $0 != nil } }

    /// How the program should end if answers could not be written: quietly if the reader has gone, else with a failure.
    var closingStatus: ExitStatus? { failure.withLock { $0?.isBrokenPipe }.map { $0 ? .success : .failed } }

    /// Shows a whole answer.
    func show(_ document: Document) {
        switch settings.format {
        case .text: write(document.lines.map(rendered))
        case .json: write([encoded(document.json)])
        case .terse: write(document.records.map { $0.map(record) } ?? document.lines.map { sanitized($0.text) })
        }
        for hint in document.hints { self.hint(hint) }
    }

    /// Shows lines before the answer is complete; only people want those.
    func show(_ lines: [Line]) {
        guard settings.format == .text else { return }
        write(lines.map(rendered))
    }

    func report(_ complaint: Complaint, from origin: Origin) {
        guard settings.format != .json else { return write([encoded(complaint.json(from: origin))]) }
        diagnose(origin.prefix + complaint.message)
        if origin == .prompt {
            for line in complaint.explanation { diagnose(line) }
        }
        if let hint = complaint.hint(for: origin) { self.hint(hint) }
    }

    /// A remark that is no error.
    func warn(_ text: String, from origin: Origin) {
        diagnose(origin.prefix + "warning: " + text)
    }

    /// What is worth knowing beside an answer; a hint to some people, and noise to others.
    func remark(_ text: String) { hint(text) }

    /// What a long command is doing, for whoever watches.
    func announce(_ sentence: String) {
        if settings.showsProgress, !settings.isQuiet { diagnose(sentence) }
    }

    /// The cursor of a terminal goes to a fresh line.
    func endLine() {
        write([""])
    }

    private func hint(_ text: String) {
        if !settings.isQuiet { diagnose("Hint: " + text) }
    }

    private func rendered(_ line: Line) -> String {
        line.runs.map { run in
            guard settings.usesColor, let code = run.style.code else { return sanitized(run.text) }
            return "\u{1B}[\(code)m\(sanitized(run.text))\u{1B}[0m"
        }.joined()
    }

    /// `:` and `\` inside a field are escaped by `\`.
    private func record(_ fields: [String]) -> String {
        fields.map { field in
            String(sanitized(field).flatMap { $0 == ":" || $0 == "\\" ? ["\\", $0] : [$0] })
        }.joined(separator: ":")
    }

    private func encoded(_ value: JSONValue) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return sanitized(json: String(decoding: try encoder.encode(value), as: UTF8.self))
        } catch {
            preconditionFailure("a JSON value holds a number that JSON does not know: \(error)")
        }
    }

    private func write(_ lines: [String]) {
        guard !lines.isEmpty, !isClosed else { return }
        do throws(SinkFailure) {
            try sink.write(lines.joined(separator: "\n") + "\n", to: .answers)
        } catch {
            failure.withLock { $0 = error }
            if !error.isBrokenPipe { diagnose("Standard output cannot be written (error \(error.errno)).") }
        }
    }

    /// There is nowhere left to say that standard error is gone.
    private func diagnose(_ text: String) {
        try? sink.write(sanitized(text) + "\n", to: .diagnostics)
    }
}

extension Style {
    /// The parameter of the terminal's sequence that sets it.
    fileprivate var code: String? {
        switch self {
        case .plain: nil
        case .heading: "1"
        case .good: "32"
        case .warning: "33"
        case .bad: "31"
        case .dim: "2"
        }
    }
}
