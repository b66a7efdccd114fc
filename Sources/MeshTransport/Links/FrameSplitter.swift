internal import NIOCore

/// Cuts a stream into frames: a length of four bytes, big-endian, and so many bytes (peer channel 20.5). The length is
/// judged before anything is kept for it.
final class FrameSplitter: NIOSingleStepByteToMessageDecoder {
    typealias InboundOut = ByteBuffer

    /// The largest length accepted now; it grows when a link has been admitted.
    var limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    func decode(buffer: inout ByteBuffer) throws -> ByteBuffer? {
        guard let length = buffer.getInteger(at: buffer.readerIndex, as: UInt32.self) else { return nil }
        guard length > 0 else { throw FrameLengthFault.empty }
        guard UInt64(length) <= UInt64(limit) else { throw FrameLengthFault.tooLong(length, limit: limit) }
        guard buffer.readableBytes >= 4 + Int(length) else { return nil }
        buffer.moveReaderIndex(forwardBy: 4)
        return buffer.readSlice(length: Int(length))
    }

    func decodeLast(buffer: inout ByteBuffer, seenEOF: Bool) throws -> ByteBuffer? {
        try decode(buffer: &buffer)
    }

    /// A frame as it goes out.
    static func framed(_ bytes: [UInt8], by allocator: ByteBufferAllocator) -> ByteBuffer {
        var buffer = allocator.buffer(capacity: 4 + bytes.count)
        buffer.writeInteger(UInt32(bytes.count))
        buffer.writeBytes(bytes)
        return buffer
    }
}

/// A length that no frame has.
enum FrameLengthFault: Error, Hashable, CustomStringConvertible {
    case empty
    case tooLong(UInt32, limit: Int)

    var description: String {
        switch self {
        case .empty: "a frame without content"
        case .tooLong(let length, let limit): "a frame of \(length) bytes, where at most \(limit) are accepted"
        }
    }
}
