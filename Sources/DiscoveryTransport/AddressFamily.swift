internal import Discovery
internal import Glibc
internal import PeerBase

package enum AddressFamily: String, Hashable, Sendable, CaseIterable {
    case ipv4 = "IPv4"
    case ipv6 = "IPv6"

    /// Of an address as this program keeps it, IPv4 as mapped into IPv6.
    init(_ address: IPv6Address) {
        self = address.isIPv4 ? .ipv4 : .ipv6
    }

    var number: CInt { self == .ipv4 ? AF_INET : AF_INET6 }
    var level: CInt { self == .ipv4 ? CInt(IPPROTO_IP) : CInt(IPPROTO_IPV6) }

    /// The group of WS-Discovery: 239.255.255.250 or ff02::c (collab 5).
    var group: IPv6Address {
        self == .ipv4 ? IPv6Address(ipv4: 0xefff_fffa) : IPv6Address(high: 0xff02 << 48, low: 0xc)
    }
}
