package import PeerBase

/// Why something cannot be said.
package enum SayError: Error, Hashable, Sendable {
    /// Its bytes are more than the mesh carries.
    case tooLong(limit: Int)
    /// Nobody of that key has been heard.
    case unknownMember
    /// A mesh that does not sign has no keys to seal to.
    case notSigning
    /// More in a short time than others would pass on (peer channel 20.7).
    case tooFast
    case closed
}

extension Node {
    /// Says something to all, or to those within `hops` links. The own application hears it as the filter decides.
    package mutating func say(_ text: String, hops: UInt64?, now: Instant) throws(SayError) -> [Action] { takeActions() }

    /// Says something to one member only, sealed to its key.
    package mutating func tell(_ member: MemberID, _ text: String, now: Instant) throws(SayError) -> [Action] {
        takeActions()
    }

    /// Calls itself differently from now on.
    package mutating func rename(_ nickname: String, now: Instant) -> [Action] { takeActions() }

    /// Everybody known to be here, ourselves first, then by nickname.
    package var members: [Member] { [] }
}
