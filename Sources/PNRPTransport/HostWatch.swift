internal import Glibc
internal import NIOCore
internal import NIOPosix
internal import Sockets

/// Tells when the interfaces or addresses of this host change: what they are then.
///
/// The kernel says at once that something changed (rtnetlink 7); what it is like now is read anew, once for all that
/// came within a fifth of a second. Where the kernel does not say so, it is looked every five seconds.
package actor HostWatch {
    /// What there is after each change; a slow reader sees the newest only.
    package nonisolated let changes: AsyncStream<HostInterfaces>

    private nonisolated let loop: any EventLoop
    private let writer: AsyncStream<HostInterfaces>.Continuation
    private var last: HostInterfaces
    private var reading: Scheduled<Void>?
    private var channel: (any Channel)?
    private var isClosed = false

    /// A pulled cable is to show at once, and twenty messages about one interface are one change.
    private static let gathering: TimeAmount = .milliseconds(200)
    /// How often to look where nobody tells, and to try whether somebody does again.
    private static let looking: TimeAmount = .seconds(5)

    package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor.asUnownedSerialExecutor() }

    /// Tells every change from what the caller has seen.
    package init(from known: HostInterfaces) {
        loop = EventLoops.next
        last = known
        (changes, writer) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    package func start() async {
        guard !isClosed else { return }
        let descriptor = NetlinkSocket.opened()
        if descriptor >= 0 { await listen(descriptor) }
        // What happened before the kernel was asked.
        readSoon(in: channel == nil ? Self.looking : .zero)
    }

    package func close() {
        isClosed = true
        writer.finish()
        reading?.cancel()
        channel?.close(promise: nil)
        channel = nil
    }

    private func listen(_ descriptor: CInt) async {
        let bootstrap = NIOPipeBootstrap(group: loop).channelInitializer { [self] channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(NoticeHandler(watch: self))
            }
        }
        guard let channel = try? await bootstrap.takingOwnershipOfDescriptor(input: descriptor).get() else {
            Glibc.close(descriptor)
            return
        }
        self.channel = channel
        if isClosed { channel.close(promise: nil) }
    }

    fileprivate func noticed() {
        readSoon(in: Self.gathering)
    }

    /// The kernel had more to say than its buffer holds, say.
    fileprivate func fellSilent() {
        channel = nil
        readSoon(in: Self.gathering)
    }

    private func readSoon(in time: TimeAmount) {
        guard reading == nil, !isClosed else { return }
        reading = loop.scheduleTask(in: time) { self.assumeIsolated { $0.read() } }
    }

    private func read() {
        reading = nil
        let now = HostInterfaces.current
        if now != last { writer.yield(now) }
        last = now
        guard channel == nil, !isClosed else { return }
        reading = loop.scheduleTask(in: Self.looking) {
            self.assumeIsolated { $0.reading = nil }
            Task { await self.start() }
        }
    }
}

/// Hears that the kernel said something; what, does not matter.
private final class NoticeHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let watch: HostWatch

    init(watch: HostWatch) { self.watch = watch }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        watch.assumeIsolated { $0.noticed() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        watch.assumeIsolated { $0.fellSilent() }
    }
}

/// The socket through which the kernel tells changes of interfaces and addresses (netlink 7). The constants are those
/// of `linux/netlink.h` and `linux/rtnetlink.h`, which Swift's module of the C library leaves out.
private enum NetlinkSocket {
    private static let family: CInt = 16
    private static let routes: CInt = 0
    /// `RTMGRP_LINK` and `RTMGRP_IPV6_IFADDR`.
    private static let groups: UInt32 = 0x1 | 0x100

    /// `struct sockaddr_nl`.
    private struct Address {
        var family = UInt16(truncatingIfNeeded: NetlinkSocket.family)
        var padding: UInt16 = 0
        var port: UInt32 = 0
        var groups = NetlinkSocket.groups
    }

    /// Negative when there is none to be had.
    static func opened() -> CInt {
        let type = CInt(SOCK_RAW.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, type, routes)
        guard descriptor >= 0 else { return descriptor }
        var address = Address()
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
            }
        }
        guard bound == 0 else {
            close(descriptor)
            return -1
        }
        return descriptor
    }
}
