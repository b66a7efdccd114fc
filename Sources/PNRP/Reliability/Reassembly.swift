import PeerBase

/// Fragments of AUTHORITY buffers on their way to being whole (wire 5.2, behaviour 5).
struct Reassembly: Sendable {
    /// One context: the pieces of one AUTHORITY message, recognised by source and message identifier.
    private struct Context: Sendable {
        var source: Endpoint
        var messageID: MessageID
        var buffer: [UInt8]
        /// One bit for each piece of 1188 bytes; at most 32 of them exist.
        var received: UInt32 = 0

        var isComplete: Bool {
            let pieces = (buffer.count + AuthorityBuffer.fragmentSize - 1) / AuthorityBuffer.fragmentSize
            return received == (pieces == 32 ? .max : (1 << UInt32(pieces)) - 1)
        }
    }

    enum Result: Hashable, Sendable {
        case complete([UInt8])
        case incomplete
        case invalid(DecodeError)
    }

    /// At most one context for each pending request, keyed by that request.
    private var contexts: [MessageID: Context] = [:]

    var count: Int { contexts.count }

    /// Takes in one AUTHORITY message that answers a pending request.
    mutating func receive(_ piece: Authority, id: MessageID, from source: Endpoint) -> Result {
        let size = Int(piece.size)
        let offset = Int(piece.offset)
        if offset == 0, piece.fragment.count == size {
            contexts[piece.acked] = nil
            return .complete(piece.fragment)
        }
        guard offset % AuthorityBuffer.fragmentSize == 0 else {
            return .invalid(DecodeError(Field("SPLIT_CONTROLS.Offset", "wire 5.2"), .invalidValue))
        }
        var context = contexts[piece.acked] ?? Context(source: source, messageID: id, buffer: [])
        if context.source != source || context.messageID != id || context.buffer.isEmpty {
            guard contexts[piece.acked] != nil || contexts.count < Limits.reassemblies else { return .incomplete }
            context = Context(source: source, messageID: id, buffer: Array(repeating: 0, count: size))
        }
        guard fits(piece, in: context) else {
            contexts[piece.acked] = nil
            return .invalid(DecodeError(Field("SPLIT_CONTROLS.Size", "wire 5.2"), .inconsistentLength))
        }
        return store(piece, in: context)
    }

    /// Drops what belongs to a request: at every expiry of its timer and when it ends.
    mutating func discard(_ request: MessageID) {
        contexts[request] = nil
    }

    private func fits(_ piece: Authority, in context: Context) -> Bool {
        let end = Int(piece.offset) + piece.fragment.count
        guard Int(piece.size) == context.buffer.count, end <= context.buffer.count else { return false }
        // Every piece is 1188 bytes long, the last one as short as it takes (wire 5.2).
        return piece.fragment.count == AuthorityBuffer.fragmentSize
            || end == context.buffer.count && (1..<AuthorityBuffer.fragmentSize).contains(piece.fragment.count)
    }

    private mutating func store(_ piece: Authority, in old: Context) -> Result {
        var context = old
        let offset = Int(piece.offset)
        let bit: UInt32 = 1 << UInt32(offset / AuthorityBuffer.fragmentSize)
        let range = offset..<offset + piece.fragment.count
        // Overlapping pieces must agree, or none of them can be trusted (behaviour 5).
        if context.received & bit != 0, !context.buffer[range].elementsEqual(piece.fragment) {
            contexts[piece.acked] = nil
            return .invalid(DecodeError(Field("AUTHORITY fragment", "wire 5.2"), .unexpected))
        }
        context.buffer.replaceSubrange(range, with: piece.fragment)
        context.received |= bit
        guard context.isComplete else {
            contexts[piece.acked] = context
            return .incomplete
        }
        contexts[piece.acked] = nil
        return .complete(context.buffer)
    }
}
