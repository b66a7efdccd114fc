internal import Glibc
internal import NIOCore
internal import PeerBase

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
        guard case .v6(let address) = envelope.remoteAddress else { return }
        let (source, interface) = (Endpoint(address.address), address.address.sin6_scope_id)
        service.assumeIsolated { $0.receive(envelope.data, from: source, on: interface) }
    }

    /// An error of one datagram, not of the socket.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {}

    func channelInactive(context: ChannelHandlerContext) {
        service.assumeIsolated { [descriptor] in $0.socketClosed(descriptor) }
    }
}

extension Endpoint {
    fileprivate init(_ raw: sockaddr_in6) {
        let (high, low) = withUnsafeBytes(of: raw.sin6_addr) {
            ($0.load(as: UInt64.self).bigEndian, $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self).bigEndian)
        }
        self.init(address: IPv6Address(high: high, low: low), port: raw.sin6_port.bigEndian)
    }
}
