internal import NIOCore
internal import PeerBase
internal import Sockets

/// Hands each datagram of one socket to the service, in the call that NIO makes for it. Confined to its event loop,
/// which is the service's executor.
final class LinkHandler: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>

    private let service: SSDPService
    private let descriptor: CInt

    init(service: SSDPService, descriptor: CInt) {
        self.service = service
        self.descriptor = descriptor
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = unwrapInboundIn(data)
        guard let source = ScopedEndpoint(envelope.remoteAddress) else { return }
        service.assumeIsolated { $0.receive(envelope.data, from: source.endpoint, on: source.zone) }
    }

    /// An error of one datagram, not of the socket.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {}

    func channelInactive(context: ChannelHandlerContext) {
        service.assumeIsolated { [descriptor] in $0.socketClosed(descriptor) }
    }
}
