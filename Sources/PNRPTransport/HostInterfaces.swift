package import PeerBase

/// The network interfaces of this host at one moment, in the order of their indices.
package struct HostInterfaces: Hashable, Sendable {
    package var interfaces: [HostInterface]

    package init(_ interfaces: [HostInterface] = []) {
        self.interfaces = interfaces.sorted { $0.index < $1.index }
    }

    package subscript(index: UInt32) -> HostInterface? { interfaces.first { $0.index == index } }
}

/// One interface and its IPv6 addresses.
package struct HostInterface: Hashable, Sendable {
    package var index: UInt32
    package var name: String
    /// Switched on by whoever administers the host.
    package var isUp: Bool
    /// Whether something is at the other end: a cable that was pulled takes this away and leaves the addresses.
    package var hasCarrier: Bool
    package var isLoopback: Bool
    package var supportsMulticast: Bool
    package var addresses: [HostAddress]

    package init(
        index: UInt32, name: String, isUp: Bool = true, hasCarrier: Bool = true, isLoopback: Bool = false,
        supportsMulticast: Bool = true, addresses: [HostAddress] = []
    ) {
        self.index = index
        self.name = name
        self.isUp = isUp
        self.hasCarrier = hasCarrier
        self.isLoopback = isLoopback
        self.supportsMulticast = supportsMulticast
        self.addresses = addresses
    }

    /// Whether datagrams can pass.
    package var isConnected: Bool { isUp && hasCarrier }
}

/// An IPv6 address of an interface.
package struct HostAddress: Hashable, Sendable {
    /// The flags of `linux/if_addr.h`, as far as they matter here.
    package struct Flags: OptionSet, Hashable, Sendable {
        package let rawValue: UInt32
        package init(rawValue: UInt32) { self.rawValue = rawValue }

        /// Changes every day or so, that a host be hard to follow.
        package static let temporary = Flags(rawValue: 0x01)
        package static let duplicate = Flags(rawValue: 0x08)
        /// Not to be used for anything new.
        package static let deprecated = Flags(rawValue: 0x20)
        /// Being checked whether somebody else has it.
        package static let tentative = Flags(rawValue: 0x40)
    }

    package var address: IPv6Address
    package var prefixLength: UInt8
    package var flags: Flags

    package init(_ address: IPv6Address, prefixLength: UInt8 = 64, flags: Flags = []) {
        self.address = address
        self.prefixLength = prefixLength
        self.flags = flags
    }

    /// Whether sockets can be bound to it.
    package var isBindable: Bool { flags.isDisjoint(with: [.duplicate, .tentative]) }
}

// MARK: What clouds may use

extension HostInterfaces {
    /// What the global cloud may use, best first (behaviour 6.1, 6.2): addresses of global scope, unique local ones
    /// included. Public addresses come before unique local ones, and lasting ones before those that change, for names
    /// live longer than those. Deprecated addresses stand in only where there is nothing else.
    package var globalAddresses: [IPv6Address] {
        let all = interfaces.filter(\.isConnected).flatMap(\.addresses).filter {
            $0.address.scope == .global && $0.isBindable
        }
        let current = all.filter { !$0.flags.contains(.deprecated) }
        var seen: Set<IPv6Address> = []
        return (current.isEmpty ? all : current).enumerated()
            .sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
            .map(\.element.address).filter { seen.insert($0).inserted }
    }

    /// The interfaces on which a cloud of the link exists: those with a link-local address (behaviour 6.1).
    package var links: [HostInterface] {
        interfaces.filter { !$0.isLoopback && $0.addresses.contains { $0.address.scope == .linkLocal } }
    }

    /// The interfaces on which members may be searched for by multicast.
    package var searchable: [HostInterface] {
        interfaces.filter { $0.isConnected && $0.supportsMulticast && !$0.isLoopback && !$0.linkLocalAddresses.isEmpty }
    }
}

extension HostInterface {
    /// What the cloud of this link may use; none while nothing can pass.
    package var linkLocalAddresses: [IPv6Address] {
        guard isConnected else { return [] }
        return addresses.filter { $0.address.scope == .linkLocal && $0.isBindable }.map(\.address)
    }
}

extension HostAddress {
    /// The smaller, the better a stranger reaches us there, and the longer.
    fileprivate var rank: Int {
        let isUniqueLocal = address.high >> 57 == 0xfc >> 1
        return (isUniqueLocal ? 2 : 0) + (flags.contains(.temporary) ? 1 : 0)
    }
}
