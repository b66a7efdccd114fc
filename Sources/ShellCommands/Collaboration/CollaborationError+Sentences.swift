package import CommandTree
package import PeerEngine

extension CommandFailure {
    /// What cannot be done, in the two lines of collab 4.2: what failed, and why, with the code in the second.
    package init(_ error: CollaborationError) {
        switch error.reason {
        case .none: self.init(error.failure)
        case .sentence(let sentence): self.init(error.failure, details: [sentence])
        case .code(let code):
            self.init(
                error.failure, details: [code.sentence], code: Code(code.number, code.name), hint: code.hint,
                status: code.status)
        }
    }
}

extension CommandFailure {
    /// Nobody is signed in when his first command comes, and signing in lasts as long as the process (collab 1.3): a
    /// program's one command needs another before it.
    static var signedOutAlone: CommandFailure {
        let code = CollaborationError.Code.notSignedIn
        return CommandFailure(
            "", details: [code.sentence], code: Code(code.number, code.name),
            hint: "One run signs in and asks: "
                + #"printf 'p2p collab signin accept=yes\np2p collab show people wait=3\n' | p2psh"#,
            status: code.status)
    }
}

extension CollaborationError.Code {
    /// `0x80637003`
    var number: String { Self.number(rawValue) }

    static func number(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
    }

    fileprivate var status: ExitStatus {
        switch self {
        case .notFound, .contactNotFound: .notFound
        case .timeout: .timedOut
        case .connectionFailed: .unreachable
        case .accessDenied, .noKeyAccess, .privacyDeclined, .serviceNotAvailable: .notPermitted
        case .alreadyExists, .inviteCancelled, .invalidAddress, .noConnectivity, .notSignedIn, .subscriptionExists,
            .unableToListen:
            .failed
        }
    }

    fileprivate var hint: String? {
        switch self {
        case .notSignedIn: "'p2p collab signin' signs in."
        case .serviceNotAvailable: "allowroot=yes at 'signin' allows it in a container."
        case .privacyDeclined: "The question comes again at the next 'signin'."
        default: nil
        }
    }

    /// As the SDK names it (collab 4.1).
    var name: String {
        switch self {
        case .noConnectivity: "PEER_S_NO_CONNECTIVITY"
        case .subscriptionExists: "PEER_S_SUBSCRIPTION_EXISTS"
        case .accessDenied: "E_ACCESSDENIED"
        case .alreadyExists: "PEER_E_ALREADY_EXISTS"
        case .notFound: "PEER_E_NOT_FOUND"
        case .connectionFailed: "PEER_E_CONNECTION_FAILED"
        case .noKeyAccess: "PEER_E_NO_KEY_ACCESS"
        case .unableToListen: "PEER_E_UNABLE_TO_LISTEN"
        case .serviceNotAvailable: "PEER_E_SERVICE_NOT_AVAILABLE"
        case .contactNotFound: "PEER_E_CONTACT_NOT_FOUND"
        case .inviteCancelled: "PEER_E_INVITE_CANCELLED"
        case .notSignedIn: "PEER_E_NOT_SIGNED_IN"
        case .privacyDeclined: "PEER_E_PRIVACY_DECLINED"
        case .timeout: "PEER_E_TIMEOUT"
        case .invalidAddress: "PEER_E_INVALID_ADDRESS"
        }
    }

    /// The text of a code (collab 4.2; the words are ours but for the first and those of 11.2).
    var sentence: String {
        switch self {
        case .noConnectivity: "The sign-in succeeded, but there are no IPv6 addresses available at this time."
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
