package import PeerBase

/// What a person or program wants to publish (behaviour 11.1).
///
/// Of the three kinds of names two can be published. A delegated one, signed by another key than its owner's, can only be
/// resolved: its records carry a chain of certificates (wire 11.4), and nothing here issues or keeps any.
package struct RegistrationRequest: Hashable, Sendable {
    package var name: PeerName
    /// The identity that signs: SHA-1 of its public key data. For a secure name its authority.
    package var identity: SHA1Digest
    /// The identity's 140-byte public key data (wire 7.4).
    package var publicKey: [UInt8]
    /// The upper half of the service location; our own address prefix when `nil`.
    package var locationPrefix: UInt64?
    /// At most 39 characters.
    package var comment: String?
    /// At most ten; may be empty only when there is a payload.
    package var endpoints: [ApplicationEndpoint]
    package var payload: ExtendedPayload.Payload?

    package init(
        name: PeerName, identity: SHA1Digest, publicKey: [UInt8], locationPrefix: UInt64? = nil,
        comment: String? = nil, endpoints: [ApplicationEndpoint] = [], payload: ExtendedPayload.Payload? = nil
    ) {
        self.name = name
        self.identity = identity
        self.publicKey = publicKey
        self.locationPrefix = locationPrefix
        self.comment = comment
        self.endpoints = endpoints
        self.payload = payload
    }
}

extension RegistrationRequest {
    var content: RegistrationContent { RegistrationContent(comment: comment, endpoints: endpoints, payload: payload) }
}

/// What a registration says, without under which name: the part that can change while it lasts (behaviour 11.3).
package struct RegistrationContent: Hashable, Sendable {
    /// At most 39 characters.
    package var comment: String?
    /// At most ten; may be empty only when there is a payload.
    package var endpoints: [ApplicationEndpoint]
    package var payload: ExtendedPayload.Payload?

    package init(comment: String?, endpoints: [ApplicationEndpoint], payload: ExtendedPayload.Payload?) {
        self.comment = comment
        self.endpoints = endpoints
        self.payload = payload
    }
}

/// How a registration fares (behaviour 19); raw values as in the Windows enumeration.
package enum RegistrationState: Int, Hashable, Sendable {
    case ok = 1
    /// It was never announced, or its latest announcement reached nobody.
    case problem = 2
}

/// Why a name cannot be registered (behaviour 11.1, 18, 19).
package enum RegistrationError: Error, Hashable, Sendable {
    case duplicateName
    case nothingToPublish
    case tooManyEndpoints
    case commentTooLong
    case emptyPayload
    case payloadTooLarge
    case tooManyRegistrations
    /// The cloud is Virtual and has no address that it could open with (behaviour 6.4).
    case networkUnreachable
    case cloudDead
    case cloudDisabled
    /// The cloud is there for resolving only (behaviour 2).
    case resolveOnly
    /// There is nothing to update under this identifier.
    case notRegistered
}

/// A name published here.
package struct Registration: Hashable, Sendable {
    package let id: PeerID
    package let name: PeerName
    package let identity: SHA1Digest
    package let publicKey: [UInt8]
    /// `nil` for a secure name with an empty classifier, whose record carries none (wire 17.5).
    package let classifierHash: SHA1Digest?
    package private(set) var comment: String?
    package private(set) var endpoints: [ApplicationEndpoint]
    package private(set) var payload: ExtendedPayload.Payload?
    /// Whether the cloud has been told.
    package internal(set) var isAnnounced = false
    /// When the cloud is told again (behaviour 11.3).
    fileprivate(set) var reannounceAt: Instant = .zero
    package fileprivate(set) var state: RegistrationState = .problem

    init(_ request: RegistrationRequest, id: PeerID, sha1: SHA1Function) {
        self.id = id
        name = request.name
        identity = request.identity
        publicKey = request.publicKey
        classifierHash = request.name.classifier.isEmpty ? nil : request.name.classifierHash(sha1: sha1)
        endpoints = []
        publish(request.content)
    }

    fileprivate mutating func publish(_ content: RegistrationContent) {
        // The wire has no form for a comment without text (wire 7.1).
        comment = content.comment.flatMap { $0.isEmpty ? nil : $0 }
        endpoints = content.endpoints
        payload = content.payload
    }
}

/// The names published here, by identifier and in ring order.
package struct RegistrationTable: Sendable {
    private var registrations: [PeerID: Registration] = [:]
    /// In ascending order.
    package private(set) var ids: [PeerID] = []

    package var count: Int { ids.count }
    package var isEmpty: Bool { ids.isEmpty }
    package var all: [Registration] { ids.compactMap { registrations[$0] } }

    package subscript(id: PeerID) -> Registration? { registrations[id] }

    package subscript(name: PeerName) -> Registration? { all.first { $0.name == name } }

    func nearest(to target: PeerID) -> PeerID? {
        ids.min { $0.distance(to: target) < $1.distance(to: target) }
    }

    mutating func insert(_ registration: Registration) {
        registrations[registration.id] = registration
        ids.insert(registration.id, at: ids.firstIndex { $0 > registration.id } ?? ids.count)
    }

    mutating func markAnnounced(_ id: PeerID, until due: Instant) {
        registrations[id]?.isAnnounced = true
        registrations[id]?.reannounceAt = due
    }

    mutating func markUnannounced(_ id: PeerID) { registrations[id]?.isAnnounced = false }

    /// Those whose time has come are to be announced again.
    mutating func markUnannounced(dueAt now: Instant) {
        for id in ids where registrations[id].map({ $0.reannounceAt <= now }) ?? false { markUnannounced(id) }
    }

    /// What an announcement has come to.
    mutating func note(_ state: RegistrationState, of id: PeerID) { registrations[id]?.state = state }

    mutating func update(_ id: PeerID, with content: RegistrationContent) { registrations[id]?.publish(content) }

    /// All are to be announced again; what is known of them stays until that has come to something.
    mutating func markUnannounced() {
        for id in ids { markUnannounced(id) }
    }

    /// Nobody who heard of our names is known any more: until they are announced again nobody finds them, which is a
    /// problem (behaviour 6.3 Alone and No Net, 19).
    mutating func markUnheard() {
        markUnannounced()
        for id in ids { note(.problem, of: id) }
    }

    @discardableResult
    mutating func remove(_ id: PeerID) -> Registration? {
        ids.removeAll { $0 == id }
        return registrations.removeValue(forKey: id)
    }
}
