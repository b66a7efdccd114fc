internal import PNRP
internal import PeerEngine

/// Why something could not be done. The description is one sentence for people.
public enum PeerToPeerError: Error, Hashable, Sendable {
    /// The text is no peer name; the sentence says why.
    case invalidName(String)
    /// An option cannot be meant, or an endpoint cannot be had; the sentence says which.
    case invalidConfiguration(String)
    /// There is no such cloud, or none at all: this host has no IPv6 address.
    case noCloud
    /// The name is registered here already, in that cloud.
    case duplicateName(PeerName, cloud: String)
    /// The key that secures the name is not on this machine.
    case noKey(PeerName)
    /// What was to be published breaks a limit of the protocol; the sentence says which.
    case invalidRegistration(String)
    /// The cloud cannot serve at present: no network, switched off, or only for resolving.
    case cloudUnusable(String)
    /// More is going on than the protocol's limits allow.
    case tooMuchLoad
    /// What failed is no part of this library: meshes, or people near us.
    case notOffered
    /// Keys or files that cannot be used.
    case storage(String)
    /// The task that asked was cancelled.
    case cancelled
    /// The peer has shut down.
    case closed
}

extension PeerToPeerError: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        switch self {
        case .invalidName(let sentence), .invalidConfiguration(let sentence), .invalidRegistration(let sentence),
            .storage(let sentence):
            sentence
        case .noCloud: "There is no such cloud: this host may have no IPv6 address."
        case .duplicateName(let name, let cloud): "The name '\(name)' is already registered in cloud '\(cloud)'."
        case .noKey(let name): "The key that '\(name)' belongs to is not on this machine."
        case .cloudUnusable(let cloud): "The cloud '\(cloud)' cannot be used for that at present."
        case .tooMuchLoad: "Too much is going on at once."
        case .notOffered: "Meshes and people near us are no part of this library."
        case .cancelled: "The task was cancelled."
        case .closed: "The peer has shut down."
        }
    }
}

extension PeerToPeerError {
    init(_ error: EngineError) {
        switch error {
        case .noSuchCloud, .noAddress, .noSeed: self = .noCloud
        case .cannotBind(let endpoint, let reason):
            self = .invalidConfiguration("The endpoint \(endpoint) cannot be used: \(reason)")
        case .unknownHost(let host): self = .invalidConfiguration("The host '\(host)' has no IPv6 address.")
        case .seedElsewhere(let seed, let cloud):
            self = .invalidConfiguration("The seed '\(seed)' cannot be a member of cloud '\(cloud)'.")
        case .invalidName(let text): self = .invalidName("'\(text)' is no peer name.")
        case .duplicateName(let name, let cloud): self = .duplicateName(PeerName(name), cloud: cloud)
        case .untypable(let name): self = .invalidName("'\(name)' cannot be kept.")
        case .noKey(let name): self = .noKey(PeerName(name))
        case .noSuchIdentity(let identity), .identityInUse(let identity), .identityKept(let identity, _, _),
            .identityOfMachine(let identity):
            self = .storage("The identity '\(identity)' cannot be used.")
        case .storage(let sentence): self = .storage(sentence)
        case .invalidRegistration(let error): self = .invalidRegistration(error.sentence)
        case .cloudUnusable(let cloud, _), .resolveOnly(let cloud), .fleetingCloud(let cloud):
            self = .cloudUnusable(cloud)
        case .tooMuchLoad: self = .tooMuchLoad
        case .mesh, .collaboration: self = .notOffered
        case .cancelled: self = .cancelled
        case .notRegistered, .closed: self = .closed
        }
    }
}

extension RegistrationError {
    fileprivate var sentence: String {
        switch self {
        case .nothingToPublish: "There is neither an endpoint nor a payload to publish."
        case .tooManyEndpoints: "A registration has at most \(Limits.applicationEndpoints) endpoints."
        case .commentTooLong: "A comment has at most \(Limits.commentLength) characters."
        case .emptyPayload: "A payload cannot be empty."
        case .payloadTooLarge: "A payload has at most \(Limits.payloadBytes) bytes."
        default: "The name cannot be registered."
        }
    }
}
