package import PeerBase

/// A route entry that an answered INQUIRE admitted, with what we know of it.
package struct CacheEntry: Hashable, Sendable {
    package internal(set) var route: RouteEntry
    /// When the entry last proved itself: an answer from its node that did not deny the identifier.
    package internal(set) var lastHeard: Instant
    /// Whether a FLOOD about it that brought us nothing new was handed on to a neighbour further out.
    var isPassedOn = false
    /// Where it counts against a capacity.
    var slot: CacheSlot

    package var id: PeerID { route.id }
}

/// A level of the cache. Level 0 spans the whole ring and is shared by all local identifiers; deeper levels belong
/// to one of them, each a tenth as wide as the one above (behaviour 9.2).
struct CacheSlot: Hashable, Sendable {
    var owner: PeerID
    var level: Int

    static let wholeRing = CacheSlot(owner: .zero, level: 0)
}
