internal import NIOCore
internal import NIOPosix
internal import PeerBase
internal import Sockets

// The sockets of a service: opened and joined at need, opened again when they are lost.

extension SSDPService {
    /// A datagram longer than this is cut, and refused as too long.
    private static let longestDatagram = 4096
    /// Datagrams taken from the kernel in one call.
    private static let datagramsPerRead = 8
    /// How long after its loss a socket is opened again.
    private static let reopening: TimeAmount = .seconds(1)

    /// Whether discovery works on an interface, and if not, why. Sends nothing.
    package func availability(of interface: UInt32) -> SSDPAvailability {
        do throws(SocketFault) {
            try LinkSocket.expect(interface)
            try listen(on: interface)
            let probe = try LinkSocket(port: 0)
            defer { probe.close() }
            try probe.findWay(to: Self.everybody, on: interface)
            return .usable
        } catch {
            return SSDPAvailability(error)
        }
    }

    /// Opens what is missing and listens on these interfaces and on those named before. What fails is tried again at
    /// the next occasion.
    func prepare(_ interfaces: [UInt32]) {
        guard !isClosed else { return }
        wanted.formUnion(interfaces)
        if speaking == nil { speaking = try? open(port: 0) }
        for interface in wanted.subtracting(joined).sorted() { try? listen(on: interface) }
    }

    func leave(_ interface: UInt32) {
        guard joined.remove(interface) != nil else { return }
        listening?.leave(Self.everybody.address, on: interface)
    }

    /// A socket is gone without our doing.
    func socketClosed(_ descriptor: CInt) {
        if speaking?.descriptor == descriptor { speaking = nil }
        if listening?.descriptor == descriptor { (listening, joined) = (nil, []) }
        channels.removeAll { !$0.isActive }
        guard !isClosed else { return }
        loop.scheduleTask(in: Self.reopening) { self.assumeIsolated { $0.prepare([]) } }
    }

    private func listen(on interface: UInt32) throws(SocketFault) {
        guard !isClosed, !joined.contains(interface) else { return }
        let socket: LinkSocket
        if let listening { socket = listening } else { socket = try open(port: Self.everybody.port) }
        listening = socket
        do throws(SocketFault) {
            try socket.join(Self.everybody.address, on: interface)
        } catch {
            guard error.isInUse else { throw error }
        }
        joined.insert(interface)
    }

    private func open(port: UInt16) throws(SocketFault) -> LinkSocket {
        let socket = try LinkSocket(port: port)
        let bootstrap = DatagramBootstrap(group: loop)
            .channelOption(.datagramVectorReadMessageCount, value: Self.datagramsPerRead)
            .channelOption(
                .recvAllocator,
                value: FixedSizeRecvByteBufferAllocator(capacity: Self.datagramsPerRead * Self.longestDatagram)
            )
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = LinkHandler(service: self, descriptor: socket.descriptor)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
        bootstrap.withBoundSocket(socket.descriptor).whenComplete { result in
            self.assumeIsolated { $0.opened(socket, result) }
        }
        return socket
    }

    private func opened(_ socket: LinkSocket, _ result: Result<any Channel, any Error>) {
        switch result {
        case .success(let channel):
            channels.append(channel)
            if isClosed { channel.close(promise: nil) }
        case .failure: socketClosed(socket.descriptor)
        }
    }
}
