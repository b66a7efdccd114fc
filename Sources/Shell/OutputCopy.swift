import Synchronization

/// A sink that also writes to a file, while there is one (netsh 6.9).
///
/// The copy is for reading later: it has no colours, and nothing that a terminal would have overwritten. A file that
/// cannot be written any more ends the copy, and not the output.
final class OutputCopy: TextSink {
    private let original: any TextSink
    private let file = Mutex<CopyFile?>(nil)

    init(of original: any TextSink) { self.original = original }

    /// Copies from now on to a file, and no longer to the one before.
    func copy(to file: CopyFile?) {
        self.file.withLock { current in
            file?.begin()
            current = file
        }
    }

    func write(_ text: String, to channel: OutputChannel) throws(SinkFailure) {
        if !text.unicodeScalars.contains("\r") { copy(text) }
        try original.write(text, to: channel)
    }

    /// Writes to the file alone.
    func copy(_ text: String) {
        guard let file = file.withLock({ $0 }) else { return }
        do throws(CopyFile.Failure) {
            try file.write(withoutStyles(text))
        } catch {
            copy(to: nil)
            try? original.write(error.sentence + "\n", to: .diagnostics)
        }
    }
}

/// The text without the sequences that colour it; whatever else could be one was made visible before.
private func withoutStyles(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let escape = rest.firstIndex(of: "\u{1B}") {
        result += rest[..<escape]
        rest = rest[escape...].drop { $0 != "m" }.dropFirst()
    }
    return String(result + rest)
}

/// A sink that keeps diagnostics and drops answers.
struct DiagnosticsOnly: TextSink {
    let original: any TextSink

    func write(_ text: String, to channel: OutputChannel) throws(SinkFailure) {
        if channel == .diagnostics { try original.write(text, to: channel) }
    }
}
