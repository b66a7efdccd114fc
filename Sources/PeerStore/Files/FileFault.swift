internal import Glibc

/// Why a file that a person named, or that is shared with others, was not read or written.
package enum FileFault: Error, Hashable, Sendable {
    /// The rights are missing, or the file system is read-only.
    case accessDenied(path: String)
    case notFound(path: String)
    /// To be written, and there already.
    case alreadyThere(path: String)
    /// A directory, a pipe, a device.
    case notRegular(path: String)
    /// Of more bytes than that.
    case tooLarge(path: String, limit: Int)
    case unavailable(path: String, reason: String)
}

extension FileFault {
    /// What `errno` says about a path.
    init(path: String, errno number: CInt = errno) {
        self =
            switch number {
            case EACCES, EPERM, EROFS: .accessDenied(path: path)
            case ENOENT: .notFound(path: path)
            case EEXIST: .alreadyThere(path: path)
            case EISDIR, ENXIO: .notRegular(path: path)
            default: .unavailable(path: path, reason: String(cString: strerror(number)))
            }
    }
}

extension FileFault {
    package var path: String {
        switch self {
        case .accessDenied(let path), .notFound(let path), .alreadyThere(let path), .notRegular(let path),
            .tooLarge(let path, _), .unavailable(let path, _):
            path
        }
    }

    /// What is wrong with it, to follow its name.
    package var reason: String {
        switch self {
        case .accessDenied: "access is denied"
        case .notFound: "it does not exist"
        case .alreadyThere: "it exists already"
        case .notRegular: "it is not a regular file"
        case .tooLarge(_, let limit): "it is larger than \(limit) bytes"
        case .unavailable(_, let reason): reason
        }
    }
}

extension FileFault: CustomStringConvertible {
    /// One sentence for the user.
    package var description: String {
        switch self {
        case .accessDenied(let path): "Access to \(path) is denied."
        case .notFound(let path): "There is no file \(path)."
        case .alreadyThere(let path): "The file \(path) exists already."
        case .notRegular(let path): "\(path) is not a regular file."
        case .tooLarge(let path, let limit): "The file \(path) is larger than \(limit) bytes."
        case .unavailable(let path, let reason): "The file \(path) cannot be used: \(reason)."
        }
    }
}
