import CLineEditor
import Glibc
import Synchronization

/// The one thread that is ever inside libedit, and what others leave for it.
///
/// It is asleep in one of two places: between lines in `WakePipe.wait`, and while a line is edited in the poll of
/// `reading.c`. Whoever changes `state` wakes it. Everything it does is bounded but the typing itself.
final class EditorThread: Sendable {
    /// What a caller waits for.
    private enum Request {
        case read(LineOrder, CheckedContinuation<LineResult, Never>)
        case remember(String, CheckedContinuation<Result<Void, HistoryFailure>, Never>)
    }

    private struct State {
        var requests: [Request] = []
        var notices = NoticeQueue()
        /// The lines behind the first of a paste.
        var pasted: [String] = []
        /// The lines that may be called back into this one, oldest first.
        var past: [String] = []
        var walk: HistoryWalk?
        /// The line being read.
        var order: LineOrder?
        /// No line is read any more.
        var isEnding = false
        /// The thread is to finish.
        var isClosing = false
        var thread: pthread_t?

        /// Whether the line that is read ends now, whatever was typed.
        var endsLine: Bool { isEnding || order?.interest.isLost == true }
        /// Whether the prompt asks a question: notices wait.
        var isAsking: Bool { order?.isQuestion == true }
    }

    private let settings: TerminalEditor.Settings
    private let advice: TerminalEditor.Advice
    private let wakePipe = WakePipe()
    private let state = Mutex(State())

    init(settings: TerminalEditor.Settings, advice: TerminalEditor.Advice) {
        self.settings = settings
        self.advice = advice
    }

    // MARK: Called from anywhere

