package import PeerBase

/// A random number that names a node for one opening, never 0 (peer channel 1). It proves nothing.
package struct NodeID: Hashable, Sendable, Comparable {
    package let number: UInt64

    /// `nil` for 0, which names nobody.
    package init?(_ number: UInt64) {
        guard number != 0 else { return nil }
        self.number = number
    }

    package init(random: inout RandomSource) {
        number = UInt64.random(in: 1...UInt64.max, using: &random)
    }

    package static func < (left: NodeID, right: NodeID) -> Bool { left.number < right.number }
}

/// Names a connection between the core and its driver. Chosen by the core, never reused within one node.
package struct LinkID: Hashable, Sendable, Comparable {
    package let number: UInt64

    package init(number: UInt64) { self.number = number }

    package static func < (left: LinkID, right: LinkID) -> Bool { left.number < right.number }
}

/// Names a flood message: the first 20 bytes of SHA-256 over the signed bytes, never over the signature
/// (peer channel 20.6).
package struct MessageID: Hashable, Sendable {
    package static let length = 20

    package let bytes: [UInt8]

    /// `nil` unless there are 20 bytes.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.length else { return nil }
        self.bytes = bytes
    }

    /// The bytes are a digest already: the first eight tell enough, and tables are looked into for every copy of a message.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }
}

/// A member by its key: the 32 bytes of an Ed25519 public key, or SHA-256 of the certificate's key in certificate mode.
package struct MemberID: Hashable, Sendable, Comparable {
    package static let length = 32

    package let bytes: [UInt8]

    /// `nil` unless there are 32 bytes.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.length else { return nil }
        self.bytes = bytes
    }

    /// An order that is the same everywhere; it means nothing.
    package static func < (left: MemberID, right: MemberID) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

/// All places where one node listens, best first, at most ``Limits/addressesPerNode``.
package struct NodeAddress: Hashable, Sendable {
    package var endpoints: [ScopedEndpoint]

    package init(_ endpoints: [ScopedEndpoint]) { self.endpoints = endpoints }
}

/// A third node, handed over in Welcome, Refuse, Disconnect or a shuffle (peer channel 4.3).
package struct Referral: Hashable, Sendable {
    package var node: NodeID
    package var address: NodeAddress

    package init(node: NodeID, address: NodeAddress) {
        self.node = node
        self.address = address
    }
}

extension MemberID: CustomStringConvertible {
    /// 64 hex digits in lower case; people compare and type the first few.
    package var description: String { bytes.hexText }
}

extension MessageID: Comparable {
    package static func < (left: MessageID, right: MessageID) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}
