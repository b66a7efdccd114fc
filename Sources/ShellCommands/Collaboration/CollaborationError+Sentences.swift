package import CommandTree
package import PeerEngine

extension CommandFailure {
    /// What cannot be done, in the two lines of collab 4.2: what failed, and why.
    package init(_ error: CollaborationError) {
        let reason =
            switch error.reason {
            case .none: ""
            case .sentence(let sentence): sentence
            case .code(let code): code.sentence
            }
        self.init([error.failure, reason].filter { !$0.isEmpty }.joined(separator: "\n"), status: error.status)
    }
}

extension CollaborationError {
    fileprivate var status: ExitStatus {
        guard case .code(let code) = reason else { return .failed }
        return switch code {
        case .notFound, .contactNotFound: .notFound
        case .timeout: .timedOut
        case .connectionFailed: .unreachable
        case .accessDenied, .noKeyAccess, .privacyDeclined, .serviceNotAvailable: .notPermitted
        case .alreadyExists, .inviteCancelled, .invalidAddress, .noConnectivity, .notSignedIn, .subscriptionExists,
            .unableToListen:
            .failed
        }
    }
}

extension CollaborationError.Code {
    /// The text of a code, with its number (collab 4.2; the words are ours but for the first and for 11.2).
    package var sentence: String {
        let number = String(rawValue, radix: 16, uppercase: true)
        return "\(words) (0x\(String(repeating: "0", count: 8 - number.count))\(number))"
    }

    private var words: String {
        switch self {
        case .noConnectivity:
            "The sign-in succeeded, but there are no IPv6 addresses available at this time."
        case .subscriptionExists: "The subscription exists already."
        case .accessDenied: "Access is denied."
        case .alreadyExists: "It exists already."
        case .notFound: "It was not found."
        case .connectionFailed: "The connection failed, or nobody there hears invitations from you."
        case .noKeyAccess: "The private key cannot be used: others could read its file."
        case .unableToListen: "The port is not available."
        case .serviceNotAvailable: "The collaboration infrastructure cannot be used from an elevated process."
        case .contactNotFound: "The contact was not found."
        case .inviteCancelled: "The invitation was canceled."
        case .notSignedIn: "The operation requires the user to be signed in."
        case .privacyDeclined: "The notice of what becomes visible was not agreed to."
        case .timeout: "There was no answer in time."
        case .invalidAddress: "The address cannot be used."
        }
    }
}
