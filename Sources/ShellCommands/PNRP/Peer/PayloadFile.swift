import Glibc
import PNRP

/// A file to be published as it is.
struct PayloadFile {
    /// Why it cannot be.
    struct Failure: Error {
        let sentence: String
        var isMissing = false
    }

    private let path: String

    init(_ path: String) { self.path = path }

    /// At most as many bytes as a payload may have; a larger file is refused, and never read to its end.
    func contents() throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let isMissing = errno == ENOENT
            let reason = isMissing ? "was not found" : "cannot be read (\(String(cString: strerror(errno))))"
            throw Failure(sentence: "The file '\(path)' \(reason).", isMissing: isMissing)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: Limits.payloadBytes + 1)
        while bytes.count <= Limits.payloadBytes {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw Failure(sentence: "The file '\(path)' cannot be read (\(String(cString: strerror(errno)))).")
            }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
        throw Failure(sentence: "The file '\(path)' has more than \(Limits.payloadBytes) bytes.")
    }
}
