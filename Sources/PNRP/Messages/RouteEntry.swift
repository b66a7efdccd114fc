package import PeerBase

/// Where an identifier lives: a port and one to twenty addresses (wire 6.1).
package struct RouteEntry: Hashable, Sendable {
    package var id: PeerID
    package var port: UInt16
    package var addresses: [IPv6Address]

    package init(id: PeerID, port: UInt16, addresses: [IPv6Address]) {
        self.id = id
        self.port = port
        self.addresses = addresses
    }

    package var endpoints: [Endpoint] { addresses.map { Endpoint(address: $0, port: port) } }

    /// Whether `endpoint` is one of its own.
    func lives(at endpoint: Endpoint) -> Bool { port == endpoint.port && addresses.contains(endpoint.address) }

    /// Reads a ROUTE_ENTRY that fills the whole span: 38 + 16k bytes with k from 1 to 20, version 4.0.
    init(parsing input: inout Span<UInt8>) throws(DecodeError) {
        let field = FieldID.routingEntry.field
        id = try input.readPeerID(field)
        guard try input.readUInt16(field) == 0x0400 else {
            throw DecodeError(Field("ROUTE_ENTRY version", "wire 6.1"), .invalidValue)
        }
        port = try input.readUInt16(field)
        try input.skip(1, field)
        let count = Int(try input.readUInt8(field))
        guard (1...20).contains(count) else {
            throw DecodeError(Field("ROUTE_ENTRY address count", "wire 6.1"), .invalidValue)
        }
        guard input.count == 16 * count else { throw DecodeError(field, .inconsistentLength) }
        addresses = []
        addresses.reserveCapacity(count)
        for _ in 0..<count { addresses.append(try input.readIPv6Address(field)) }
    }

    func write(to writer: inout ByteWriter) {
        writer.write(id)
        writer.write(UInt16(0x0400))
        writer.write(port)
        writer.write(UInt8(0))
        writer.write(UInt8(addresses.count))
        for address in addresses { writer.write(address) }
    }
}
