import PeerBase

extension ResolveQuery {
    /// Which publishers count and which come first (behaviour 12.1, `PNRP_RESOLVE_CRITERIA` 1...6; its default, 0,
    /// means ``otherProcess``).
    package enum Criteria: Hashable, Sendable, CaseIterable {
        /// Any but those on this host: nodes that share one of our addresses, whatever their port.
        case remote
        case nearestRemote
        /// Any but names registered by this process, which is to say at this node.
        case otherProcess
        case nearestOtherProcess
        case any
        case nearest
    }

    /// Whether names registered at this node may answer.
    package var includesLocal: Bool { criteria == .any || criteria == .nearest }

    /// Whether names registered by others on this host may answer.
    var includesHost: Bool { criteria != .remote && criteria != .nearestRemote }
}

extension ResolveQuery.Criteria {
    var isNearest: Bool { self == .nearestRemote || self == .nearestOtherProcess || self == .nearest }

    /// What goes on the wire (behaviour 12.1).
    var opcode: ResolveCriteria { isNearest ? .nearest64PeerName : .anyPeerName }
}
