import Collaboration
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOTLS
import PeerBase
import PeerIdentity
import Sockets
import StreamTesting
import Testing

@testable import Signalling

/// One connection to a server as it is behind TLS and the parser of HTTP, with a clock that a test moves.
struct Doorway: Sendable {
    let channel = NIOAsyncTestingChannel()
    let owner: Owner
    let source: ScopedEndpoint

    var loop: NIOAsyncTestingEventLoop { channel.testingEventLoop }

    /// Somebody comes; without a certificate TLS is still to be made.
    init(_ owner: Owner, visitor: Somebody?, figures: SignallingFigures = SignallingFigures()) async throws {
        self.owner = owner
        source = ScopedEndpoint(Endpoint(address: .loopback, port: 1))
        let (channel, source) = (channel, source)
        try await channel.testingEventLoop.executeInContext {
            let entrance = Entrance(
                host: owner, nearID: House.nearID, figures: figures, loop: channel.eventLoop,
                unixTime: { MonotonicClock.unixMilliseconds })
            let handler = RequestHandler(
                connection: entrance.nextConnection(), source: source, entrance: entrance,
                headLimit: HeadLimit(limit: 8192))
            #expect(entrance.begins(handler))
            if let visitor {
                handler.visitor = entrance.visitor(
                    visitor.key.certificate, connection: handler.connection, source: source)
            }
            try channel.pipeline.syncOperations.addHandler(handler)
        }
        try await channel.connect(to: source.socketAddress)
        guard visitor != nil else { return }
        try await channel.testingEventLoop.executeInContext {
            channel.pipeline.fireUserInboundEventTriggered(TLSUserEvent.handshakeCompleted(negotiatedProtocol: nil))
        }
    }

    /// Lets time pass.
    func pass(_ time: Duration) async { await loop.advanceTime(by: .nanoseconds(time.wholeNanoseconds)) }

    var isOpen: Bool { channel.isActive }

    /// The visitor takes nothing any more; tells of the end of every answer that is kept from him.
    func stopReading() async throws -> Ears<Bool> {
        let (stream, continuation) = AsyncStream.makeStream(of: Bool.self)
        let channel = channel
        try await channel.testingEventLoop.executeInContext {
            try channel.pipeline.syncOperations.addHandler(Stop(continuation), position: .first)
        }
        return Ears(stream)
    }

    /// Keeps all that is written, as a socket does whose other side does not read.
    private final class Stop: ChannelOutboundHandler {
        typealias OutboundIn = HTTPServerResponsePart

        private let ends: AsyncStream<Bool>.Continuation
        private var promises: [EventLoopPromise<Void>] = []

        init(_ ends: AsyncStream<Bool>.Continuation) { self.ends = ends }

        func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
            if let promise { promises.append(promise) }
            if case .end = unwrapOutboundIn(data) { ends.yield(true) }
        }

        func handlerRemoved(context: ChannelHandlerContext) {
            for promise in promises { promise.fail(ChannelError.ioOnClosedChannel) }
        }
    }

    // MARK: What the visitor says and hears

    func begin(_ method: HTTPMethod, _ resource: Resource, length: Int? = nil) async throws {
        var head = HTTPRequestHead(version: .http1_1, method: method, uri: resource.path(below: House.nearID))
        if let length { head.headers.add(name: "Content-Length", value: "\(length)") }
        try await channel.writeInbound(HTTPServerRequestPart.head(head))
    }

    func add(_ text: String) async throws {
        try await channel.writeInbound(HTTPServerRequestPart.body(ByteBuffer(string: text)))
    }

    func end() async throws { try await channel.writeInbound(HTTPServerRequestPart.end(nil)) }

    func ask(_ resource: Resource) async throws {
        try await begin(.GET, resource)
        try await end()
    }

    func invite(_ invitation: Invitation) async throws {
        try await begin(.POST, .invitations, length: invitation.body.count)
        try await add(String(decoding: invitation.body, as: UTF8.self))
        try await end()
    }

    /// The next answer, with its body.
    func answer() async throws -> (status: HTTPResponseStatus, text: String) {
        guard case .head(let head) = try await part() else { throw Unexpected() }
        guard case .body(.byteBuffer(let bytes)) = try await part() else { throw Unexpected() }
        guard case .end = try await part() else { throw Unexpected() }
        return (head.status, String(buffer: bytes))
    }

    func part() async throws -> HTTPServerResponsePart {
        try await channel.waitForOutboundWrite(as: HTTPServerResponsePart.self)
    }

    struct Unexpected: Error {}
}
