import PeerBase

// Writing elements: identifier, length, data, and padding where the description has it (wire 2.2 rule 3).

extension ByteWriter {
    /// Writes an element and patches its Length afterwards. `isPadded` is false for the last element of ACK, FLOOD and
    /// LOOKUP, and for the CPA.
    mutating func writeElement(_ id: FieldID, isPadded: Bool = true, _ body: (inout ByteWriter) -> Void) {
        let start = count
        write(id.rawValue)
        write(UInt16(0))
        body(&self)
        patch(UInt16(count - start), at: start + 2)
        if isPadded { pad(to: 4) }
    }

    mutating func writeIDElement(_ id: FieldID, _ value: PeerID) {
        writeElement(id) { $0.write(value) }
    }

    mutating func writeFlagsElement(_ flags: UInt16, isPadded: Bool = true) {
        writeElement(.flags, isPadded: isPadded) { $0.write(flags) }
    }

    mutating func writeAckedElement(_ id: MessageID) {
        writeElement(.headerAcked) { $0.write(id) }
    }

    mutating func writeHashedNonceElement(_ hash: SHA1Digest) {
        writeElement(.hashedNonce) { hash.write(to: &$0) }
    }

    mutating func writeNonceElement(_ nonce: Nonce?) {
        if let nonce { writeElement(.nonce) { nonce.write(to: &$0) } }
    }

    mutating func writeRouteElement(_ route: RouteEntry?) {
        if let route { writeElement(.routingEntry) { route.write(to: &$0) } }
    }

    mutating func writeIDArrayElement(_ ids: [PeerID]) {
        writeArrayElement(.idArray, of: .peerID, count: ids.count, entryLength: 32) { writer in
            for id in ids { writer.write(id) }
        }
    }

    mutating func writeEndpointArrayElement(_ endpoints: [Endpoint]) {
        writeArrayElement(.endpointArray, of: .endpoint, count: endpoints.count, entryLength: 18, isPadded: false) {
            for endpoint in endpoints { endpoint.write(to: &$0) }
        }
    }

    mutating func writeArrayElement(
        _ id: FieldID, of type: FieldID, count: Int, entryLength: Int, isPadded: Bool = true,
        _ entries: (inout ByteWriter) -> Void
    ) {
        writeElement(id, isPadded: isPadded) { writer in
            writer.write(UInt16(count))
            writer.write(UInt16(8 + count * entryLength))
            writer.write(type.rawValue)
            writer.write(UInt16(entryLength))
            entries(&writer)
        }
    }
}

extension Endpoint {
    func write(to writer: inout ByteWriter) {
        writer.write(port)
        writer.write(address)
    }
}
