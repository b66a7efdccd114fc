internal import Mesh
internal import NIOCore
internal import NIOPosix
internal import PeerBase
internal import Sockets

// Who comes to us.

extension MeshDriver {
    /// What the kernel keeps for a peer that does not read. Ours: with more of it a stuck link is noticed late, and a
    /// link across the world still carries megabytes a second.
    static let sendBuffer: ChannelOptions.Types.SocketOption.Value = 262_144
    /// Bytes in a channel at which it takes no more, and at which it takes again (peer channel 20.7).
    static let waterMark = ChannelOptions.Types.WriteBufferWaterMark(low: 32_768, high: 262_144)
    /// Connections that wait in the kernel: as many strangers as there may be.
    private static let backlog: Int32 = 64

    /// Listens on all of them, or on none: the kernel may refuse one that could be bound, because another program listens
    /// there since.
    func listen(on sockets: [ListeningSocket]) async throws(OpenFailure) {
        for (index, socket) in sockets.enumerated() {
            do {
                listeners.append(try await bootstrap.withBoundSocket(socket.descriptor).get())
            } catch {
                // NIO has closed the socket that failed.
                for unused in sockets[(index + 1)...] { unused.close() }
                for listener in listeners { try? await listener.close() }
                isClosing = true
                vanish()
                throw .listening(BindFailure(endpoint: socket.endpoint, fault: SocketFault(error) ?? .unknown))
            }
        }
    }

    private var bootstrap: ServerBootstrap {
        ServerBootstrap(group: loop)
            .serverChannelOption(.backlog, value: Self.backlog)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.socketOption(.so_sndbuf), value: Self.sendBuffer)
            .childChannelOption(.writeBufferWaterMark, value: Self.waterMark)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try self.assumeIsolated { try $0.welcome(channel) } }
            }
    }

    /// Throws, which closes the connection, before TLS costs anything (peer channel 20.7).
    private func welcome(_ channel: any Channel) throws {
        traffic.connections += 1
        guard let remote = ScopedEndpoint(channel.remoteAddress), !isClosing else { throw TurnedAway() }
        if let refusal = limits.came(remote.endpoint.address, now: MonotonicClock.now) {
            turnAway(remote.endpoint, refusal)
            throw TurnedAway()
        }
        do {
            try prepare(
                channel, number: nextNumber(), remote: remote, dialled: nil,
                totalDeadline: attendedTime() + figures.totalTime)
        } catch {
            limits.left(remote.endpoint.address)
            throw error
        }
    }

    private struct TurnedAway: Error {}
}
