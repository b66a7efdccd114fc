internal import Glibc

/// What the kernel refused.
struct SocketFault: Error {
    let number: CInt

    /// The interface is no longer there.
    var isVanishedInterface: Bool { [ENODEV, ENXIO].contains(number) }

    /// Already done.
    var isRepetition: Bool { number == EADDRINUSE }

    /// Words that follow a colon.
    var reason: String {
        switch number {
        case ENODEV, ENXIO: "there is no such interface"
        case ENETUNREACH, EHOSTUNREACH, ENETDOWN: "the interface is down or carries no multicast"
        case EADDRNOTAVAIL: "the interface has no IPv6 address"
        case EADDRINUSE: "another program keeps UDP port 1900 for itself"
        case EACCES, EPERM: "that is not permitted"
        case EAFNOSUPPORT: "this system has no IPv6"
        default: String(cString: strerror(number))
        }
    }
}

/// Whether discovery works on an interface.
package enum SSDPAvailability: Hashable, Sendable {
    case usable
    /// The reason in words that follow a colon.
    case unusable(String)
}
