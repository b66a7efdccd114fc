package import NIOCore
internal import NIOPosix
package import PeerBase

/// The threads on which drivers live: made at the first need of a network, shared by everything of the process that
/// speaks, and never ended, so that an actor that lives on one can always be asked.
package enum EventLoops {
    /// One thread would do for a cloud or a conversation; a private cloud of many nodes keeps two busy.
    private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)

    /// The loops in turn.
    package static var next: any EventLoop { group.next() }

    /// The IPv6 addresses of a host by DNS; empty when there are none or nobody answers within `bound`
    /// (behaviour 7). The question itself waits on a thread of its own.
    package static func addresses(ofHost name: String, within bound: Duration) async -> [IPv6Address] {
        let loop = next
        let promise = loop.makePromise(of: [IPv6Address].self)
        let timeout = loop.scheduleTask(in: bound.timeAmount) { promise.succeed([]) }
        NIOThreadPool.singleton.runIfActive(eventLoop: loop) { HostAddresses.byName(name) }.cascade(to: promise)
        let addresses = try? await promise.futureResult.get()
        timeout.cancel()
        return addresses ?? []
    }
}
