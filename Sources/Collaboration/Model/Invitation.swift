package import PeerBase

/// A request to start an application together (collab 2.9, 10.8).
package struct Invitation: Hashable, Sendable {
    package var id: GUID
    package var application: GUID
    package var message: String
    /// Opaque; typically where the inviter's program listens.
    package var data: [UInt8]
    /// Milliseconds since 1970 UTC, by the inviter's clock.
    package var createdAt: Int64
    /// What the inviter says of himself; the pin decides who he is.
    package var from: Claim

    package struct Claim: Hashable, Sendable {
        package var peerName: String
        package var nickname: String
        package var endpointName: String
        /// Where his service listens; `nil` while he is signed out.
        package var port: UInt16?

        package init(peerName: String, nickname: String, endpointName: String, port: UInt16? = nil) {
            self.peerName = peerName
            self.nickname = nickname
            self.endpointName = endpointName
            self.port = port
        }
    }

    package init(id: GUID, application: GUID, message: String, data: [UInt8], createdAt: Int64, from: Claim) {
        self.id = id
        self.application = application
        self.message = message
        self.data = data
        self.createdAt = createdAt
        self.from = from
    }
}

/// What became of it (collab 10.8).
package enum InvitationAnswer: Hashable, Sendable {
    case accepted
    case declined(DeclineReason)
    case expired
    case error(ErrorReason)

    package enum DeclineReason: String, Hashable, Sendable, CaseIterable {
        case user
        case notRegistered = "notregistered"
        case busy
        case policy
    }

    package enum ErrorReason: String, Hashable, Sendable, CaseIterable {
        case launchFailed = "launchfailed"
        case `internal`
        case tooLarge = "toolarge"
        case signedOut = "signedout"
        case canceled
    }
}

/// One line of `invitation show` and of the log.
package struct InvitationRecord: Hashable, Sendable {
    package enum Direction: String, Hashable, Sendable {
        case incoming
        case outgoing
    }

    /// Invitee: pending, then an end. Inviter: connecting, waiting, then an end.
    package enum State: String, Hashable, Sendable, CaseIterable {
        case connecting, waiting, pending, accepted, declined, expired, canceled, failed

        package var isOpen: Bool { self == .connecting || self == .waiting || self == .pending }
    }

    package var id: GUID
    /// What a person types; `nil` for what only the log knows.
    package var number: Int?
    package var direction: Direction
    package var peerName: String?
    package var pin: Pin?
    /// The contact's label, or the nickname that a stranger gives.
    package var name: String
    /// `nil`: unknown to us.
    package var trust: Trust?
    package var application: GUID
    /// Where it is registered here.
    package var applicationDescription: String?
    package var message: String
    package var state: State
    package var reason: String?
    /// Milliseconds since 1970 UTC.
    package var createdAt: Int64
    package var endedAt: Int64?
    /// Where the other side takes connections, as far as it is known; port 0 for one that takes none.
    package var endpoint: ScopedEndpoint?

    package init(
        id: GUID, number: Int? = nil, direction: Direction, peerName: String? = nil, pin: Pin? = nil, name: String,
        trust: Trust? = nil, application: GUID, applicationDescription: String? = nil, message: String, state: State,
        reason: String? = nil, createdAt: Int64, endedAt: Int64? = nil, endpoint: ScopedEndpoint? = nil
    ) {
        self.id = id
        self.number = number
        self.direction = direction
        self.peerName = peerName
        self.pin = pin
        self.name = name
        self.trust = trust
        self.application = application
        self.applicationDescription = applicationDescription
        self.message = message
        self.state = state
        self.reason = reason
        self.createdAt = createdAt
        self.endedAt = endedAt
        self.endpoint = endpoint
    }
}

/// What a launched application may know (collab 2.9, 10.10).
package struct LaunchInformation: Hashable, Sendable {
    /// The inviter, where he is a contact.
    package var contact: ContactCard?
    package var trust: Trust?
    /// Where the inviter takes connections; port 0 where he takes none, being signed out.
    package var endpoint: ScopedEndpoint
    package var endpointName: String
    package var nickname: String
    package var application: GUID
    package var message: String
    package var data: [UInt8]

    package init(
        contact: ContactCard?, trust: Trust?, endpoint: ScopedEndpoint, endpointName: String, nickname: String,
        application: GUID, message: String, data: [UInt8]
    ) {
        self.contact = contact
        self.trust = trust
        self.endpoint = endpoint
        self.endpointName = endpointName
        self.nickname = nickname
        self.application = application
        self.message = message
        self.data = data
    }
}
