package import PeerBase

/// What counts as a match (wire 3.2). The raw values look like bits but are alternatives.
package enum ResolveCriteria: UInt8, Hashable, Sendable {
    /// All 256 bits.
    case none = 0x00
    /// The first 128: any publisher of the name.
    case anyPeerName = 0x01
    /// All bits, the nearest wins.
    case nearestPeerName = 0x02
    /// The first 192, the nearest wins.
    case nearest64PeerName = 0x04
    /// The first so many bits as the precision says.
    case upperBits = 0x08
}

/// Why somebody looks (wire 3.2). Receivers ignore it and accept any value.
package struct ResolveReason: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let applicationRequest = ResolveReason(rawValue: 0x00)
    package static let registration = ResolveReason(rawValue: 0x01)
    package static let cacheMaintenance = ResolveReason(rawValue: 0x02)
    package static let splitDetection = ResolveReason(rawValue: 0x03)
}

/// Asks a node for a hop closer to an identifier (wire 4.8). Answered by ``Authority``.
package struct Lookup: Hashable, Sendable {
    /// A: the asker also takes a hop that is not closer than ``validate``.
    package var acceptsNotCloser: Bool
    /// 0...256, meaningful with ``ResolveCriteria/upperBits`` only.
    package var precision: UInt16
    package var criteria: ResolveCriteria
    package var reason: ResolveReason
    package var target: PeerID
    /// The identifier believed to be at the destination; zero is never checked.
    package var validate: PeerID
    /// The asker's best match so far.
    package var bestMatch: RouteEntry?
    /// The flagged path: the asker first, then whom it has asked. Entries with an unusable port are left out on receipt.
    package var path: [Endpoint]

    package init(
        acceptsNotCloser: Bool, precision: UInt16, criteria: ResolveCriteria, reason: ResolveReason,
        target: PeerID, validate: PeerID, bestMatch: RouteEntry?, path: [Endpoint]
    ) {
        self.acceptsNotCloser = acceptsNotCloser
        self.precision = precision
        self.criteria = criteria
        self.reason = reason
        self.target = target
        self.validate = validate
        self.bestMatch = bestMatch
        self.path = path
    }

    init(parsing input: inout Span<UInt8>) throws(DecodeError) {
        (acceptsNotCloser, precision, criteria, reason) = try input.readElement(.lookupControls, Self.controls)
        target = try input.readIDElement(.target)
        validate = try input.readIDElement(.validate)
        bestMatch = try input.readRouteElement()
        path = try input.readEndpointArrayElement(1...22)
    }

    private static func controls(
        _ data: inout Span<UInt8>
    ) throws(DecodeError) -> (Bool, UInt16, ResolveCriteria, ResolveReason) {
        let field = FieldID.lookupControls.field
        let flags = try data.readUInt16(field)
        let precision = try data.readUInt16(field)
        guard let criteria = ResolveCriteria(rawValue: try data.readUInt8(field)) else {
            throw DecodeError(Field("LOOKUP_CONTROLS ResolveCriteria", "wire 3.2"), .invalidValue)
        }
        guard criteria != .upperBits || precision <= 256 else {
            throw DecodeError(Field("LOOKUP_CONTROLS Precision", "wire 3.2"), .invalidValue)
        }
        let reason = ResolveReason(rawValue: try data.readUInt8(field))
        try data.skip(2, field)
        return (flags & 0x0002 != 0, criteria == .upperBits ? precision : 0, criteria, reason)
    }

    func write(to writer: inout ByteWriter) {
        writer.writeElement(.lookupControls) {
            $0.write(UInt16(acceptsNotCloser ? 0x0002 : 0))
            $0.write(criteria == .upperBits ? precision : 0)
            $0.write(criteria.rawValue)
            $0.write(reason.rawValue)
            $0.write(UInt16(0))
        }
        writer.writeIDElement(.target, target)
        writer.writeIDElement(.validate, validate)
        writer.writeRouteElement(bestMatch)
        writer.writeEndpointArrayElement(path)
    }
}
