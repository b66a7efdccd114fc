// How the tests read and build datagrams.

import PNRP
import PeerBase
import Testing

/// Reads a whole datagram. What reads must take every byte, or callers that look for more would refuse it.
func decode(_ bytes: [UInt8]) throws(DecodeError) -> Message {
    var input = bytes.span
    let message = try Message(parsing: &input)
    let left = input.count
    #expect(left == 0)
    return message
}

func decodeBuffer(_ bytes: [UInt8]) throws(DecodeError) -> AuthorityBuffer {
    var input = bytes.span
    let buffer = try AuthorityBuffer(parsing: &input)
    let left = input.count
    #expect(left == 0)
    return buffer
}

func decodeRecord(_ bytes: [UInt8]) throws(DecodeError) -> CertifiedPeerAddress {
    var input = bytes.span
    let record = try CertifiedPeerAddress(parsing: &input)
    let left = input.count
    #expect(left == 0)
    return record
}

func decodePayload(_ bytes: [UInt8]) throws(DecodeError) -> ExtendedPayload {
    var input = bytes.span
    let payload = try ExtendedPayload(parsing: &input)
    let left = input.count
    #expect(left == 0)
    return payload
}

/// Why something is refused; `nil` if it is not.
func refusal<Value>(_ read: () throws(DecodeError) -> Value) -> DecodeError.Reason? {
    do throws(DecodeError) {
        _ = try read()
        return nil
    } catch {
        return error.reason
    }
}

extension Message {
    var solicit: Solicit? { if case .solicit(let body) = body { body } else { nil } }
    var flood: Flood? { if case .flood(let body) = body { body } else { nil } }
    var inquire: Inquire? { if case .inquire(let body) = body { body } else { nil } }
    var authority: Authority? { if case .authority(let body) = body { body } else { nil } }
    var ack: Ack? { if case .ack(let body) = body { body } else { nil } }
    var lookup: Lookup? { if case .lookup(let body) = body { body } else { nil } }
}

/// Datagrams put together element by element, right ones and wrong ones.
enum Datagram {
    static func header(_ type: UInt8, id: UInt32 = 0x0102_0304) -> [UInt8] {
        [0x00, 0x10, 0x00, 0x0c, 0x51, 0x04, 0x00, type] + bigEndian(id)
    }

    static func message(_ type: UInt8, _ elements: [UInt8]...) -> [UInt8] {
        header(type) + elements.flatMap { $0 }
    }

    /// FieldID, Length, data, padding.
    static func element(_ id: UInt16, _ data: [UInt8], isPadded: Bool = true) -> [UInt8] {
        let bytes = bigEndian(id) + bigEndian(UInt16(4 + data.count)) + data
        return isPadded ? padded(bytes) : bytes
    }

    /// An element with the twelve bytes that arrays share (wire 3.3), and any entries.
    static func array(
        _ id: UInt16, of type: UInt16, count: Int, entryLength: Int, entries: [UInt8], isPadded: Bool = true
    ) -> [UInt8] {
        let preamble = [UInt16(count), UInt16(8 + count * entryLength), type, UInt16(entryLength)].flatMap(bigEndian)
        return element(id, preamble + entries, isPadded: isPadded)
    }

    static func padded(_ bytes: [UInt8]) -> [UInt8] {
        bytes + Array(repeating: 0, count: (4 - bytes.count % 4) % 4)
    }

    static func bigEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        stride(from: Number.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    /// The elements that follow the header, each with the padding that follows it.
    static func elements(of message: [UInt8]) -> [[UInt8]] {
        var elements: [[UInt8]] = []
        var start = 12
        while start < message.count {
            let length = Int(message[start + 2]) << 8 | Int(message[start + 3])
            let end = min(start + (length + 3) / 4 * 4, message.count)
            elements.append(Array(message[start..<end]))
            start = end
        }
        return elements
    }
}

extension [UInt8] {
    /// The same bytes with `new` at `offset`.
    func replacing(at offset: Int, with new: [UInt8]) -> [UInt8] {
        var bytes = self
        bytes.replaceSubrange(offset..<offset + new.count, with: new)
        return bytes
    }

    func flipping(bit: Int) -> [UInt8] {
        var bytes = self
        bytes[bit / 8] ^= 0x80 >> UInt8(bit % 8)
        return bytes
    }
}
