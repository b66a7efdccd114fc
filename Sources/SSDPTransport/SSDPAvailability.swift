internal import Sockets

/// Whether discovery works on an interface.
package enum SSDPAvailability: Hashable, Sendable {
    case usable
    /// The reason in words that follow a colon.
    case unusable(String)
}

extension SSDPAvailability {
    init(_ fault: SocketFault) {
        self = .unusable(Self.reason(of: fault))
    }

    /// The kernel's words mean something narrower where links are spoken of.
    private static func reason(of fault: SocketFault) -> String {
        if fault.isVanishedInterface { return "there is no such interface" }
        if fault.isWithoutRoute { return "the interface is down or carries no multicast" }
        if fault.isForeignAddress { return "the interface has no IPv6 address" }
        if fault.isInUse { return "another program keeps UDP port 1900 for itself" }
        return fault.reason
    }
}
