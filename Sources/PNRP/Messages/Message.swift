package import PeerBase

/// One PNRP message, which is one datagram (wire 1, 2).
package struct Message: Hashable, Sendable {
    /// What the message says. The raw numbers are those of the header (wire 2.3).
    package enum Body: Hashable, Sendable {
        case solicit(Solicit)
        case advertise(Advertise)
        case request(Request)
        case flood(Flood)
        case inquire(Inquire)
        case authority(Authority)
        case ack(Ack)
        case lookup(Lookup)
    }

    package var id: MessageID
    package var body: Body

    package init(id: MessageID, body: Body) {
        self.id = id
        self.body = body
    }

    /// Reads a whole datagram. Throws at the first field that breaks a rule, without an allocation when that stands
    /// before any array or route entry. Nothing is sized by a number that was not checked against the bytes there are.
    package init(parsing input: inout Span<UInt8>) throws(DecodeError) {
        let header = try Header(parsing: &input)
        id = header.id
        body = try Body(header.type, parsing: &input)
        try input.expectNoMoreElements()
    }

    package func encoded() -> [UInt8] {
        var writer = ByteWriter(capacity: 256)
        Header(type: body.type, id: id).write(to: &writer)
        body.write(to: &writer)
        return writer.bytes
    }
}

extension Message.Body {
    fileprivate init(_ type: MessageType, parsing input: inout Span<UInt8>) throws(DecodeError) {
        switch type {
        case .solicit: self = .solicit(try Solicit(parsing: &input))
        case .advertise: self = .advertise(try Advertise(parsing: &input))
        case .request: self = .request(try Request(parsing: &input))
        case .flood: self = .flood(try Flood(parsing: &input))
        case .inquire: self = .inquire(try Inquire(parsing: &input))
        case .authority: self = .authority(try Authority(parsing: &input))
        case .ack: self = .ack(try Ack(parsing: &input))
        case .lookup: self = .lookup(try Lookup(parsing: &input))
        }
    }

    var type: MessageType {
        switch self {
        case .solicit: .solicit
        case .advertise: .advertise
        case .request: .request
        case .flood: .flood
        case .inquire: .inquire
        case .authority: .authority
        case .ack: .ack
        case .lookup: .lookup
        }
    }

    fileprivate func write(to writer: inout ByteWriter) {
        switch self {
        case .solicit(let body): body.write(to: &writer)
        case .advertise(let body): body.write(to: &writer)
        case .request(let body): body.write(to: &writer)
        case .flood(let body): body.write(to: &writer)
        case .inquire(let body): body.write(to: &writer)
        case .authority(let body): body.write(to: &writer)
        case .ack(let body): body.write(to: &writer)
        case .lookup(let body): body.write(to: &writer)
        }
    }
}
