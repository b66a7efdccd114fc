package import Collaboration
package import PeerIdentity
package import Sockets

/// Why somebody else's server gave no document.
package enum SignallingFault: Error, Hashable, Sendable {
    /// No connection was made.
    case unreachable(SocketFault)
    /// Nobody answered in time.
    case timedOut(Step)
    /// Another key answers than the one expected; nothing was told to it (collab 10.6).
    case otherKey(Pin)
    /// What was shown for a certificate is none that we take, of somebody whose key we do not know.
    case certificate(CertificateFault)
    /// TLS was not made; what the library says.
    case encryption(String)
    /// The other side closed without a word: it lets nobody in, or not us, or does not listen to us.
    case closed
    /// The other side said no.
    case refused(Fault)
    /// What came is not HTTP, not of a status that we know, or no document of the right kind.
    case malformed
    case tooLarge
    /// Our own task was cancelled.
    case cancelled

    package enum Step: Hashable, Sendable {
        case connecting, securing, answering
    }
}