    /// Starts the thread. If the system has none to give, or no pipe, the first line asked for is the end of input.
    func start() {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self)
        if wakePipe.isOpen, pthread_create(&thread, nil, runEditorThread, context.toOpaque()) == 0 {
            state.withLock { $0.thread = thread }
        } else {
            context.release()
            state.withLock { $0.isClosing = true }
        }
    }

    /// A task that is cancelled gets the end of input, and the next line is read as ever.
    func read(_ order: LineOrder) async -> LineResult {
        await withTaskCancellationHandler {
            await withCheckedContinuation { submit(.read(order, $0)) }
        } onCancel: {
            order.interest.lose()
            wakePipe.wake()
        }
    }

    func remember(_ line: String) async -> Result<Void, HistoryFailure> {
        await withCheckedContinuation { submit(.remember(line, $0)) }
    }

    func printAbove(_ text: String, isWhole: Bool) {
        state.withLock { $0.notices.append(text, isWhole: isWhole) }
        wakePipe.wake()
    }

    func dropPastedLines() {
        state.withLock { $0.pasted = [] }
    }

    func wakeToEnd() {
        state.withLock { $0.isEnding = true }
        wakePipe.wake()
    }

    /// Serves what was asked for so far, restores the terminal, and waits for the thread to be gone.
    func close() {
        let thread = state.withLock { state in
            state.isEnding = true
            state.isClosing = true
            defer { state.thread = nil }
            return state.thread
        }
        wakePipe.wake()
        if let thread {
            pthread_join(thread, nil)
        }
    }

    private func submit(_ request: Request) {
        let isAccepted = state.withLock { state in
            if !state.isClosing { state.requests.append(request) }
            return !state.isClosing
        }
        if isAccepted {
            wakePipe.wake()
        } else {
            refuse(request)
        }
    }

    private func refuse(_ request: Request) {
        switch request {
        case .read(_, let continuation): continuation.resume(returning: .endOfInput)
        case .remember(_, let continuation): continuation.resume(returning: .success(()))
        }
    }

    // MARK: On the thread

    fileprivate func run() {
        var history = HistoryFile(path: settings.historyPath)
        let editor = open()
        let openError = errno
        if let editor {
            line_editor_use_history(editor, history.entriesForEditor)
        }
        while let request = nextRequest(editor) {
            switch request {
            case .remember(let line, let continuation):
                continuation.resume(returning: Result { () throws(HistoryFailure) in try history.add(line) })
            case .read(let order, let continuation):
                let result = editor.map { read($0, order, past: order.past ?? history.lines) }
                continuation.resume(returning: result ?? .failed(errno: openError))
            }
        }
        if let editor {
            printNotices(editor)
            line_editor_close(editor)
        }
    }

    private func open() -> OpaquePointer? {
        settings.program.withCString { program in
            var setUp = line_set_up()
            setUp.program = program
            setUp.input = STDIN_FILENO
            setUp.output = STDOUT_FILENO
            setUp.wake_read = wakePipe.readEnd
            setUp.wake_write = wakePipe.writeEnd
            setUp.colour = settings.usesColour
            setUp.callbacks = line_callbacks(of: self)
            return line_editor_open(&setUp)
        }
    }

    /// Sleeps until there is a request, printing notices meanwhile. Nil when the thread is to finish.
    private func nextRequest(_ editor: OpaquePointer?) -> Request? {
        while true {
            if let editor {
                printNotices(editor)
            }
            let (request, isClosing) = state.withLock { state in
                (state.requests.isEmpty ? nil : state.requests.removeFirst(), state.isClosing)
            }
            if request != nil || isClosing {
                return request
            }
            wakePipe.wait()
        }
    }

    private func read(_ editor: OpaquePointer, _ order: LineOrder, past: [String]) -> LineResult {
        let prompt = order.prompt
        let (pasted, isEnding) = state.withLock { state in
            state.order = order
            (state.past, state.walk) = (past, nil)
            let pasted =
                state.endsLine || order.isQuestion || state.pasted.isEmpty ? nil : state.pasted.removeFirst()
            return (pasted, state.endsLine)
        }
        defer { state.withLock { $0.order = nil } }
        if isEnding {
            return .endOfInput
        }
        if order.isQuestion {
            // What was typed before the question was there does not answer it.
            tcflush(STDIN_FILENO, TCIFLUSH)
        }
        if order.isSecret {
            return readSecret(order)
        }
        if let pasted {
            line_editor_print_above(editor, DisplayText.harmless(prompt + pasted) + "\n")
            return .line(pasted)
        }
        let outcome = line_editor_read(editor, prompt)
        switch outcome {
        case .entered: return .line(firstLine(of: String(cString: line_editor_text(editor))))
        case .interrupted: return .interrupted
        case .ended: return .endOfInput
        case .failed: return .failed(errno: line_editor_error(editor))
        }
    }

    private func readSecret(_ order: LineOrder) -> LineResult {
        SecretReader(input: STDIN_FILENO, output: STDOUT_FILENO).read(order.prompt, wakenBy: wakePipe) {
            state.withLock { $0.endsLine }
        }
    }

    /// Keeps the lines behind the first, which were pasted with it, for the next calls.
    private func firstLine(of text: String) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let first = lines.removeFirst()
        state.withLock { $0.pasted.insert(contentsOf: lines, at: 0) }
        return first
    }

    private func printNotices(_ editor: OpaquePointer) {
        let columns = Int(line_editor_columns(editor))
        let text = state.withLock { $0.notices.isEmpty ? "" : $0.notices.take(columns: columns) }
        if !text.isEmpty {
            line_editor_print_above(editor, text)
        }
    }

    // MARK: Called from within libedit, on the thread

    /// Whether the line being edited is to end.
    func woken(_ editor: OpaquePointer, mayPrint: Bool) -> Bool {
        let (isAsking, endsLine) = state.withLock { ($0.isAsking, $0.endsLine) }
        if mayPrint && !isAsking {
            printNotices(editor)
        }
        return endsLine
    }

    func complete(_ editor: OpaquePointer, _ place: HistoryWalk.Place, isRepeated: Bool) {
        guard !state.withLock({ $0.isAsking }) else { return }
        let answer = advice.completion(place.left, place.right)
        guard answer.insertion.isEmpty else {
            let text = DisplayText.harmless(answer.insertion)
            line_editor_change(editor, Int32(answer.deletingLeft), Int32(answer.deletingRight), text)
            return
        }
        guard !answer.candidates.isEmpty else { return }
        let list = CandidateList(candidates: answer.candidates, columns: Int(line_editor_columns(editor)))
        line_editor_list(editor, isRepeated ? list.withSummaries : list.inColumns)
    }

    func hint(_ editor: OpaquePointer, left: String, columns: Int) {
        guard !state.withLock({ $0.isAsking }) else { return }
        let text = DisplayText.cut(DisplayText.harmless(advice.hint(left)), to: columns)
        line_editor_show_hint(editor, text, Int32(DisplayText.width(of: text)))
    }

    func walk(_ editor: OpaquePointer, from place: HistoryWalk.Place, towardsNewer: Bool) {
        let next = state.withLock { state in
            var walk = state.walk.flatMap { $0.isAt(place) ? $0 : nil } ?? HistoryWalk(through: state.past, from: place)
            defer { state.walk = walk }
            return towardsNewer ? walk.newer() : walk.older()
        }
        if let next {
            line_editor_replace(editor, next.left, next.right)
        }
    }

    func search(_ editor: OpaquePointer, from place: HistoryWalk.Place, towardsNewer: Bool) {
        var search = HistorySearch(through: state.withLock { $0.past }, from: place)
        while true {
            let key = line_editor_search_key(editor, search.prompt, search.place.left, search.place.right)
            switch search.press(key, moreFollows: { line_editor_more_follows(editor) }) {
            case .goOn: continue
            case .stuck: line_editor_beep(editor)
            case .givenUp:
                line_editor_replace(editor, place.left, place.right)
                return
            case .taken(let pressed):
                if let pressed { line_editor_press_again(editor, pressed) }
                return
            }
        }
    }
}

private func runEditorThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<EditorThread>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
