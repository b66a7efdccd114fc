package import PeerBase

/// One thing to know about why a cloud works or does not. Facts; the sentences are the shell's business.
package enum CloudFinding: Hashable, Sendable {
    case switchedOff
    /// The interface is administratively down, or has no link.
    case interfaceDown(name: String, hasLink: Bool)
    case noUsableAddress
    case addresses([IPv6Address])
    /// The sockets are bound; `isStandard` says that it is the port others expect of a seed.
    case bound(port: UInt16, isStandard: Bool)
    case cannotBind(endpoint: String, reason: String)
    case notOpened
    /// Searching the link works on these interfaces.
    case multicastReady(interfaces: [String])
    case multicastUnavailable(interface: String, reason: String)
    case multicastOff
    /// Members that answered our searches.
    case searchAnswers(Int)
    case noSeed
    case seedUnknown(String)
    case seedAnswered(Endpoint, after: Duration)
    case seedSilent(Endpoint)
    /// Much was sent and nothing ever came back: a packet filter, most likely.
    case nothingReceived(sent: Int)
    case members(Int)
}
