package import PeerBase

/// News of a route entry, or of a registration taken back (wire 4.4). Answered by ``Ack`` unless it says otherwise.
package struct Flood: Hashable, Sendable {
    /// The D flag.
    package var wantsNoAck: Bool
    /// The identifier at the destination that this is meant for; zero is never checked.
    package var validate: PeerID
    /// An encoded Revoke CPA; its content is not part of the message's syntax (wire 17.25).
    package var revoke: [UInt8]?
    package var routeEntry: RouteEntry?
    /// Endpoints that the news has reached, at most 22.
    package var flooded: [Endpoint]

    package init(
        wantsNoAck: Bool, validate: PeerID, revoke: [UInt8]?, routeEntry: RouteEntry?, flooded: [Endpoint]
    ) {
        self.wantsNoAck = wantsNoAck
        self.validate = validate
        self.revoke = revoke
        self.routeEntry = routeEntry
        self.flooded = flooded
    }

    init(parsing input: inout Span<UInt8>) throws(DecodeError) {
        let field = FieldID.floodControls.field
        wantsNoAck = try input.readElement(.floodControls) { data throws(DecodeError) in
            let flags = try data.readUInt16(field)
            try data.skip(1, field)
            return flags & 0x0001 != 0
        }
        validate = try input.readIDElement(.validate)
        revoke = try input.readOptionalElement(.revokeCPA) { data throws(DecodeError) in
            try data.readBytes(data.count, FieldID.revokeCPA.field)
        }
        routeEntry = try input.readRouteElement()
        flooded = try input.readEndpointArrayElement(0...22)
    }

    func write(to writer: inout ByteWriter) {
        writer.writeElement(.floodControls) {
            $0.write(UInt16(wantsNoAck ? 0x0001 : 0))
            $0.write(UInt8(0))
        }
        writer.writeIDElement(.validate, validate)
        if let revoke { writer.writeElement(.revokeCPA) { $0.write(revoke) } }
        writer.writeRouteElement(routeEntry)
        writer.writeEndpointArrayElement(flooded)
    }
}
