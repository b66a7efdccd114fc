internal import Mesh
internal import NIOCore
internal import PeerBase
internal import Sockets

// Who takes too long (peer channel 20.4, 20.7).

extension MeshDriver {
    func startTicking() {
        guard ticking == nil else { return }
        let tick = figures.tick.timeAmount
        nextTick = MonotonicClock.now + figures.tick
        ticking = loop.scheduleRepeatedTask(initialDelay: tick, delay: tick) { _ in self.assumeIsolated { $0.tick() } }
    }

    func stopTicking() {
        ticking?.cancel()
        ticking = nil
        nextTick = nil
        for closer in closers { closer.resume() }
        closers = []
    }

    private func tick() {
        let now = attendedTime()
        nextTick = MonotonicClock.now + figures.tick
        for number in connections.keys.sorted() {
            guard let connection = connections[number] else { continue }
            if let deadline = connection.deadline, deadline <= now {
                if connection.isClosing { connection.channel.close(promise: nil) } else { finish(number, .timedOut) }
            } else if connection.link != nil {
                look(at: connection, now: now)
            }
        }
    }

    private func look(at connection: Connection, now: Instant) {
        if let since = connection.frameSince, now - since >= figures.frameTime {
            return finish(connection.number, .tooSlow)
        }
        let buffered = Int((try? connection.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0)
        connections[connection.number]?.bufferedBytes = buffered
        guard let since = connection.waitingSince else { return }
        if buffered < connection.bufferedBytes {
            connections[connection.number]?.waitingSince = now
        } else if now - since >= (numbers.count > 1 ? figures.stallTime : figures.lastLinkStallTime) {
            finish(connection.number, .tooSlow)
        }
    }
}
