internal import Glibc
internal import Synchronization

/// The file in which this process tells others what its Tab knows.
///
/// Nothing that goes wrong here is worth a complaint: other processes then offer fewer words.
package final class LiveWordsFile: Sendable {
    private struct State {
        var written: LiveWords?
        /// The open file that holds the lock.
        var file: CInt?
        var isClosed = false
    }

    private let directory: String
    /// By chance: a number of a process would come again, and with it a dead one's file.
    private let name = String(UInt64.random(in: .min ... .max), radix: 36)
    private let state = Mutex(State())

    /// - Parameter directory: made at the first writing.
    package init(directory: String) {
        self.directory = directory
    }

    deinit { close() }

    /// Writes the words unless they are those already written. The first writing clears away the files of the dead.
    package func write(_ words: LiveWords) {
        state.withLock { state in
            guard !state.isClosed, state.written != words, let folder = WordsFolder(making: directory) else { return }
            if state.written == nil { folder.removeDead() }
            // A draft that is not locked yet looks like one left behind, to whoever clears up just then.
            let text = WordsText.text(of: words)
            guard let file = folder.write(text, to: name) ?? folder.write(text, to: name) else { return }
            if let old = state.file { Glibc.close(old) }
            state.file = file
            state.written = words
        }
    }

    /// Removes the file; nothing is written from now on.
    package func close() {
        state.withLock { state in
            state.isClosed = true
            guard let file = state.file else { return }
            WordsFolder(reading: directory)?.remove(name)
            Glibc.close(file)
            state.file = nil
        }
    }
}
