import Mesh
import MeshFrames
import NIOCore
import NIOPosix
import NIOSSL
import PeerBase
import PeerIdentity
import StreamTesting
import Testing

@testable import MeshTransport

/// Somebody with a socket who says what it likes, frame by frame.
struct Stranger: Sendable {
    enum Heard: Hashable, Sendable {
        case frame([UInt8])
        case ended
    }

    let channel: any Channel
    let heard: Ears<Heard>

    /// Connects to a member, through TLS if there is a configuration for it.
    init(to guest: Guest, tls: TLSConfiguration? = nil, receiveBuffer: Int? = nil) async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: Heard.self)
        let context = try tls.map { try NIOSSLContext(configuration: $0) }
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let context {
                        try pipeline.addHandler(try NIOSSLClientHandler(context: context, serverHostname: nil))
                    }
                    try pipeline.addHandlers([
                        ByteToMessageHandler(FrameSplitter(limit: 1 << 24)), Listener(continuation: continuation),
                    ])
                }
            }
        if let receiveBuffer {
            let size = ChannelOptions.Types.SocketOption.Value(receiveBuffer)
            _ = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: size)
        }
        heard = Ears(stream)
        channel = try await bootstrap.connect(host: "::1", port: Int(guest.driver.port)).get()
    }

    func send(_ bytes: [UInt8]) { channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil) }

    func send(frame bytes: [UInt8]) {
        channel.writeAndFlush(FrameSplitter.framed(bytes, by: channel.allocator), promise: nil)
    }

    func send(_ frame: Frame) { send(frame: FrameCoder.encode(frame)) }

    /// Waits until the other side has closed.
    func isLeft() async { await heard.first { $0 == .ended } }

    func stopReading() async throws { try await channel.setOption(.autoRead, value: false).get() }

    /// A neighbour of a member, in a mesh without link protection: Hello, Connect, Welcome.
    static func neighbour(of guest: Guest, in party: Party, receiveBuffer: Int? = nil) async throws -> Stranger {
        let stranger = try await Stranger(to: guest, receiveBuffer: receiveBuffer)
        let terms = try terms(in: party)
        var admission = Admission(
            terms: terms, isInitiator: true, peerKey: [], nonce: [UInt8](repeating: 5, count: 32))
        for frame in admission.begin().frames { stranger.send(frame: frame) }
        guard case .frame(let hello) = await stranger.heard.first(where: { _ in true }) else { throw Refused() }
        guard admission.receive(hello).verdict == .admitted else { throw Refused() }
        stranger.send(.connect(.init(node: terms.node, address: Party.address(at: 9))))
        await stranger.heard.first {
            if case .frame(let bytes) = $0, case .welcome? = Self.frame(bytes) { true } else { false }
        }
        return stranger
    }

    static func terms(in party: Party) throws -> AdmissionTerms {
        AdmissionTerms(
            node: try #require(NodeID(77)), meshHash: MeshName(Party.meshID).hash, meshID: Party.meshID,
            mode: party.mode, credential: .password, profile: party.profile, messageLimit: 65_536, port: 9)
    }

    static func frame(_ bytes: [UInt8]) -> Frame? { try? FrameCoder.decode(bytes, messageLimit: 65_536).frame }

    struct Refused: Error {}

    private final class Listener: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let continuation: AsyncStream<Heard>.Continuation

        init(continuation: AsyncStream<Heard>.Continuation) { self.continuation = continuation }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            continuation.yield(.frame(Array(unwrapInboundIn(data).readableBytesView)))
        }

        func channelInactive(context: ChannelHandlerContext) { continuation.yield(.ended) }
        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
