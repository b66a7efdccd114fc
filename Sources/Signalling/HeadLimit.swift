internal import NIOCore

/// Counts the bytes of each head before the parser of HTTP keeps any of them (collab 10.5): a line without an end is as
/// long as the sender likes otherwise. Whoever stands behind the parser says when the next head is due.
final class HeadLimit: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    enum Fault: Error, Hashable {
        case tooLong
        /// A head does not begin with an empty line.
        case emptyLine
    }

    private static let end: [UInt8] = [0x0d, 0x0a, 0x0d, 0x0a]
    private let limit: Int
    private var count = 0
    /// How much of the end was seen; all of it while a body comes.
    private var matched = 0

    init(limit: Int) { self.limit = limit }

    func expectHead() { (count, matched) = (0, 0) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        for byte in unwrapInboundIn(data).readableBytesView {
            guard matched < Self.end.count else { break }
            if count == 0, byte == 0x0d || byte == 0x0a { return fail(.emptyLine, context) }
            count += 1
            guard count <= limit else { return fail(.tooLong, context) }
            matched = byte == Self.end[matched] ? matched + 1 : byte == Self.end[0] ? 1 : 0
        }
        context.fireChannelRead(data)
    }

    private func fail(_ fault: Fault, _ context: ChannelHandlerContext) {
        context.fireErrorCaught(fault)
    }
}
