import Glibc
import LineEditor

/// An open script: a file, or standard input.
struct Script: Sendable {
    /// As errors name it.
    let name: String
    /// The same file has the same identity, whatever its path; standard input has none.
    let identity: FileIdentity?
    let lines: PlainLines
    private let descriptor: Int32

    struct FileIdentity: Equatable {
        let device: UInt
        let inode: UInt
    }

    /// Why a script could not be opened.
    struct Failure: Error {
        let sentence: String
    }

    static var standardInput: Script {
        Script(name: "-", identity: nil, lines: PlainLines(input: STDIN_FILENO), descriptor: STDIN_FILENO)
    }

    static func open(_ path: String) throws(Failure) -> Script {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let reason = errno == ENOENT ? "was not found" : "cannot be read (error \(errno))"
            throw Failure(sentence: "The script '\(path)' \(reason).")
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            Glibc.close(descriptor)
            throw Failure(sentence: "The script '\(path)' is not a file.")
        }
        let identity = FileIdentity(device: UInt(status.st_dev), inode: UInt(status.st_ino))
        return Script(name: path, identity: identity, lines: PlainLines(input: descriptor), descriptor: descriptor)
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
