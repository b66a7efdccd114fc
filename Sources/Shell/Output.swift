package import CommandTree
import FoundationEssentials
import Synchronization

/// The one place that writes answers and errors.
///
/// Whatever it writes for people is sanitized, so no text from a peer can reach the terminal as a control sequence. A
/// reader that goes away closes it quietly; from then on nothing is written. The line that tells what a command is at
/// is taken away before anything else is written, and comes back with its next picture.
package final class Output: Sendable {
    package let settings: OutputSettings
    let timepiece: Timepiece
    let pager: (any Pager)?
    private let sink: OutputCopy
    private let state = Mutex(State())

    private struct State {
        var failure: SinkFailure?
        /// Whether a command runs.
        var isBusy = false
        /// Whether the pager has the terminal.
        var isPaging = false
        /// What is to be told when it gives it back.
        var notices: [String] = []
        /// Whether it may show what it is at.
        var takesProgress = false
        var isProgressShown = false
        var asides = 0
    }

    package init(
        settings: OutputSettings, sink: any TextSink, timepiece: Timepiece = .system, pager: (any Pager)? = nil
    ) {
        self.settings = settings
        self.pager = pager
        self.sink = OutputCopy(of: sink)
        self.timepiece = timepiece
    }

    /// The same for whoever is told of the answers in another way: hints and progress alone are written.
    var withoutAnswers: Output {
        Output(settings: settings, sink: DiagnosticsOnly(original: sink), timepiece: timepiece)
    }

    /// Whether an answer can take the place of the last one.
    var redraws: Bool { settings.format == .text && settings.columns() != nil && settings.rows() != nil }

    /// Copies what is written to a file as well, from now on; nil ends that.
    func copy(to file: CopyFile?) { sink.copy(to: file) }

    /// Copies what somebody has before his eyes in a way that a file cannot show.
    func copy(_ lines: [Line]) { sink.copy(lines.map { rendered($0) + "\n" }.joined()) }

    /// Whether answers can no longer be written.
    package var isClosed: Bool { state.withLock { $0.failure != nil } }

    /// How the program should end if answers could not be written: quietly if the reader has gone, else with a failure.
    var closingStatus: ExitStatus? {
        state.withLock { $0.failure?.isBrokenPipe }.map { $0 ? .success : .failed }
    }

    /// Shows a whole answer.
    func show(_ document: Document) {
        show(withoutHints: document)
        for hint in document.hints { self.hint(hint) }
    }

    func show(withoutHints document: Document) {
        switch settings.format {
        case .text where isRaw(document), .terse where isRaw(document): write(document.lines.map(\.text))
        case .text: write(laidOut(document.body).map(rendered))
        case .json, .terse: write(rows(of: document))
        }
    }

    /// Shows a whole answer above a line that is being typed.
    func show(_ document: Document, above terminal: any Terminal) {
        let hints = settings.isQuiet ? [] : document.hints.map { Line("Hint: " + $0) }
        switch settings.format {
        case .text:
            // The last column stays free: some terminals begin a new row as soon as it is written.
            let width = settings.columns().map { max(1, $0 - 1) }
            let lines = (document.body + hints.blocks).flatMap { block in
                width.map { block.lines(within: $0) } ?? block.lines
            }
            guard !lines.isEmpty else { return }
            copy(lines)
            terminal.printAbove(lines.map { sanitized($0.text) }.joined(separator: "\n"))
        case .json, .terse:
            let lines = rows(of: document)
            sink.copy(lines.map { $0 + "\n" }.joined())
            terminal.printWhole(lines.joined(separator: "\n"))
        }
    }

    /// For programs.
    private func rows(of document: Document) -> [String] {
        if settings.format == .json { return [encoded(document.json)] }
        return document.records.map { $0.map(record) } ?? document.lines.map { sanitized($0.text) }
    }

    /// A script is written as it is, unless a person looks at it.
    private func isRaw(_ document: Document) -> Bool { document.isScript && settings.columns() == nil }

    /// Shows a part before the answer is complete; only people want that.
    func show(_ body: [Block]) {
        guard settings.format == .text else { return }
        write(laidOut(body).map(rendered))
    }

    /// Shows what a person has to read before a question can be answered; beside answers for programs, as a diagnostic.
    func showNotice(_ body: [Block]) {
        guard settings.format != .text else { return show(body) }
        for line in body.flatMap(\.lines) { diagnose(line.text) }
    }

    func report(_ complaint: Complaint, from origin: Origin) {
        guard settings.format != .json else { return write([encoded(complaint.json(from: origin))]) }
        diagnose(origin.prefix(ofProgram: settings.program) + (complaint.lines.first ?? ""))
        for line in complaint.lines.dropFirst() { diagnose(line) }
        if origin == .prompt {
            // A mark stands below what it marks; what follows is text like any other.
            for line in complaint.explanation.prefix(2) { aside(sanitized(line) + "\n") }
            for line in complaint.explanation.dropFirst(2) { diagnose(line) }
        }
        if let hint = complaint.hint(for: origin) { self.hint(hint) }
    }

    /// Why the program cannot run what it was given.
    package func refuse(_ failure: CommandFailure) {
        report(Complaint(failure), from: .arguments)
    }

    /// A remark that is no error.
    func warn(_ text: String, from origin: Origin) {
        diagnose(origin.prefix(ofProgram: settings.program) + "warning: " + text)
    }

    /// What is worth knowing beside an answer; a hint to some people, and noise to others.
    func remark(_ text: String) { hint(text) }

    /// The cursor of a terminal goes to a fresh line.
    func endLine() {
        write([""])
    }

    private func hint(_ text: String) {
        if !settings.isQuiet { diagnose("Hint: " + text) }
    }

    /// `:` and `\` inside a field are escaped by `\`.
    private func record(_ fields: [String]) -> String {
        fields.map { field in
            var text = String.UnicodeScalarView()
            for scalar in sanitized(field).unicodeScalars {
                if scalar == ":" || scalar == "\\" { text.append("\\") }
                text.append(scalar)
            }
            return String(text)
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
        guard !lines.isEmpty else { return }
        write(raw: lines.joined(separator: "\n") + "\n")
    }

    /// Writes what is rendered already, line breaks and all.
    func write(raw text: String) {
        let failure = state.withLock { state -> SinkFailure? in
            guard state.failure == nil else { return nil }
            takeProgressAway(&state)
            do throws(SinkFailure) {
                try sink.write(text, to: .answers)
                return nil
            } catch {
                state.failure = error
                return error
            }
        }
        guard let failure, !failure.isBrokenPipe else { return }
        diagnose("Standard output cannot be written (error \(failure.errno)).")
    }

    /// There is nowhere left to say that standard error is gone.
    private func diagnose(_ text: String) {
        let lines = settings.diagnosticColumns().map { Line(text).wrapped(to: $0).map(\.text) } ?? [sanitized(text)]
        aside(lines.map { $0 + "\n" }.joined())
    }
}

// MARK: Layout

extension Output {
    /// As the terminal wants it, or as a pipe gets it.
    func laidOut(_ body: [Block]) -> [Line] {
        let width = settings.columns()
        return body.flatMap { block in width.map { block.lines(within: $0) } ?? block.lines }
    }

    func rendered(_ line: Line) -> String {
        line.runs.map { run in
            guard settings.usesColor, let code = run.style.code else { return sanitized(run.text) }
            return "\u{1B}[\(code)m\(sanitized(run.text))\u{1B}[0m"
        }.joined()
    }
}

// MARK: What a command is at

extension Output {
    /// Enough for what happens while somebody reads a page; ours.
    private static let noticesKept = 100
    /// To the first column, and nothing from there on.
    static let clearLine = "\r\u{1B}[K"

    func openProgress() {
        state.withLock { $0.takesProgress = true }
    }

    /// Shows a line in place of the one shown before, unless the command is over.
    func showProgress(_ line: String) {
        state.withLock { state in
            guard state.takesProgress else { return }
            try? sink.write(Self.clearLine + line, to: .diagnostics)
            state.isProgressShown = true
        }
    }

    /// One sentence, once, where nothing can be taken away again.
    func tellProgress(_ sentence: String) {
        state.withLock { state in
            if state.takesProgress { try? sink.write(sanitized(sentence) + "\n", to: .diagnostics) }
        }
    }

    /// Nothing is left of the line, and no more will come.
    func closeProgress() {
        state.withLock { state in
            takeProgressAway(&state)
            state.takesProgress = false
        }
    }

    /// Tells of something that happened: between commands it is left to `above`, which knows of a line being typed;
    /// while one runs it is written on a line of its own.
    package func announce(_ text: String, above: (String) -> Void) {
        announce([text]) { above($0.joined()) }
    }

    /// The same with several lines that belong together.
    package func announce(_ lines: [String], above: ([String]) -> Void) {
        guard !lines.isEmpty else { return }
        let isKept = state.withLock { state in
            if state.isPaging, state.notices.count < Self.noticesKept { state.notices += lines }
            return state.isPaging
        }
        if isKept { return }
        guard drawsOnTerminal, state.withLock({ $0.isBusy }) else { return above(lines) }
        for line in lines { diagnose(line) }
    }

    /// The pager takes the terminal, or gives it back.
    func setPaging(_ isPaging: Bool) {
        let notices = state.withLock { state in
            state.isPaging = isPaging
            defer { state.notices = [] }
            return state.notices
        }
        for notice in notices { diagnose(notice) }
    }

    /// A command begins or is over.
    func setBusy(_ isBusy: Bool) {
        state.withLock { $0.isBusy = isBusy }
    }

    /// Whether something may stand on the terminal that is to be drawn over.
    private var drawsOnTerminal: Bool {
        if case .none = settings.progress { return settings.rows() != nil }
        return true
    }

    /// On a clean line.
    private func aside(_ text: String) {
        state.withLock { state in
            takeProgressAway(&state)
            state.asides += 1
            try? sink.write(text, to: .diagnostics)
        }
    }

    /// How often something was written beside the answers.
    var asides: Int { state.withLock { $0.asides } }

    private func takeProgressAway(_ state: inout sending State) {
        guard state.isProgressShown else { return }
        try? sink.write(Self.clearLine, to: .diagnostics)
        state.isProgressShown = false
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
