package import PeerBase

/// What a cloud wants done that its sockets cannot do. Whoever reads ``PNRPDriver/errands`` does it, and tells the
/// driver what came of it.
package enum Errand: Hashable, Sendable {
    /// Search the links for members; what is found goes to ``PNRPDriver/discovered(_:)`` (behaviour 7.2).
    case search
    /// Ask DNS for the seeds; the answer goes to ``PNRPDriver/seedsFound(_:)`` (behaviour 7.3).
    case lookUpSeeds
    /// Be discoverable at this endpoint (behaviour 11.2 step 3).
    case advertise(Endpoint)
    /// Be discoverable no longer.
    case withdraw
    /// The cloud has other endpoints now, or none: what was published with them is to follow (behaviour 19).
    case endpointsChanged([Endpoint])
}
