import Glibc

/// Where rendered text goes.
package enum OutputChannel: Sendable, Equatable {
    /// Answers.
    case answers
    /// Errors, hints and progress.
    case diagnostics
}

/// Takes rendered text. Tests keep it; the program writes it to its descriptors.
package protocol TextSink: Sendable {
    func write(_ text: String, to channel: OutputChannel) throws(SinkFailure)
}

/// The text could not be written.
package struct SinkFailure: Error, Equatable, Sendable {
    package let errno: Int32

    package init(errno: Int32) { self.errno = errno }

    /// Nobody reads any more: an end, not an error.
    package var isBrokenPipe: Bool { errno == EPIPE }
}

/// Standard output and standard error, unbuffered. The program must ignore SIGPIPE.
package struct DescriptorSink: TextSink {
    private let answers: Int32
    private let diagnostics: Int32

    package init(answers: Int32 = STDOUT_FILENO, diagnostics: Int32 = STDERR_FILENO) {
        self.answers = answers
        self.diagnostics = diagnostics
    }

    package func write(_ text: String, to channel: OutputChannel) throws(SinkFailure) {
        let descriptor = channel == .answers ? answers : diagnostics
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written >= 0 {
                bytes = bytes.dropFirst(written)
            } else if errno != EINTR {
                throw SinkFailure(errno: errno)
            }
        }
    }
}
