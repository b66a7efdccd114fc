internal import PNRP
internal import PeerEngine

/// A collection of peers that can find each other: one global cloud, and one for the link of each interface.
public struct Cloud: Hashable, Sendable {
    /// How far a cloud reaches.
    public enum Scope: Hashable, Sendable {
        case global
        case linkLocal
    }

    /// How far a cloud is from being of use.
    public enum State: Hashable, Sendable {
        /// Known and not used yet; the first registration or resolve opens it.
        case virtual
        /// Members are being looked for.
        case synchronizing
        /// At least one other member is known.
        case active
        /// Nobody was found, or not yet.
        case alone
        /// The network is gone; names are kept for its return.
        case noNetwork
        /// Gone for good, or switched off.
        case unusable
    }

    /// `Global_`, or `LinkLocal_ff00::%<interface>/8`.
    public let name: String
    /// The reach of its addresses.
    public let scope: Scope
    /// The index of the interface; 0 for the global cloud.
    public let scopeID: UInt32
    /// As it was when the cloud was asked for.
    public let state: State
}

/// Which clouds a registration or a search is for.
public enum CloudSelection: Hashable, Sendable {
    /// Every cloud of this host.
    case available
    /// The clouds of every interface's link.
    case allLinkLocal
    case only(Cloud)
}

extension Cloud {
    init(_ snapshot: CloudSnapshot) {
        name = snapshot.name
        scope = snapshot.scope == .global ? .global : .linkLocal
        scopeID = snapshot.scopeID
        state = State(snapshot.state)
    }
}

extension Cloud.State {
    fileprivate init(_ state: CloudState) {
        switch state {
        case .virtual: self = .virtual
        case .synchronizing: self = .synchronizing
        case .active: self = .active
        case .alone: self = .alone
        case .noNet: self = .noNetwork
        case .dead, .disabled: self = .unusable
        }
    }
}

extension CloudSelection {
    func includes(_ cloud: CloudSnapshot) -> Bool {
        switch self {
        case .available: true
        case .allLinkLocal: cloud.scope == .linkLocal
        case .only(let wanted): cloud.name == wanted.name
        }
    }
}
