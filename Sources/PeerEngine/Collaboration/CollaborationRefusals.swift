package import Collaboration
internal import PeerIdentity

// The refusals of the core as errors in two lines (collab 4.2); whoever stands in for the engine says the same.

extension EngineError {
    static func collaboration(_ failure: String, _ reason: CollaborationError.Reason) -> EngineError {
        .collaboration(CollaborationError(failure, reason))
    }

    package static let unknownContact = EngineError.collaboration(
        "Contact not found in contact manager.", .code(.contactNotFound))

    package static func notOurInvitation(_ number: Int) -> EngineError {
        .collaboration("There is no invitation \(number) of yours.", .code(.notFound))
    }

    /// `failure` stands before what the core has no text of the original for.
    package init(_ refusal: PublicationRefusal, _ failure: String) {
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

    package init(_ refusal: ContactRefusal, _ failure: String) {
        switch refusal {
        case .isMe, .empty, .tooLong: self = .collaboration(failure, .sentence(refusal.text))
        case .alreadyExists, .peerNameMalformed, .meIsSubscribed, .meIsAllowed:
            self = .collaboration(refusal.text, .none)
        }
    }

    package init(_ refusal: ApplicationRefusal, _ failure: String) {
        switch refusal {
        case .notFound: self = .collaboration(refusal.text, .code(.notFound))
        case .pathNotAbsolute, .unknownVariable, .descriptionTooLong:
            self = .collaboration(failure, .sentence(refusal.text))
        case .alreadyRegistered, .emptyID, .pathRequired, .dataTooLarge, .tooMany:
            self = .collaboration(refusal.text, .none)
        }
    }
}

extension EngineError {
    package init(_ refusal: AnswerRefusal, _ number: Int) {
        switch refusal {
        case .unknown: self = .collaboration("There is no invitation \(number) to be answered.", .code(.notFound))
        case .underWay:
            self = .collaboration("", .sentence("The program of invitation \(number) is being started already."))
        case .ended(let record) where record.state == .canceled:
            self = .collaboration("", .code(.inviteCancelled))
        case .ended(let record) where record.state == .expired: self = .collaboration("", .code(.timeout))
        case .ended(let record):
            self = .collaboration("", .sentence("Invitation \(number) has ended: \(record.state.rawValue)."))
        }
    }
}

extension CollaborationError.Reason {
    /// A key that others can read, or that we cannot, has a code; the rest is told in words (collab 4.1).
    init(_ error: IdentityError) {
        if case .noAccess = error { self = .code(.noKeyAccess) } else { self = .sentence("\(error)") }
    }
}
