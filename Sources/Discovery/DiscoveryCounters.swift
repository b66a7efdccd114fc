package import PeerBase

/// What an agent has seen and said since it was made (collab 11.3).
package struct DiscoveryCounters: Hashable, Sendable {
    /// Why something that came was not used.
    package enum Drop: String, Hashable, Sendable, CaseIterable {
        case signedOut = "not signed in"
        case strangeInterface = "interface not in use"
        case offLink = "not from the link"
        case tooLong = "too long"
        case unreadable = "not XML that is accepted"
        case foreign = "not WS-Discovery of 2005/04"
        case malformed = "malformed"
        case own = "our own"
        case duplicate = "heard before"
        case notAPerson = "not a person"
        case incomplete = "a person without all it needs"
        case unasked = "an answer to nothing asked"
        case old = "older than what is known"
        case otherQuestion = "a question about others"
        case tooMany = "beyond a limit"
    }

    /// Those that could be read, by kind.
    package var received: [DiscoveryMessage.Kind: Int] = [:]
    package var dropped: [Drop: Int] = [:]
    /// Transmissions, repeats included.
    package var sent: [DiscoveryMessage.Kind: Int] = [:]
    /// To whom the last answer went.
    package var lastAnswered: Endpoint?
    /// When a question of ours to everybody last came back to us.
    package var heardOwnProbe: Instant?

    package init() {}
}
