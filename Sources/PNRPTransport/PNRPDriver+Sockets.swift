internal import NIOCore
internal import NIOPosix
internal import PNRP
package import PeerBase
package import Sockets

// The sockets of a cloud: one for each address, all with one port (behaviour 6.2). They follow the addresses of the
// host, and are given away while the cloud is Virtual.

extension PNRPDriver {
    /// Room for any datagram there can be: it is for the message's reader to refuse it (wire 1). The nodes of a private
    /// cloud are our own, often many in one process, and none sends more than 1216 bytes: they get by with less.
    private var longestDatagram: Int { node.configuration.reach == .loopback ? 4096 : 65_536 }
    /// Datagrams taken from the kernel in one call.
    private static let datagramsPerRead = 16
    /// How long after its loss a socket is opened again.
    private static let reopening: Duration = .seconds(1)

    /// The addresses the cloud may use from now on, best first; none when the network is lost.
    package func addressesChanged(to addresses: [IPv6Address]) {
        let addresses = Array(addresses.prefix(Self.mostAddresses))
        guard !isClosing, addresses != wanted else { return }
        wanted = addresses
        if !isReleased { rebind() }
    }

    /// The cloud is about to be used: binds what a release has given away.
    package func bindIfReleased() throws(BindFailure) {
        guard isReleased, node.state == .virtual, !isClosing else { return }
        guard !wanted.isEmpty else { throw .withoutAddress }
        let bound = try preferredPort.bind(wanted, zone: zone)
        isReleased = false
        sockets = bound
        for socket in bound { listenLater(on: socket) }
        endpointsChanged()
    }

    /// The cloud is Virtual again, or dead: others may have the port.
    func release() {
        isReleased = true
        rebinding?.cancel()
        rebinding = nil
        replaceSockets(with: [])
    }

    /// The port others know us by, while it can be had.
    private var preferredPort: PortChoice {
        guard let known = lastEndpoints.first?.port, port != .exactly(known) else { return port }
        return .preferring(known)
    }
}

// MARK: Following the host

extension PNRPDriver {
    /// Makes the sockets those of ``wanted``. What stays is not touched; what cannot be had is tried again.
    private func rebind() {
        rebinding?.cancel()
        rebinding = nil
        let kept = sockets.filter { wanted.contains($0.endpoint.address) }
        let missing = wanted.filter { address in !kept.contains { $0.endpoint.address == address } }
        replaceSockets(with: kept + newSockets(for: missing, beside: kept))
        if sockets.count < wanted.count { rebindSoon() }
        endpointsChanged()
    }

    /// Sockets for further addresses, with the port of the others; where it is taken and the port may change, one for
    /// every address with another port.
    private func newSockets(for missing: [IPv6Address], beside kept: [DatagramSocket]) -> [DatagramSocket] {
        guard let port = kept.first?.endpoint.port ?? lastEndpoints.first?.port else {
            return (try? self.port.bind(missing, zone: zone)) ?? []
        }
        var found: [DatagramSocket] = []
        for address in missing {
            do throws(BindFailure) {
                found.append(try DatagramSocket(bindingTo: Endpoint(address: address, port: port), zone: zone))
            } catch {
                guard error.fault.isInUse, !self.port.isFixed else { continue }
                guard let moved = try? PortChoice.any.bind(wanted, zone: zone) else { continue }
                for socket in found { socket.close() }
                return moved
            }
        }
        return found
    }

    /// Takes these sockets in the order of their addresses; where there are two for one address, the later one. Others
    /// are closed.
    private func replaceSockets(with next: [DatagramSocket]) {
        let old = sockets
        sockets = wanted.compactMap { address in next.last { $0.endpoint.address == address } }
        let numbers = Set(sockets.map(\.number))
        for socket in old where !numbers.contains(socket.number) {
            // One whose channel is being made sees for itself that it is not wanted any more.
            channels.removeValue(forKey: socket.number)?.close(promise: nil)
        }
        for socket in sockets where !old.contains(where: { $0.number == socket.number }) { listenLater(on: socket) }
    }

    private func rebindSoon() {
        guard rebinding == nil, !isClosing else { return }
        rebinding = loop.scheduleTask(in: .nanoseconds(Self.reopening.wholeNanoseconds)) {
            self.assumeIsolated { $0.rebind() }
        }
    }
}

// MARK: Reading

extension PNRPDriver {
    /// Until its channel is there, the kernel keeps what comes in.
    private func listenLater(on socket: DatagramSocket) {
        Task { await listen(on: socket) }
    }

    func listen(on socket: DatagramSocket) async {
        let bootstrap = DatagramBootstrap(group: loop)
            .channelOption(.datagramVectorReadMessageCount, value: Self.datagramsPerRead)
            .channelOption(
                .recvAllocator,
                value: FixedSizeRecvByteBufferAllocator(capacity: Self.datagramsPerRead * longestDatagram)
            )
            .channelInitializer { [self] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(DatagramHandler(driver: self, socket: socket))
                }
            }
        guard let channel = try? await bootstrap.withBoundSocket(socket.descriptor).get() else {
            return socketClosed(socket)
        }
        guard sockets.contains(where: { $0.number == socket.number }) else { return channel.close(promise: nil) }
        channels[socket.number] = channel
    }

    /// A socket is gone without our doing: its address vanished, say. It is tried again while the address is wanted.
    func socketClosed(_ socket: DatagramSocket) {
        channels[socket.number] = nil
        guard !isClosing, sockets.contains(where: { $0.number == socket.number }) else { return }
        sockets.removeAll { $0.number == socket.number }
        traffic.socketsLost += 1
        rebindSoon()
    }
}
