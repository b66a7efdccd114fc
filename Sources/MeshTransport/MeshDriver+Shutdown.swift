internal import Mesh
internal import NIOCore
internal import PeerBase
internal import Sockets

// Leaving a mesh (peer channel 3).

extension MeshDriver {
    /// Says goodbye to members and neighbours, and closes everything, all within `bound`. The streams end.
    package func close(within bound: Duration) async {
        guard !isClosing else { return }
        isClosing = true
        step { $0.node.close(now: $1) }
        for number in connections.keys.sorted() where connections[number]?.isStranger == true {
            finish(number, .closing)
        }
        for listener in listeners { try? await listener.close() }
        await lastConnection(within: bound)
        vanish()
    }

    private func lastConnection(within bound: Duration) async {
        guard !connections.isEmpty else { return }
        let end = loop.scheduleTask(in: bound.timeAmount) { self.assumeIsolated { $0.stopTicking() } }
        await withCheckedContinuation { closers.append($0) }
        end.cancel()
    }

    func vanish() {
        isOver = true
        alarm?.task.cancel()
        alarm = nil
        stopTicking()
        for connection in connections.values { connection.channel.close(promise: nil) }
        connections = [:]
        unreadDeliveries.close()
        reporter.finish()
        resolver.finish()
    }
}
