package import PeerBase

/// Why something with keys could not be done.
package enum IdentityError: Error, Hashable, Sendable {
    /// No key file has this authority.
    case notFound(SHA1Digest)
    /// A key file or the directory exists, but may not or cannot be read.
    case noAccess(path: String, reason: String)
    /// A key file holds something else than the key it should.
    case damaged(path: String)
    /// A key file or the directory cannot be written.
    case cannotWrite(path: String, reason: String)
    /// See ``Identity/isValidFriendlyName(_:)``.
    case invalidFriendlyName
    /// The system gave no new key: it is out of randomness or memory.
    case cannotMakeKey
    /// The key gave no signature: it is out of memory, or the key contradicts itself.
    case cannotSign
}

extension IdentityError: CustomStringConvertible {
    /// One sentence for the user, with the code of the P2P SDK where there is one (netsh 5.1, 5.2).
    package var description: String {
        switch self {
        case .notFound(let authority):
            "There is no identity \(authority) here (0x80630401, PEER_E_IDENTITY_NOT_FOUND)."
        case .noAccess(let path, let reason):
            "The private key in \(path) cannot be read: \(reason) (0x80630203, PEER_E_NO_KEY_ACCESS)."
        case .damaged(let path):
            "The identity file \(path) is damaged (0x80630801, PEER_E_CERT_STORE_CORRUPTED)."
        case .cannotWrite(let path, let reason):
            "The identity file \(path) cannot be written: \(reason)."
        case .invalidFriendlyName:
            "A friendly name has 1 to 255 characters, none of them a control character."
        case .cannotMakeKey:
            "No new key could be made."
        case .cannotSign:
            "The private key could not sign."
        }
    }

    /// What to do about it, where a remedy is known (netsh 7 row 11: name the file, never replace it silently).
    package var hint: String? {
        switch self {
        case .noAccess(let path, _):
            "Make \(path) belong to you and readable for you, or use another directory with --home."
        case .damaged(let path):
            "Put back a copy of \(path), or move the file away; without it, its names can no longer be published."
        case .cannotWrite(let path, _):
            "See that there is room and that you may write where \(path) lies, or use --home."
        case .notFound:
            "List the identities with: p2p idmgr show identities"
        case .invalidFriendlyName, .cannotMakeKey, .cannotSign:
            nil
        }
    }
}
