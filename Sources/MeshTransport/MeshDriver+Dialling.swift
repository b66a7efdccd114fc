internal import Mesh
internal import NIOCore
internal import NIOPosix
internal import PeerBase
internal import Sockets

// Going to others (peer channel 5.2): the addresses of a node in turn until one answers; what happens behind TCP ends
// the attempt either way.

/// An attempt to reach a node.
struct Dial {
    /// Addresses that were not tried yet.
    var rest: ArraySlice<ScopedEndpoint>
    /// For all of them, TLS and the admission (20.4).
    let deadline: Instant
    /// The connection being made.
    var number: UInt64
    /// Whether an address was passed over because of what failed there.
    var isHeldBack = false
}

extension MeshDriver {
    func dial(_ link: LinkID, _ address: NodeAddress) {
        guard !isClosing else { return happen(.closed(link, .closing)) }
        let deadline = attendedTime() + figures.totalTime
        let endpoints = address.endpoints.prefix(Limits.addressesPerNode)
        dials[link] = Dial(rest: endpoints, deadline: deadline, number: 0)
        dialNext(link)
    }

    private func dialNext(_ link: LinkID) {
        guard var dial = dials[link] else { return }
        let now = attendedTime()
        guard let next = next(&dial), dial.deadline > now else {
            dials[link] = nil
            return happen(.closed(link, dial.isHeldBack ? .notAdmitted : .unreachable))
        }
        dial.number = nextNumber()
        dials[link] = dial
        connect(dial, to: next, link: link, within: min(figures.connectTime, dial.deadline - now))
    }

    /// Who failed to prove itself lately is not asked either: each time it could try a password (20.3).
    private func next(_ dial: inout Dial) -> ScopedEndpoint? {
        let now = MonotonicClock.now
        while let next = dial.rest.popFirst() {
            guard limits.isEarly(.address(next.endpoint.address), now: now) else { return next }
            dial.isHeldBack = true
        }
        return nil
    }

    private func connect(_ dial: Dial, to endpoint: ScopedEndpoint, link: LinkID, within time: Duration) {
        let number = dial.number
        bootstrapped(ClientBootstrap(group: loop))
            .connectTimeout(time.timeAmount)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try self.assumeIsolated {
                        try $0.prepare(
                            channel, number: number, remote: endpoint, dialled: link, totalDeadline: dial.deadline)
                    }
                }
            }
            .connect(to: endpoint.socketAddress)
            .whenFailure { _ in self.assumeIsolated { $0.missed(number, link) } }
    }

    private func bootstrapped(_ bootstrap: ClientBootstrap) -> ClientBootstrap {
        bootstrap
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.socketOption(.so_sndbuf), value: Self.sendBuffer)
            .channelOption(.writeBufferWaterMark, value: Self.waterMark)
    }

    /// Nobody answered there.
    private func missed(_ number: UInt64, _ link: LinkID) {
        forget(number)
        guard dials[link]?.number == number else { return }
        dialNext(link)
    }
}
