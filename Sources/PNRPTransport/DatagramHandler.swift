internal import NIOCore
internal import PeerBase
internal import Sockets

/// Hands each datagram of one socket to the driver, in the call that NIO makes for it. Confined to its event loop,
/// which is the driver's executor.
final class DatagramHandler: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>

    private let driver: PNRPDriver
    private let socket: DatagramSocket
    private let local: Endpoint

    init(driver: PNRPDriver, socket: DatagramSocket) {
        self.driver = driver
        self.socket = socket
        local = socket.endpoint
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = unwrapInboundIn(data)
        guard let source = ScopedEndpoint(envelope.remoteAddress)?.endpoint else { return }
        driver.assumeIsolated { [local] in $0.receive(envelope.data, from: source, at: local) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        driver.assumeIsolated { $0.turnEnded() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        driver.assumeIsolated { $0.receptionFailed() }
    }

    func channelInactive(context: ChannelHandlerContext) {
        driver.assumeIsolated { [socket] in $0.socketClosed(socket) }
    }
}
