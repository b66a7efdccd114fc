import CLineEditor

// What libedit calls, handed on to the thread it calls it on.

extension line_callbacks {
    /// - Parameter thread: it outlives the editor that is given these.
    init(of thread: EditorThread) {
        self.init(
            context: Unmanaged.passUnretained(thread).toOpaque(), woken: editorWasWoken, complete: editorCompletes,
            walk: editorWalks, search: editorSearches, hint: editorHints)
    }
}

private typealias Context = UnsafeMutableRawPointer
private typealias Text = UnsafePointer<CChar>

private func thread(_ context: Context) -> EditorThread {
    Unmanaged<EditorThread>.fromOpaque(context).takeUnretainedValue()
}

private func place(_ left: Text, _ right: Text) -> HistoryWalk.Place {
    HistoryWalk.Place(left: String(cString: left), right: String(cString: right))
}

private func editorWasWoken(_ context: Context?, _ editor: OpaquePointer?, _ mayPrint: Bool) -> Bool {
    guard let context, let editor else { return true }
    return thread(context).woken(editor, mayPrint: mayPrint)
}

private func editorCompletes(
    _ context: Context?, _ editor: OpaquePointer?, _ left: Text?, _ right: Text?, _ isRepeated: Bool
) {
    guard let context, let editor, let left, let right else { return }
    thread(context).complete(editor, place(left, right), isRepeated: isRepeated)
}

private func editorWalks(
    _ context: Context?, _ editor: OpaquePointer?, _ left: Text?, _ right: Text?, _ towardsNewer: Bool
) {
    guard let context, let editor, let left, let right else { return }
    thread(context).walk(editor, from: place(left, right), towardsNewer: towardsNewer)
}

private func editorSearches(
    _ context: Context?, _ editor: OpaquePointer?, _ left: Text?, _ right: Text?, _ towardsNewer: Bool
) {
    guard let context, let editor, let left, let right else { return }
    thread(context).search(editor, from: place(left, right), towardsNewer: towardsNewer)
}

private func editorHints(_ context: Context?, _ editor: OpaquePointer?, _ left: Text?, _ columns: Int32) {
    guard let context, let editor, let left else { return }
    thread(context).hint(editor, left: String(cString: left), columns: Int(columns))
}
