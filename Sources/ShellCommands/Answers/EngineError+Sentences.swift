package import CommandTree
import PNRP
package import PeerEngine

extension CommandFailure.Code {
    // The names and numbers of the P2P SDK (netsh 5.2).
    static let noIPv6 = Self("0x80630001", "PEER_E_IPV6_NOT_INSTALLED")
    static let noKeyAccess = Self("0x80630203", "PEER_E_NO_KEY_ACCESS")
    static let identityNotFound = Self("0x80630401", "PEER_E_IDENTITY_NOT_FOUND")
    static let noCloud = Self("0x80631001", "PEER_E_NO_CLOUD")
    static let cloudNameAmbiguous = Self("0x80631005", "PEER_E_CLOUD_NAME_AMBIGUOUS")
    static let invalidPeerName = Self("0x80632050", "PEER_E_INVALID_PEER_NAME")
    static let serviceNotAvailable = Self("0x806320A1", "PEER_E_SERVICE_NOT_AVAILABLE")
    static let cannotConvertPeerName = Self("0x80634001", "PEER_E_CANNOT_CONVERT_PEER_NAME")
    static let invalidPeerHostName = Self("0x80634002", "PEER_E_INVALID_PEER_HOST_NAME")
    static let duplicatePeerName = Self("0x80634005", "PEER_E_PNRP_DUPLICATE_PEER_NAME")
    static let cloudDisabled = Self("11502", "WSA_PNRP_CLOUD_DISABLED")
    static let searchOnly = Self("11505", "WSA_PNRP_CLOUD_IS_SEARCH_ONLY")
    static let cloudIsDead = Self("11509", "WSA_PNRP_CLOUD_IS_DEAD")
    static let tooMuchLoad = Self("11504", "WSA_PNRP_TOO_MUCH_LOAD")
}

extension EngineError {
    /// What a handler throws in its place.
    var asSeenByPeople: any Error {
        self == .cancelled ? CancellationError() : CommandFailure(self)
    }
}

/// So many names are told; ours.
private let mostNamesTold = 5

private func told(_ names: [PeerName]) -> String {
    let list = names.prefix(mostNamesTold).map { "'\($0)'" }.joined(separator: ", ")
    return names.count > mostNamesTold ? list + " and \(names.count - mostNamesTold) more" : list
}

/// Where names can be forgotten that are kept for clouds this process has nothing to do with: a private cloud is called
/// by its endpoint.
private func run(_ clouds: [String]) -> String {
    guard let cloud = clouds.first else { return "" }
    return cloud.hasPrefix("[") ? ", in a run with --bind \(cloud)" : ", in a run without --bind"
}

extension CommandFailure {
    /// What the engine could not do, told to people (netsh 5.1).
    package init(_ error: EngineError) {
        switch error {
        case .noSuchCloud(let cloud): self.init("There is no cloud '\(cloud)'.", code: .noCloud, status: .notFound)
        case .noAddress:
            self.init(
                "This machine has no IPv6 address that the cloud could use.", code: .noIPv6,
                hint: "Give an interface an IPv6 address, or start with --bind [::1]:3540 for a private cloud.")
        case .cannotBind(let endpoint, let reason): self.init("The endpoint \(endpoint) cannot be used: \(reason)")
        case .duplicateName(let name, let cloud):
            self.init(
                "The name '\(name)' is already registered in cloud '\(cloud)'.", code: .duplicatePeerName,
                hint: "replace=yes changes what is published; 'delete registration' takes it back.")
        case .notRegistered(let name, let cloud): self = .notRegistered(name, cloud: cloud)
        case .tooMuchLoad: self.init("Too much is going on at once; try again later.", code: .tooMuchLoad)
        case .cloudUnusable(let cloud, let state): self.init(cloud, state)
        case .resolveOnly(let cloud):
            self.init(
                "The cloud '\(cloud)' only resolves.", code: .searchOnly,
                hint: "'p2p pnrp cloud set pnrpmode full \(cloud)' lets it publish.", status: .notPermitted)
        case .noSeed(let cloud):
            self.init(
                "No seed server is configured for cloud '\(cloud)'. Use 'set seed'.",
                hint: "Any member of the cloud will do: p2p pnrp cloud set seed HOST.", status: .notFound)
        case .seedElsewhere(let seed, let cloud):
            self.init("'\(seed)' cannot be a member of cloud '\(cloud)'.", status: .usage)
        case .invalidName(let text): self.init("'\(text)' is no peer name.", code: .invalidPeerName, status: .usage)
        case .cancelled: self.init("The command was interrupted.", status: .interrupted)
        case .closed:
            self.init("The node has shut down.", code: .serviceNotAvailable, status: .unreachable)
        case .unknownHost(let host): self.init("The host '\(host)' has no IPv6 address.", status: .notFound)
        case .storage(let sentence): self.init(sentence)
        case .invalidRegistration(let error): self.init(error)
        case .untypable(let name):
            self.init("'\(name)' cannot be kept: there is a control character in it.", status: .usage)
        case .fleetingCloud(let cloud):
            self.init(
                "Nothing can be kept for the cloud '\(cloud)': it ends with this process.",
                hint: "A private cloud on a port of its own is kept: --bind [::1]:3540.")
        case .noKey, .noSuchIdentity, .identityInUse, .identityKept, .identityOfMachine:
            self.init(aboutIdentities: error)
        case .mesh(let error): self.init(error)
        case .collaboration(let error): self.init(error)
        }
    }

