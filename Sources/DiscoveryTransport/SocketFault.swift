internal import Glibc

/// What the kernel refused.
struct SocketFault: Error {
    let number: CInt

    /// Already done.
    var isRepetition: Bool { number == EADDRINUSE }

    /// Words that follow a colon.
    var reason: String {
        switch number {
        case ENODEV, ENXIO: "there is no such interface"
        case ENETUNREACH, EHOSTUNREACH, ENETDOWN: "the interface is down or carries no multicast"
        case EADDRNOTAVAIL: "the interface has no address of this family"
        case EADDRINUSE: "another program keeps UDP port 3702 for itself"
        case EACCES, EPERM: "that is not permitted"
        case EAFNOSUPPORT: "this system does not have this family"
        default: String(cString: strerror(number))
        }
    }
}
