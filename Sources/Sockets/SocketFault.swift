internal import Glibc
internal import NIOCore
package import PeerBase

/// What the kernel refused.
package struct SocketFault: Error, Hashable, Sendable {
    /// Of the C library.
    package let number: CInt

    package init(number: CInt) { self.number = number }

    /// Of the call that has just failed.
    package static var last: SocketFault { SocketFault(number: errno) }

    /// NIO refused for a reason of its own.
    package static let unknown = SocketFault(number: EIO)

    /// Of NIO's own error where there is one behind `error`.
    package init?(_ error: any Error) {
        guard let error = error as? IOError else { return nil }
        self.init(number: error.errnoCode)
    }

    /// The interface is no longer there.
    package var isVanishedInterface: Bool { [ENODEV, ENXIO].contains(number) }

    /// Somebody has that port, or it was done before.
    package var isInUse: Bool { number == EADDRINUSE }

    /// The kernel's buffer is full.
    package var isFull: Bool { [EAGAIN, EWOULDBLOCK, ENOBUFS].contains(number) }

    /// No way leads there.
    package var isWithoutRoute: Bool { [ENETUNREACH, EHOSTUNREACH, ENETDOWN].contains(number) }

    /// The address is none of this host's.
    package var isForeignAddress: Bool { number == EADDRNOTAVAIL }

    /// Words that follow a colon.
    package var reason: String {
        switch number {
        case EADDRINUSE: "another program uses that port"
        case EADDRNOTAVAIL: "this host has no such address"
        case EACCES, EPERM: "that is not permitted"
        case EAFNOSUPPORT: "this system has no IPv6"
        default: String(cString: strerror(number))
        }
    }
}

/// Why an endpoint cannot be had.
package struct BindFailure: Error, Hashable, Sendable {
    package let endpoint: Endpoint
    package let fault: SocketFault

    package init(endpoint: Endpoint, fault: SocketFault) {
        self.endpoint = endpoint
        self.fault = fault
    }

    /// There was no address to bind.
    package static let withoutAddress = BindFailure(
        endpoint: Endpoint(address: .unspecified, port: 0), fault: SocketFault(number: ENETUNREACH))

    package var isWithoutAddress: Bool { self == .withoutAddress }

    /// Words that follow a colon.
    package var reason: String { fault.reason }
}
