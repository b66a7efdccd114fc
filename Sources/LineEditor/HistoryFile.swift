import CLineEditor
import Glibc

/// The lines entered in this and former sessions, and the file that keeps them (models 5.7, netsh 6.12).
///
/// The file is saved with each line, so a crash loses none. It is the truth: when another session has changed it
/// since we read it, it is read again before our line is added, and when it was deleted, its lines are forgotten here
/// too. Saving writes a new file beside it and renames that, so the file is whole at every moment; two sessions that
/// save within the same millisecond are the one case in which a line can be lost.
struct HistoryFile: ~Copyable {
    /// How many lines are kept.
    static let limit: Int32 = 1000

    private let path: String?
    /// libedit's history, for the editor to walk. It lives as long as this value.
    let entriesForEditor: OpaquePointer
    private var stamp: FileStamp?
    /// Lines no save has succeeded for, oldest first.
    private var unsaved: [String] = []
    private var isForeign = false

    /// Reads the history. Without a path nothing is read or saved.
    init(path: String?) {
        guard let entries = line_history_open(Self.limit) else {
            preconditionFailure("no memory for an empty history")
        }
        self.path = path
        entriesForEditor = entries
        reloadIfChanged()
    }

    deinit {
        line_history_close(entriesForEditor)
    }

    /// All lines, oldest first.
    var lines: [String] {
        var lines: [String] = []
        withUnsafeMutablePointer(to: &lines) {
            line_history_each(entriesForEditor, $0, collectLine)
        }
        return lines
    }

    /// Enters a line and saves the file. Empty lines, lines that begin with a blank, and a repetition of the newest
    /// line are not kept.
    ///
    /// - Throws: also when the line is saved, but a damaged file had to be moved aside for it.
    mutating func add(_ line: String) throws(HistoryFailure) {
        guard let first = line.first, first != " ", first != "\t" else { return }
        reloadIfChanged()
        _ = line_history_enter(entriesForEditor, line)
        unsaved.append(line)
        unsaved.removeFirst(max(0, unsaved.count - Int(Self.limit)))
        try save()
    }

    private mutating func reloadIfChanged() {
        guard let path else { return }
        let current = FileStamp(path: path)
        guard current != stamp else { return }
        stamp = current
        isForeign = false
        line_history_clear(entriesForEditor)
        if let current, current.size > 0 {
            isForeign = !line_history_load(entriesForEditor, path)
        }
        for line in unsaved {
            _ = line_history_enter(entriesForEditor, line)
        }
    }

    private mutating func save() throws(HistoryFailure) {
        guard let path else { return }
        // A file that does not begin as libedit's do is damaged or somebody else's, and is kept beside the new one.
        let aside = path + ".damaged"
        let wasForeign = isForeign
        if wasForeign, rename(path, aside) != 0 { throw HistoryFailure(path: path, cause: .system(errno: errno)) }
        isForeign = false
        try createDirectory(of: path)
        let fresh = "\(path).\(getpid())"
        let error = line_history_save(entriesForEditor, try create(fresh))
        guard error == 0 else {
            unlink(fresh)
            throw HistoryFailure(path: path, cause: .system(errno: error))
        }
        // The stamp is taken before the renaming: afterwards the file may already be another session's.
        let freshStamp = FileStamp(path: fresh)
        guard rename(fresh, path) == 0 else {
            let error = errno
            unlink(fresh)
            throw HistoryFailure(path: path, cause: .system(errno: error))
        }
        stamp = freshStamp
        unsaved = []
        if wasForeign { throw HistoryFailure(path: path, cause: .movedAside(to: aside)) }
    }

    /// Creates a file that nobody else can read, and that was not there before.
    private func create(_ path: String) throws(HistoryFailure) -> Int32 {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        var descriptor = open(path, flags, 0o600)
        if descriptor < 0, errno == EEXIST {
            // The remains of a crash: our process number was another's then.
            unlink(path)
            descriptor = open(path, flags, 0o600)
        }
        guard descriptor >= 0 else { throw HistoryFailure(path: path, cause: .system(errno: errno)) }
        return descriptor
    }

    /// Creates the directory of a file and those above it, for the owner alone.
    private func createDirectory(of path: String) throws(HistoryFailure) {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
        let directory = String(path[..<slash])
        if access(directory, F_OK) == 0 { return }
        try createDirectory(of: directory)
        guard mkdir(directory, 0o700) == 0 || errno == EEXIST else {
            throw HistoryFailure(path: directory, cause: .system(errno: errno))
        }
    }
}

/// Why a line was remembered but could not be saved, or not beside what was there.
package struct HistoryFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// What stood in the way.
    package enum Cause: Equatable, Sendable {
        /// There was a file that is no history of ours, or none any more. It has another name now, and a new one is begun.
        case movedAside(to: String)
        /// The system refused.
        case system(errno: Int32)
    }

    /// The file or directory that was to be written.
    package var path: String
    package var cause: Cause

    /// A sentence for the user.
    package var description: String {
        switch cause {
        case .movedAside(let aside): "\(path) was no history file. It is now \(aside), and a new history is begun."
        case .system(let number): "The history is not saved: \(path): \(String(cString: strerror(number)))."
        }
    }
}

/// What tells one state of a file from another.
private struct FileStamp: Equatable {
    var device: UInt
    var number: UInt
    var size: Int
    var seconds: Int
    var nanoseconds: Int

    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt(status.st_dev)
        number = UInt(status.st_ino)
        size = Int(status.st_size)
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
    }
}

private func collectLine(_ lines: UnsafeMutableRawPointer?, _ line: UnsafePointer<CChar>?) {
    guard let lines, let line else { return }
    lines.assumingMemoryBound(to: [String].self).pointee.append(String(cString: line))
}
