internal import Collaboration
internal import PeerIdentity

// The refusals of the core as errors in two lines (collab 4.2).

extension EngineError {
    static func collaboration(_ failure: String, _ reason: CollaborationError.Reason) -> EngineError {
        .collaboration(CollaborationError(failure, reason))
    }

    /// `failure` stands before what the core has no text of the original for.
    init(_ refusal: PublicationRefusal, _ failure: String) {
        switch refusal {
        case .notSignedIn: self = .collaboration(.notSignedIn)
        case .objectNotFound: self = .collaboration(refusal.text, .code(.notFound))
        case .objectEmpty: self = .collaboration(refusal.text, .sentence("An object has at least one byte of data."))
        case .wellKnownObject:
            self = .collaboration(refusal.text, .sentence("The picture of the user cannot be deleted."))
        case .empty, .tooLong: self = .collaboration(failure, .sentence(refusal.text))
        case .presenceOffline, .emptyID, .objectTooLarge, .tooManyObjects:
            self = .collaboration(refusal.text, .none)
        }
    }

    init(_ refusal: ContactRefusal, _ failure: String) {
        switch refusal {
        case .alreadyExists: self = .collaboration(refusal.text, .code(.alreadyExists))
        case .isMe, .empty, .tooLong: self = .collaboration(failure, .sentence(refusal.text))
        case .peerNameMalformed, .meIsSubscribed, .meIsAllowed: self = .collaboration(refusal.text, .none)
        }
    }

    init(_ refusal: ApplicationRefusal, _ failure: String) {
        switch refusal {
        case .alreadyRegistered: self = .collaboration(refusal.text, .code(.alreadyExists))
        case .notFound: self = .collaboration(refusal.text, .code(.notFound))
        case .pathNotAbsolute, .unknownVariable, .descriptionTooLong:
            self = .collaboration(failure, .sentence(refusal.text))
        case .emptyID, .pathRequired, .dataTooLarge, .tooMany: self = .collaboration(refusal.text, .none)
        }
    }
}

extension CollaborationError.Reason {
    /// A key that others can read, or that we cannot, has a code; the rest is told in words (collab 4.1).
    init(_ error: IdentityError) {
        if case .noAccess = error { self = .code(.noKeyAccess) } else { self = .sentence("\(error)") }
    }
}
