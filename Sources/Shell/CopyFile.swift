import Glibc

/// A file that the output is copied to (netsh 6.9); closed when nobody holds it any more.
///
/// What the file holds goes when the copy begins and not before: the copy that ends then may be in the same file.
final class CopyFile: Sendable {
    /// Why there is no copy: one sentence.
    struct Failure: Error {
        let sentence: String
    }

    let name: String
    private let descriptor: Int32
    private let isAppending: Bool

    /// - Parameter appending: whether what the file holds stays.
    init(_ name: String, appending: Bool) throws(Failure) {
        // A pipe without a reader would make everybody wait; it is refused.
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK | (appending ? O_APPEND : 0)
        let descriptor = Glibc.open(name, flags, 0o666)
        guard descriptor >= 0 else {
            throw Failure(sentence: "The file '\(name)' cannot be written (\(reason(errno))).")
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            Glibc.close(descriptor)
            throw Failure(sentence: "The file '\(name)' cannot be written (no regular file).")
        }
        self.name = name
        self.descriptor = descriptor
        isAppending = appending
    }

    deinit { close(descriptor) }

    /// The copy begins.
    func begin() {
        if !isAppending { ftruncate(descriptor, 0) }
    }

    func write(_ text: String) throws(Failure) {
        do throws(SinkFailure) {
            try DescriptorSink(answers: descriptor).write(text, to: .answers)
        } catch {
            throw Failure(
                sentence: "The file '\(name)' cannot be written any more (\(reason(error.errno))), and the copy ends.")
        }
    }
}

private func reason(_ number: Int32) -> String {
    let text = String(cString: strerror(number))
    return text.prefix(1).lowercased() + text.dropFirst()
}
