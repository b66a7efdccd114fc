internal import Discovery
internal import NIOCore
internal import NIOPosix
internal import PeerBase

// The sockets of a service: opened and joined at need, opened again when they are lost.

extension DiscoveryService {
    /// One byte more than is read, so that what is longer shows.
    private static let longestDatagram = DiscoveryLimits.datagramBytes + 1

    /// Opens what is missing and joins the groups on the links in use. An interface may have gone and come back under its
    /// index, so each is joined again. What fails is tried again at the next look.
    func prepare() {
        guard !isClosed else { return }
        for family in AddressFamily.allCases {
            let links = choice.used.filter { $0.hasFamily(ofIPv4: family == .ipv4) }.map(\.index)
            guard let listener = listener(family) else { continue }
            for link in links { join(listener, link) }
            for key in joined where key.family == family && !links.contains(key.link) {
                listener.leave(key.link)
                joined.remove(key)
            }
        }
        let used = Set(choice.used.map(\.index))
        for key in Array(speakers.keys) where key.link != 0 && !used.contains(key.link) { hangUp(key) }
        groupFaults = groupFaults.filter { used.contains($0.key.link) }
        sendFaults = sendFaults.filter { $0.key.link == 0 || used.contains($0.key.link) }
    }

    func multicast(_ bytes: [UInt8]) {
        for link in choice.used {
            for family in AddressFamily.allCases where link.hasFamily(ofIPv4: family == .ipv4) {
                send(bytes, to: Endpoint(address: family.group, port: DiscoveryAgent.port), on: link.index)
            }
        }
    }

    /// What the kernel refuses is lost like anything else on the way.
    func send(_ bytes: [UInt8], to destination: Endpoint, on link: UInt32) {
        let key = SpeakerKey(link: link, family: AddressFamily(destination.address))
        do throws(SocketFault) {
            try speaker(key).send(bytes, to: destination, on: link)
            sendFaults[key] = nil
        } catch {
            sendFaults[key] = error.reason
        }
    }

    /// A socket is gone without our doing.
    func socketClosed(_ descriptor: CInt) {
        for (family, socket) in listeners where socket.descriptor == descriptor {
            listeners[family] = nil
            joined = joined.filter { $0.family != family }
        }
        for (key, socket) in speakers where socket.descriptor == descriptor { speakers[key] = nil }
        channels[descriptor] = nil
    }

    func closeSockets() {
        let closing = channels
        (channels, listeners, speakers, joined) = ([:], [:], [:], [])
        for channel in closing.values { channel.close(promise: nil) }
    }

    private func listener(_ family: AddressFamily) -> LinkSocket? {
        if let listener = listeners[family] { return listener }
        do throws(SocketFault) {
            let socket = try LinkSocket(listeningOn: DiscoveryAgent.port, family)
            listeners[family] = socket
            portFaults[family] = nil
            open(socket)
            return socket
        } catch {
            portFaults[family] = error.reason
            return nil
        }
    }

    private func join(_ listener: LinkSocket, _ link: UInt32) {
        let key = SpeakerKey(link: link, family: listener.family)
        do throws(SocketFault) {
            try listener.join(link)
            joined.insert(key)
            groupFaults[key] = nil
        } catch {
            joined.remove(key)
            groupFaults[key] = error.reason
        }
    }

    private func speaker(_ key: SpeakerKey) throws(SocketFault) -> LinkSocket {
        if let speaker = speakers[key] { return speaker }
        let socket = try LinkSocket(speakingOn: key.link, key.family)
        speakers[key] = socket
        open(socket)
        return socket
    }

    /// Its interface is not used any more.
    private func hangUp(_ key: SpeakerKey) {
        guard let socket = speakers.removeValue(forKey: key) else { return }
        channels.removeValue(forKey: socket.descriptor)?.close(promise: nil)
    }

    /// Hears it from now on.
    private func open(_ socket: LinkSocket) {
        let bootstrap = DatagramBootstrap(group: loop)
            .channelOption(.receivePacketInfo, value: true)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Self.longestDatagram))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = DatagramHandler(service: self, descriptor: socket.descriptor)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
        bootstrap.withBoundSocket(socket.descriptor).whenComplete { result in
            self.assumeIsolated { $0.opened(socket, result) }
        }
    }

    private func opened(_ socket: LinkSocket, _ result: Result<any Channel, any Error>) {
        switch result {
        case .success(let channel):
            let isInUse = (Array(listeners.values) + speakers.values).contains { $0.descriptor == socket.descriptor }
            // Meanwhile everything may have ended.
            guard isInUse else { return channel.close(promise: nil) }
            channels[socket.descriptor] = channel
        case .failure: socketClosed(socket.descriptor)
        }
    }
}
