package import Mesh
import PeerBase

/// A seal that keeps nothing secret and stops nobody, but has the shapes and sizes of the real one: a signature of 64 bytes
/// fits its bytes only, and a sealed text opens with the key it was sealed to.
package enum ToySeal {
    /// The seal of a member with this agreement key; without signatures where `isSigning` is false.
    package static func functions(isSigning: Bool = true, agreementKey: [UInt8] = []) -> Seal {
        Seal(
            seal: { content in
                let signed = encode(content)
                return (signed, isSigning ? signature(signed) : [])
            },
            open: { signed, given in
                guard !isSigning || given == signature(signed) else { return .failure(.badSignature) }
                return (try? decode(signed)).map(Result.success) ?? .failure(.malformed)
            },
            identify: { identify($0) },
            box: { text, key in key + Array(text.utf8) },
            unbox: { box, _ in
                guard box.starts(with: agreementKey) else { return nil }
                return String(decoding: box.dropFirst(agreementKey.count), as: UTF8.self)
            })
    }

    private static func identify(_ signed: [UInt8]) -> MessageID {
        var writer = ByteWriter(capacity: MessageID.length)
        let hash = hash(signed)
        writer.write(hash)
        writer.write(hash &* 0x9E37_79B9_7F4A_7C15)
        writer.write(UInt32(truncatingIfNeeded: signed.count))
        guard let id = MessageID(writer.bytes) else { preconditionFailure("twenty bytes name a message") }
        return id
    }

    private static func signature(_ signed: [UInt8]) -> [UInt8] {
        var writer = ByteWriter(capacity: 64)
        writer.write(hash(signed) &* 31)
        writer.pad(to: 64)
        return writer.bytes
    }

    /// FNV-1a.
    private static func hash(_ bytes: [UInt8]) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return hash
    }
}

// MARK: Bytes

extension ToySeal {
    private static func encode(_ content: Content) -> [UInt8] {
        var writer = ByteWriter(capacity: 256)
        writer.write(content.sequence)
        writer.write(content.opening)
        writer.write(UInt64(bitPattern: content.time))
        for part in [content.meshHash, content.sender.bytes, Array(content.path.utf8), Array(content.nickname.utf8)] {
            write(part, to: &writer)
        }
        switch content.body {
        case .text(let line):
            writer.write(UInt8(1))
            write(Array(line.utf8), to: &writer)
        case .presence(let presence):
            writer.write(UInt8(2))
            writer.write(presence.state.rawValue)
            write(presence.agreementKey, to: &writer)
        case .sealed(let recipient, let box):
            writer.write(UInt8(3))
            write(recipient.bytes, to: &writer)
            write(box, to: &writer)
        case .unknown(let kind):
            writer.write(UInt8(4))
            writer.write(kind)
        }
        return writer.bytes
    }

    private static func decode(_ signed: [UInt8]) throws(DecodeError) -> Content {
        var input = signed.span
        let sequence = try input.readUInt64(field)
        let opening = try input.readUInt64(field)
        let time = Int64(bitPattern: try input.readUInt64(field))
        let meshHash = try read(&input)
        let sender = try readMember(&input)
        let path = String(decoding: try read(&input), as: UTF8.self)
        let nickname = String(decoding: try read(&input), as: UTF8.self)
        let body = try decodeBody(&input)
        try input.expectEnd(field)
        return Content(
            meshHash: meshHash, path: path, sender: sender, nickname: nickname, sequence: sequence,
            opening: opening, time: time, body: body)
    }

    private static func decodeBody(_ input: inout Span<UInt8>) throws(DecodeError) -> Content.Body {
        switch try input.readUInt8(field) {
        case 1: return .text(String(decoding: try read(&input), as: UTF8.self))
        case 2:
            guard let state = Content.Presence.State(rawValue: try input.readUInt32(field)) else { throw malformed }
            return .presence(Content.Presence(state: state, agreementKey: try read(&input)))
        case 3: return .sealed(recipient: try readMember(&input), box: try read(&input))
        case 4: return .unknown(kind: try input.readUInt32(field))
        default: throw malformed
        }
    }

    private static func readMember(_ input: inout Span<UInt8>) throws(DecodeError) -> MemberID {
        guard let member = MemberID(try read(&input)) else { throw malformed }
        return member
    }

    private static func write(_ part: [UInt8], to writer: inout ByteWriter) {
        writer.write(UInt32(part.count))
        writer.write(part)
    }

    private static func read(_ input: inout Span<UInt8>) throws(DecodeError) -> [UInt8] {
        try input.readBytes(Int(try input.readUInt32(field)), field)
    }

    private static let field = Field("part of a toy message", "ours")
    private static let malformed = DecodeError(field, .invalidValue)
}
