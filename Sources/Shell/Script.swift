import Glibc
import LineEditor

/// An open script: a file, or standard input.
struct Script: Sendable {
    /// As errors name it.
    let name: String
    /// The same file has the same identity, whatever its path; nil for standard input that is closed.
    let identity: FileIdentity?
    let lines: PlainLines
    private let descriptor: Int32

    struct FileIdentity: Equatable {
        let device: UInt
        let inode: UInt

        fileprivate init(_ status: stat) {
            device = UInt(status.st_dev)
            inode = UInt(status.st_ino)
        }
    }

    /// Why a script could not be opened.
    struct Failure: Error {
        let sentence: String
    }

    static var standardInput: Script {
        var status = stat()
        let identity = fstat(STDIN_FILENO, &status) == 0 ? FileIdentity(status) : nil
        return Script(
            name: "-", identity: identity, lines: PlainLines(input: STDIN_FILENO), descriptor: STDIN_FILENO)
    }

    static func open(_ path: String) throws(Failure) -> Script {
        // A pipe without a writer would make everybody wait here, where nothing can be interrupted.
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let reason = errno == ENOENT ? "was not found" : "cannot be read (error \(errno))"
            throw Failure(sentence: "The script '\(path)' \(reason).")
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            Glibc.close(descriptor)
            throw Failure(sentence: "The script '\(path)' is not a file.")
        }
        return Script(
            name: path, identity: FileIdentity(status), lines: PlainLines(input: descriptor), descriptor: descriptor)
    }

    /// Where a path in this script leads: relative ones start from the script's own directory (netsh 6.10).
    func resolve(_ path: String) -> String {
        guard !path.hasPrefix("/"), let slash = name.lastIndex(of: "/") else { return path }
        return String(name[...slash]) + path
    }

    func close() {
        if descriptor != STDIN_FILENO { Glibc.close(descriptor) }
    }
}
