import PeerBase

/// The message types of the header (wire 2.3); the gaps belonged to an older generation.
enum MessageType: UInt8 {
    case solicit = 0x01
    case advertise = 0x02
    case request = 0x03
    case flood = 0x04
    case inquire = 0x07
    case authority = 0x08
    case ack = 0x09
    case lookup = 0x0B
}

/// The twelve bytes that begin every message; each fixed byte must be exact (wire 2.3).
struct Header {
    var type: MessageType
    var id: MessageID

    init(type: MessageType, id: MessageID) {
        self.type = type
        self.id = id
    }

    init(parsing input: inout Span<UInt8>) throws(DecodeError) {
        let field = FieldID.header.field
        guard input.count >= 12 else { throw DecodeError(field, .truncated) }
        guard try input.readUInt32(field) == 0x0010_000C else { throw DecodeError(field, .invalidValue) }
        guard try input.readUInt8(field) == 0x51 else {
            throw DecodeError(Field("PNRP_HEADER Identifier", "wire 2.3"), .invalidValue)
        }
        guard try input.readUInt16(field) == 0x0400 else {
            throw DecodeError(Field("PNRP_HEADER Version", "wire 2.3"), .invalidValue)
        }
        guard let type = MessageType(rawValue: try input.readUInt8(field)) else {
            throw DecodeError(Field("PNRP_HEADER MessageType", "wire 2.3"), .invalidValue)
        }
        self.type = type
        id = try input.readUInt32(field)
    }

    func write(to writer: inout ByteWriter) {
        writer.write(UInt32(0x0010_000C))
        writer.write(UInt8(0x51))
        writer.write(UInt16(0x0400))
        writer.write(type.rawValue)
        writer.write(id)
    }
}
