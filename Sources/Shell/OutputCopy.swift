import Glibc
import Synchronization

/// A sink that also writes to a file, while one is open (netsh 6.9).
///
/// The copy is for reading later: it has no colours, and nothing that a terminal would have overwritten. A file that
/// cannot be written any more ends the copy, and not the output.
final class OutputCopy: TextSink {
    /// Why there is no copy: one sentence.
    struct Failure: Error {
        let sentence: String
    }

    private struct Target {
        let name: String
        let sink: DescriptorSink
        let descriptor: Int32
    }

    private let original: any TextSink
    private let target = Mutex<Target?>(nil)

    init(of original: any TextSink) { self.original = original }

    deinit { close() }

    /// Copies from now on to a file, and no longer to the one before.
    func open(_ name: String, appending: Bool) throws(Failure) {
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK | (appending ? O_APPEND : 0)
        let descriptor = Glibc.open(name, flags, 0o666)
        guard descriptor >= 0 else {
            throw Failure(sentence: "The file '\(name)' cannot be written: \(String(cString: strerror(errno))).")
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            Glibc.close(descriptor)
            throw Failure(sentence: "The file '\(name)' cannot be written: it is no regular file.")
        }
        if !appending { ftruncate(descriptor, 0) }
        close()
        let sink = DescriptorSink(answers: descriptor, diagnostics: descriptor)
        target.withLock { $0 = Target(name: name, sink: sink, descriptor: descriptor) }
    }

    func close() {
        target.withLock { target in
            if let target { Glibc.close(target.descriptor) }
            target = nil
        }
    }

    func write(_ text: String, to channel: OutputChannel) throws(SinkFailure) {
        copy(text)
        try original.write(text, to: channel)
    }

    private func copy(_ text: String) {
        guard !text.contains("\r"), let target = target.withLock({ $0 }) else { return }
        do throws(SinkFailure) {
            try target.sink.write(withoutStyles(text), to: .answers)
        } catch {
            close()
            let reason = String(cString: strerror(error.errno))
            let sentence = "The file '\(target.name)' cannot be written any more, and the copy ends: \(reason).\n"
            try? original.write(sentence, to: .diagnostics)
        }
    }
}

/// The text without the sequences that colour it; whatever else could be one was made visible before.
private func withoutStyles(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let escape = rest.firstIndex(of: "\u{1B}") {
        result += rest[..<escape]
        rest = rest[escape...].drop { $0 != "m" }.dropFirst()
    }
    return result + rest
}

/// A sink that keeps diagnostics and drops answers.
struct DiagnosticsOnly: TextSink {
    let original: any TextSink

    func write(_ text: String, to channel: OutputChannel) throws(SinkFailure) {
        if channel == .diagnostics { try original.write(text, to: channel) }
    }
}
