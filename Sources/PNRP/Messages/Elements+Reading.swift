import PeerBase

// Walking through the elements of a message or an AUTHORITY buffer (wire 2.2). The span is what is left of it;
// elements are taken from its front in the order in which they must stand.
//
// Every element starts at a multiple of four, so that what is left is enough to know where padding is: it follows an
// element whose Length is not a multiple of four.

extension Span where Element == UInt8 {
    /// The next element's identifier, unknown elements skipped (wire 2.2 rule 5, 17.23); `nil` at the end, where up to
    /// three zero bytes may be left (rule 3).
    mutating func nextElement() throws(DecodeError) -> FieldID? {
        while count >= 4 {
            let raw = UInt16(self[0]) << 8 | UInt16(self[1])
            if let known = FieldID(rawValue: raw) { return known }
            try dropElement(of: try elementLength(Field("unknown element", "wire 2.2")), isPadded: true)
        }
        try dropZeros()
        return nil
    }

    /// Takes the element `id` from the front and leaves its data, without padding, in `data`'s hands. Throws `missing`
    /// when something else stands there. `isPadded` is false where the layout ends with the element's own last byte.
    mutating func readElement<Result>(
        _ id: FieldID, isPadded: Bool = true, _ body: (inout Span<UInt8>) throws(DecodeError) -> Result
    ) throws(DecodeError) -> Result {
        guard try nextElement() == id else { throw DecodeError(id.field, .missing) }
        let length = try elementLength(id.field)
        var data = extracting(4..<length)
        try dropElement(of: length, isPadded: isPadded)
        let result = try body(&data)
        try data.expectEnd(id.field)
        return result
    }

    /// The same for an element that may be absent.
    mutating func readOptionalElement<Result>(
        _ id: FieldID, isPadded: Bool = true, _ body: (inout Span<UInt8>) throws(DecodeError) -> Result
    ) throws(DecodeError) -> Result? {
        guard try nextElement() == id else { return nil }
        return try readElement(id, isPadded: isPadded, body)
    }

    /// Nothing known may be left: it would be foreign, repeated or out of order (wire 2.2 rule 5).
    mutating func expectNoMoreElements() throws(DecodeError) {
        if let id = try nextElement() { throw DecodeError(id.field, .unexpected) }
    }

    /// The Length of the element at the front, checked against what is there (wire 2.2 rule 4).
    private func elementLength(_ field: Field) throws(DecodeError) -> Int {
        guard count >= 4 else { throw DecodeError(field, .truncated) }
        let length = Int(self[2]) << 8 | Int(self[3])
        guard length >= 4 else { throw DecodeError(field, .inconsistentLength) }
        guard length <= count else { throw DecodeError(field, .truncated) }
        return length
    }

    /// Goes on to the next element, past padding of any content. When there is no next one, what may be left is the
    /// padding that the layout has, or fewer than four zero bytes (wire 2.2 rule 3).
    private mutating func dropElement(of length: Int, isPadded: Bool) throws(DecodeError) {
        let padding = -length & 3
        self = extracting(droppingFirst: length)
        guard count < padding + 4 else { return self = extracting(droppingFirst: padding) }
        if isPadded, count == padding { return self = extracting(droppingFirst: padding) }
        if padding > 0 { try dropZeros() }
    }

    /// Fewer than four zero bytes may be left at the end.
    private mutating func dropZeros() throws(DecodeError) {
        guard count < 4, indices.allSatisfy({ self[$0] == 0 }) else {
            throw DecodeError(Field("trailing bytes", "wire 2.2"), .trailingBytes)
        }
        self = extracting(droppingFirst: count)
    }
}

// MARK: Data that several messages share

extension Span where Element == UInt8 {
    mutating func readIDElement(_ id: FieldID) throws(DecodeError) -> PeerID {
        try readElement(id) { data throws(DecodeError) in try data.readPeerID(id.field) }
    }

    mutating func readFlagsElement() throws(DecodeError) -> UInt16 {
        try readElement(.flags) { data throws(DecodeError) in try data.readUInt16(FieldID.flags.field) }
    }

    mutating func readAckedElement() throws(DecodeError) -> MessageID {
        try readElement(.headerAcked) { data throws(DecodeError) in
            try data.readUInt32(FieldID.headerAcked.field)
        }
    }

    mutating func readHashedNonceElement() throws(DecodeError) -> SHA1Digest {
        try readElement(.hashedNonce) { data throws(DecodeError) in
            try SHA1Digest(parsing: &data, FieldID.hashedNonce.field)
        }
    }

    /// An optional route entry. One with an unusable port counts as absent: it spoils itself and not the message
    /// (wire 6.1).
    mutating func readRouteElement() throws(DecodeError) -> RouteEntry? {
        let entry = try readOptionalElement(.routingEntry) { data throws(DecodeError) in
            try RouteEntry(parsing: &data)
        }
        guard let entry, entry.port > 1024 else { return nil }
        return entry
    }

    mutating func readIDArrayElement() throws(DecodeError) -> [PeerID] {
        try readElement(.idArray) { data throws(DecodeError) in
            let field = FieldID.idArray.field
            let count = try data.readArrayPreamble(of: .peerID, entryLength: 32, field)
            var ids: [PeerID] = []
            ids.reserveCapacity(count)
            for _ in 0..<count { ids.append(try data.readPeerID(field)) }
            return ids
        }
    }

    /// The endpoint array that ends FLOOD and LOOKUP. Entries with an unusable port are left out (wire 17.13).
    mutating func readEndpointArrayElement(_ allowed: ClosedRange<Int>) throws(DecodeError) -> [Endpoint] {
        try readElement(.endpointArray, isPadded: false) { data throws(DecodeError) in
            let field = FieldID.endpointArray.field
            let count = try data.readArrayPreamble(of: .endpoint, entryLength: 18, field)
            guard allowed.contains(count) else { throw DecodeError(field, .invalidValue) }
            var endpoints: [Endpoint] = []
            endpoints.reserveCapacity(count)
            for _ in 0..<count {
                let endpoint = try Endpoint(parsing: &data, field)
                if endpoint.port > 1024 { endpoints.append(endpoint) }
            }
            return endpoints
        }
    }

    /// The preamble that all arrays share: five numbers that must agree with each other and with the bytes that are
    /// there, before anything is made of them (wire 3.3). Returns the number of entries.
    mutating func readArrayPreamble(
        of type: FieldID, entryLength: Int, _ field: Field
    ) throws(DecodeError) -> Int {
        let count = Int(try readUInt16(field))
        let arrayLength = Int(try readUInt16(field))
        let elementType = try readUInt16(field)
        let statedLength = Int(try readUInt16(field))
        guard count <= 0x7FFF, elementType == type.rawValue, statedLength == entryLength else {
            throw DecodeError(field, .invalidValue)
        }
        guard arrayLength == 8 + count * entryLength, self.count == count * entryLength else {
            throw DecodeError(field, .inconsistentLength)
        }
        return count
    }
}

extension Endpoint {
    /// IPV6_ENDPOINT: port, then address (wire 6.2).
    init(parsing input: inout Span<UInt8>, _ field: Field) throws(DecodeError) {
        let port = try input.readUInt16(field)
        self.init(address: try input.readIPv6Address(field), port: port)
    }
}
