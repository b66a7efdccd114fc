internal import Glibc
internal import PeerBase

/// The IPv6 addresses of hosts by name.
enum HostAddresses {
    /// A blocking question to the system's resolver; link-local answers are left out, for they lack their zone.
    static func byName(_ name: String) -> [IPv6Address] {
        var hints = addrinfo()
        hints.ai_family = AF_INET6
        hints.ai_socktype = CInt(SOCK_DGRAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, &hints, &first) == 0 else { return [] }
        defer { freeaddrinfo(first) }
        var addresses: [IPv6Address] = []
        var next = first
        while let entry = next {
            if let address = entry.pointee.ai_addr.flatMap({ ScopedEndpoint($0) })?.endpoint.address,
                address.scope != .linkLocal, !addresses.contains(address)
            {
                addresses.append(address)
            }
            next = entry.pointee.ai_next
        }
        return addresses
    }
}
