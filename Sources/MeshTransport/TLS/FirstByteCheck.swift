internal import MeshFrames
internal import NIOCore

/// Looks at the first byte before TLS does: who speaks without TLS is told so, in words that both sides' people
/// understand, and what is neither is not read any further (peer channel 17, 23).
final class FirstByteCheck: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What came instead of TLS.
    enum Fault: Error, Hashable {
        /// The first byte of a length, as it is in front of every Hello.
        case withoutTLS
        case garbage
    }

    private let mode: String
    private let isInitiator: Bool
    private var hasFailed = false

    init(mode: String, isInitiator: Bool) {
        self.mode = mode
        self.isInitiator = isInitiator
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasFailed, let first = unwrapInboundIn(data).readableBytesView.first else { return }
        switch first {
        // A handshake; an alert; a change of the cipher, which is for middle boxes (RFC 8446, 5.1).
        case 0x14...0x16:
            context.fireChannelRead(data)
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
        case 0x00:
            fail(.withoutTLS, context)
        default:
            fail(.garbage, context)
        }
    }

    private func fail(_ fault: Fault, _ context: ChannelHandlerContext) {
        hasFailed = true
        if fault == .withoutTLS, !isInitiator {
            let sentence = AdmissionFrame.refusal("your mode does without TLS, ours is \(mode)")
            let bytes = FrameSplitter.framed(AdmissionCoder.encode(sentence), by: context.channel.allocator)
            context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
        }
        context.fireErrorCaught(fault)
    }
}
