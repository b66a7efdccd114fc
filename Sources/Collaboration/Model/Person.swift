package import PeerBase

/// Somebody signed in on one of our links: a hint until a TLS exchange has shown the pin (collab 2.3, 10.13).
package struct Person: Hashable, Sendable {
    /// What is known about who this is.
    package enum Standing: Hashable, Sendable {
        /// No exchange yet in this sign-in, or a stranger's pin.
        case unknown
        /// The pin is that of this contact, named by its peer name.
        case contact(String, Trust)
        /// Calls himself as a contact does, and has another key.
        case notYourContact
    }

    /// The near id: of this endpoint of a person, for this sign-in.
    package var id: GUID
    package var nickname: String
    package var host: String
    /// Where the signalling service listens; `nil` until it has been asked for.
    package var endpoint: ScopedEndpoint?
    package var standing: Standing
    /// The pin seen in the last exchange.
    package var pin: Pin?

    package init(
        id: GUID, nickname: String, host: String, endpoint: ScopedEndpoint?, standing: Standing = .unknown,
        pin: Pin? = nil
    ) {
        self.id = id
        self.nickname = nickname
        self.host = host
        self.endpoint = endpoint
        self.standing = standing
        self.pin = pin
    }
}

/// What an endpoint tells when asked: the body of `GET /data`, and the first thing a watch says (collab 10.5).
package struct Snapshot: Hashable, Sendable {
    /// The near id of the endpoint, by which several addresses of one endpoint are told from several endpoints; `nil` where
    /// it is not said.
    package var id: GUID?
    package var nickname: String
    package var endpointName: String
    package var presence: Presence
    /// Empty for those who may not know.
    package var applications: [PublishedApplication]
    package var objects: [CollaborationObject]

    package init(
        id: GUID? = nil, nickname: String, endpointName: String, presence: Presence,
        applications: [PublishedApplication] = [], objects: [CollaborationObject] = []
    ) {
        self.id = id
        self.nickname = nickname
        self.endpointName = endpointName
        self.presence = presence
        self.applications = applications
        self.objects = objects
    }
}

/// Somebody as commands name him.
package enum Party: Hashable, Sendable {
    /// A person near me, by near id.
    case person(GUID)
    /// A contact, by peer name.
    case contact(String)
}
