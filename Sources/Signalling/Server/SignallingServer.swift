package import Collaboration
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOTLS
package import PeerBase
package import PeerIdentity
package import Sockets

/// Listens for others while somebody is signed in, and asks its host what to say (collab 10.5). One per sign-in: the near
/// id is its own.
///
/// The actor's executor is the event loop of all its connections.
package actor SignallingServer {
    package struct Setup: Sendable {
        package var key: PersonKey
        package var nearID: GUID
        package var host: any SignallingHost
        package var listening: Listening = .everywhere
        /// Exactly this port; `nil`: the first free of ``SignallingFigures/ports``, else any.
        package var port: UInt16?
        package var figures = SignallingFigures()
        /// Milliseconds since 1970-01-01 UTC, by which certificates are judged.
        package var unixTime: @Sendable () -> Int64 = { MonotonicClock.unixMilliseconds }

        package init(key: PersonKey, nearID: GUID, host: any SignallingHost) {
            self.key = key
            self.nearID = nearID
            self.host = host
        }
    }

    /// The TCP port that is listened on.
    package nonisolated let port: UInt16

    private let loop: any EventLoop
    private let encryption: SignallingEncryption
    private let entrance: Entrance
    private var listeners: [any Channel] = []

    /// Connections that wait in the kernel. Ours: as many as may be in a handshake.
    private static let backlog: Int32 = 64

    package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor.asUnownedSerialExecutor() }

    /// Listens from now on.
    package static func opened(_ setup: Setup) async throws(SignallingOpenFailure) -> SignallingServer {
        guard let encryption = try? SignallingEncryption(setup.key) else { throw .unusableKey }
        var failure = BindFailure.withoutAddress
        for port in candidates(setup.port) {
            do throws(BindFailure) {
                let sockets = try ListeningSocket.bind(setup.listening, port: port)
                let server = SignallingServer(
                    setup, encryption: encryption, port: sockets.first?.endpoint.port ?? 0, loop: EventLoops.next)
                try await server.listen(on: sockets)
                return server
            } catch {
                failure = error
                guard error.fault.isInUse else { break }
            }
        }
        throw .listening(failure)
    }

    private static func candidates(_ port: UInt16?) -> [UInt16] {
        port.map { [$0] } ?? Array(SignallingFigures.ports) + [0]
    }

    private init(_ setup: Setup, encryption: SignallingEncryption, port: UInt16, loop: any EventLoop) {
        self.port = port
        self.loop = loop
        self.encryption = encryption
        entrance = Entrance(
            host: setup.host, nearID: setup.nearID, figures: setup.figures, loop: loop, unixTime: setup.unixTime)
    }

    /// Tells everybody who is waiting for an answer that we sign out, and closes.
    package func close() async {
        let closing = listeners
        listeners = []
        for listener in closing { try? await listener.close().get() }
        entrance.close()
    }

    /// Closes the connections of somebody: a contact that was deleted or may not watch any more.
    package func part(with pin: Pin) { entrance.part(with: pin) }

    // MARK: Listening

    private func listen(on sockets: [ListeningSocket]) async throws(BindFailure) {
        for (index, socket) in sockets.enumerated() {
            do {
                listeners.append(try await bootstrap().withBoundSocket(socket.descriptor).get())
            } catch {
                for rest in sockets[(index + 1)...] { rest.close() }
                await close()
                throw BindFailure(endpoint: socket.endpoint, fault: SocketFault(error) ?? SocketFault(number: 0))
            }
        }
    }

    private func bootstrap() -> ServerBootstrap {
        ServerBootstrap(group: loop)
            .serverChannelOption(.backlog, value: Self.backlog)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .keepingAlive()
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try self.assumeIsolated { try $0.welcome(channel) } }
            }
    }

    /// Throws, which closes the connection, before TLS costs anything.
    private func welcome(_ channel: any Channel) throws {
        guard let source = ScopedEndpoint(channel.remoteAddress) else { throw TurnedAway() }
        let headLimit = HeadLimit(limit: entrance.figures.headSize)
        let handler = RequestHandler(
            connection: entrance.nextConnection(), source: source, entrance: entrance, headLimit: headLimit)
        guard entrance.begins(handler) else { throw TurnedAway() }
        do {
            try addHandlers(to: channel, handler, headLimit)
        } catch {
            entrance.ended(handler, isSecured: false)
            throw error
        }
    }

    private func addHandlers(to channel: any Channel, _ handler: RequestHandler, _ headLimit: HeadLimit) throws {
        let entrance = entrance
        let tls = encryption.serverHandler { [weak handler] certificate in
            guard let handler, handler.visitor == nil else { return false }
            handler.visitor = entrance.visitor(certificate, connection: handler.connection, source: handler.source)
            return handler.visitor != nil
        }
        let parser = HTTPRequestDecoder(
            leftOverBytesStrategy: .dropBytes, limitConfiguration: .heads(of: entrance.figures.headSize))
        try channel.pipeline.syncOperations.addHandlers([
            tls, headLimit, HTTPResponseEncoder(),
            ByteToMessageHandler(parser, maximumBufferSize: entrance.figures.parserSize), handler,
        ])
    }

    private struct TurnedAway: Error {}
}

/// Why a server cannot listen.
package enum SignallingOpenFailure: Error, Hashable, Sendable {
    case listening(BindFailure)
    /// TLS takes the key or its certificate for none.
    case unusableKey
}

extension NIOHTTPDecoderLimitConfiguration {
    /// What ``HeadLimit`` lets pass the parser takes, and trailers are no longer than heads.
    static func heads(of size: Int) -> NIOHTTPDecoderLimitConfiguration {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = size
        limits.maxHeaderListSize = size
        return limits
    }
}
