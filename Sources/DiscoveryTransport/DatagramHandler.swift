internal import NIOCore
internal import PeerBase

/// Hands each datagram of one socket to the service, in the call that NIO makes for it. Confined to its event loop,
/// which is the service's executor.
final class DatagramHandler: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>

    private let service: DiscoveryService
    private let descriptor: CInt

    init(service: DiscoveryService, descriptor: CInt) {
        self.service = service
        self.descriptor = descriptor
    }

    /// The kernel says by which interface it came; 0 is none.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = unwrapInboundIn(data)
        guard let source = Endpoint(envelope.remoteAddress) else { return }
        let link = UInt32(truncatingIfNeeded: envelope.metadata?.packetInfo?.interfaceIndex ?? 0)
        service.assumeIsolated { $0.receive(envelope.data, from: source, on: link) }
    }

    /// An error of one datagram, not of the socket.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {}

    func channelInactive(context: ChannelHandlerContext) {
        service.assumeIsolated { [descriptor] in $0.socketClosed(descriptor) }
    }
}