    static func notRegistered(_ name: PeerName, cloud: String?) -> CommandFailure {
        let place = cloud.map { " in cloud '\($0)'" } ?? ""
        return CommandFailure(
            "The name '\(name)' is not registered\(place).",
            hint: "A name belongs to the process that published it.", status: .notFound)
    }

    /// A cloud that cannot be used at present (behaviour 6.3).
    private init(_ cloud: String, _ state: CloudState) {
        switch state {
        case .noNet:
            self.init(
                "The cloud '\(cloud)' has lost its network.", code: .noCloud,
                hint:
                    "Look at the cable, the wireless link, the interface. It goes on by itself once there is a network."
            )
        case .dead:
            self.init(
                "The cloud '\(cloud)' is dead: its interface is gone.", code: .cloudIsDead,
                hint: "'p2p pnrp cloud start' tries again once the interface is back.")
        case .disabled:
            self.init(
                "The cloud '\(cloud)' is switched off by configuration.", code: .cloudDisabled,
                hint: "'p2p pnrp cloud show initialization' shows how it is set.", status: .notPermitted)
        case .virtual, .synchronizing, .active, .alone:
            self.init("The cloud '\(cloud)' cannot be used: it is \(state.text).", code: .noCloud)
        }
    }

    private init(aboutIdentities error: EngineError) {
        let hint = "'p2p idmgr show identities' lists the identities of this user."
        switch error {
        case .noKey(let name):
            self.init(
                "The key that '\(name)' belongs to is not on this machine.", code: .noKeyAccess, hint: hint,
                status: .notPermitted)
        case .noSuchIdentity(let identity):
            self.init(
                "There is no identity '\(identity)'.", code: .identityNotFound, hint: hint, status: .notFound)
        case .identityInUse(let identity):
            self.init(
                "The identity '\(identity)' signs names that are registered now.",
                hint: "Take them back with 'p2p pnrp peer delete registration' first.")
        case .identityKept(let identity, let names, let elsewhere):
            self.init(
                "The identity '\(identity)' signs names that are kept: \(told(names)).",
                hint: "Forget them with 'p2p pnrp peer delete registration' first\(run(elsewhere)).")
        case .identityOfMachine(let identity):
            self.init(
                "The identity '\(identity)' signs the name of this machine.",
                hint: "Choose another with 'p2p pnrp peer set machinename name=0.NAME' first.")
        default: self.init("The identity cannot be used.")
        }
    }

    /// The limits of behaviour 11.1, met although the parameters were checked before.
    private init(_ error: RegistrationError) {
        switch error {
        case .duplicateName: self.init("The name is already registered.", code: .duplicatePeerName)
        case .nothingToPublish: self.init("There is neither an address nor a payload to publish.", status: .usage)
        case .tooManyEndpoints: self.init("At most \(Limits.applicationEndpoints) addresses fit.", status: .usage)
        case .commentTooLong: self.init("A comment has at most \(Limits.commentLength) characters.", status: .usage)
        case .emptyPayload: self.init("A payload cannot be empty.", status: .usage)
        case .payloadTooLarge: self.init("A payload has at most \(Limits.payloadBytes) bytes.", status: .usage)
        case .tooManyRegistrations:
            self.init("At most \(Limits.registrations) names can be registered in a cloud.", code: .tooMuchLoad)
        case .networkUnreachable: self.init("The cloud has no address at present.", code: .noIPv6)
        case .cloudDead: self.init("The cloud's network is gone.", code: .noCloud)
        case .cloudDisabled: self.init("The cloud is switched off.", code: .noCloud)
        case .resolveOnly: self.init("The cloud only resolves.", status: .notPermitted)
        case .notRegistered: self.init("The name is not registered any more.")
        }
    }
}
