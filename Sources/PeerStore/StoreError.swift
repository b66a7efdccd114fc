internal import GRDB

/// Why something could not be remembered or recalled.
package enum StoreError: Error, Hashable, Sendable {
    /// The file is no database, or a broken one.
    case damaged(path: String)
    /// A later version of p2psh made or changed the database.
    case newer(path: String)
    /// The file or its directory cannot be used at all, or not now.
    case unavailable(path: String, reason: String)
    /// The environment does not say where the user's files belong.
    case noHomeDirectory
}

extension StoreError {
    /// Whatever the database library threw, in our words.
    init(_ error: any Error, path: String) {
        guard let error = error as? DatabaseError else {
            self = error as? StoreError ?? .unavailable(path: path, reason: "\(error)")
            return
        }
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(path: path)
        default: self = .unavailable(path: path, reason: error.message ?? "\(error.resultCode)")
        }
    }
}

extension StoreError: CustomStringConvertible {
    /// One sentence for the user.
    package var description: String {
        switch self {
        case .damaged(let path): "The database \(path) is damaged."
        case .newer(let path): "The database \(path) was written by a later version of p2psh."
        case .unavailable(let path, let reason): "The database \(path) cannot be used: \(reason)."
        case .noHomeDirectory: "There is no place for the files of p2psh: HOME is not set to an absolute path."
        }
    }

    /// What to do about it.
    package var hint: String {
        switch self {
        case .damaged(let path):
            "Move \(path) away; p2psh then starts with default settings and finds its neighbours anew."
        case .newer:
            "Use that version, or give this one a place of its own with --home."
        case .unavailable(let path, _):
            "See that you may read and write \(path) and that there is room, or use --home."
        case .noHomeDirectory:
            "Set HOME, or name a directory with --home."
        }
    }
}
