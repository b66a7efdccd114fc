package import PNRP

/// Why the engine cannot do what was asked. The sentences and codes for people (netsh 5.1, 5.2) are the shell's
/// business, except where a text comes along.
package enum EngineError: Error, Hashable, Sendable {
    case noSuchCloud(String)
    /// The host has no address that the cloud could use.
    case noAddress
    /// The endpoint given with `--bind` cannot be had; the text says why.
    case cannotBind(String, reason: String)
    case duplicateName(PeerName, cloud: String)
    case notRegistered(PeerName, cloud: String)
    /// A secured name whose key is not here.
    case noKey(PeerName)
    case noSuchIdentity(String)
    /// What shall be kept has a control character in it, and no script could say it.
    case untypable(PeerName)
    /// The cloud ends with this process, and nothing about it can be kept.
    case fleetingCloud(String)
    /// The identity cannot be destroyed while names of it are registered.
    case identityInUse(String)
    /// Nor while names of it are kept; `elsewhere` are the clouds of other runs among those they are kept for.
    case identityKept(String, names: [PeerName], elsewhere: [String])
    /// Nor while the machine's own name is one of it.
    case identityOfMachine(String)
    /// Keys or files that cannot be used; the sentence comes from whoever met the fault.
    case storage(String)
    case invalidRegistration(RegistrationError)
    /// A host text that stands for no IPv6 address.
    case unknownHost(String)
    case tooMuchLoad
    /// The cloud is not there for this at present (behaviour 6.3): lost its network, is dead, or was switched off.
    case cloudUnusable(String, CloudState)
    /// The cloud only resolves (behaviour 6.1).
    case resolveOnly(cloud: String)
    /// `synchronize seed` without a seed (netsh 4.3.13).
    case noSeed(cloud: String)
    /// A seed that cannot be a member of the cloud: another scope, or another link.
    case seedElsewhere(String, cloud: String)
    case mesh(MeshError)
    case collaboration(CollaborationError)
    /// A text that is no peer name.
    case invalidName(String)
    /// The task was cancelled.
    case cancelled
    /// The engine is shutting down.
    case closed
}
