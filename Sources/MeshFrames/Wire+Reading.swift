internal import Mesh
internal import PeerBase
internal import SwiftProtobuf

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

// What all coders read and write with: every field that has a form is checked for it here.

extension SwiftProtobuf.Message {
    /// Nothing of ours nests deeper than a reply of floods or a list of referrals with endpoints.
    private static var deepestNesting: Int { 6 }

    init(decoding bytes: [UInt8]) throws(FrameFault) {
        var options = BinaryDecodingOptions()
        options.messageDepthLimit = Self.deepestNesting
        options.discardUnknownFields = true
        do { self = try Self(serializedBytes: bytes, options: options) } catch { throw .unreadable }
    }

    /// A message without required fields and below 2 GiB can always be encoded.
    func encoded() -> [UInt8] {
        guard let bytes: [UInt8] = try? serializedBytes() else {
            preconditionFailure("frames have no required fields")
        }
        return bytes
    }
}

extension [UInt8] {
    var wireBytes: Data { Data(self) }
}

extension Data {
    /// The bytes if there are just so many.
    func bytes(_ count: Int, _ name: String) throws(FrameFault) -> [UInt8] {
        guard self.count == count else { throw .invalid(name) }
        return [UInt8](self)
    }
}

extension String {
    /// Whether it can stand on a line of a screen: no control characters, no line breaks.
    var isOneLine: Bool { Nickname.isOneLine(self) }
}

extension NodeID {
    init(decoding number: UInt64) throws(FrameFault) {
        guard let node = NodeID(number) else { throw .invalid("node id") }
        self = node
    }
}

extension UInt16 {
    /// A port somebody can be reached at.
    init(decodingPort number: UInt32) throws(FrameFault) {
        guard let port = UInt16(exactly: number), port != 0 else { throw .invalid("port") }
        self = port
    }
}

extension Endpoint {
    /// An endpoint that can be dialled: of one host, not of a group or of nobody.
    init(_ wire: WireEndpoint) throws(FrameFault) {
        let bytes = try wire.address.bytes(16, "address")
        let words = [bytes[..<8], bytes[8...]].map { $0.reduce(0) { $0 << 8 | UInt64($1) } }
        self.init(address: IPv6Address(high: words[0], low: words[1]), port: try UInt16(decodingPort: wire.port))
        guard address.scope != .multicast, address.scope != .unspecified else { throw .invalid("address") }
    }
}

extension NodeAddress {
    init(_ wire: [WireEndpoint]) throws(FrameFault) {
        guard (1...Limits.addressesPerNode).contains(wire.count) else { throw .invalid("number of addresses") }
        var endpoints: [ScopedEndpoint] = []
        for endpoint in wire { endpoints.append(ScopedEndpoint(try Endpoint(endpoint))) }
        self.init(endpoints)
    }

    var wire: [WireEndpoint] {
        endpoints.prefix(Limits.addressesPerNode).map { scoped in
            var wire = WireEndpoint()
            let address = scoped.endpoint.address
            wire.address =
                [address.high, address.low].flatMap { word in
                    stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> $0) }
                }.wireBytes
            wire.port = UInt32(scoped.endpoint.port)
            return wire
        }
    }
}

extension [MessageID] {
    /// One after the other, without anything between.
    var joinedBytes: Data { Data(flatMap(\.bytes)) }
}
