internal import NIOCore
package import PNRP
internal import PeerBase

// Leaving a cloud (behaviour 11.4).

extension PNRPDriver {
    /// How long a node stays after its farewell, to answer INQUIREs with "not found": those further out check the
    /// revocation of an unsecured name that way. Shorter than behaviour 11.4 recommends, for somebody waits.
    private static let lingering: Duration = .milliseconds(300)
    /// What closing itself may take.
    private static let closing: Duration = .milliseconds(100)

    /// Takes back every name, waits for the neighbours' word and closes, all within `bound`. Tells the nodes worth
    /// remembering. Whoever waits for a resolve is told `nil`.
    package func shutdown(within bound: Duration) async -> [RememberedRoute] {
        guard !isClosing else { return [] }
        isClosing = true
        abandonRequests()
        abandonWaiters()
        let remembered = node.rememberedRoutes
        // With up to two others, all of them are told of the departure directly.
        let isMissed = !node.registrations.isEmpty && node.cache.count > 2
        let rest = (isMissed ? Self.lingering : .zero) + Self.closing
        await unregisterAll(within: bound - rest)
        if isMissed { try? await Task.sleep(for: Self.lingering) }
        await closeSockets()
        abandonRequests()
        return remembered
    }

    /// Vanishes without a word to anybody.
    package func close() async {
        isClosing = true
        await closeSockets()
        abandonRequests()
        abandonWaiters()
    }

    private func unregisterAll(within bound: Duration) async {
        let end = loop.scheduleTask(in: .nanoseconds(max(0, bound.wholeNanoseconds))) {
            self.assumeIsolated { $0.abandonRequests() }
        }
        await withTaskGroup { group in
            for id in node.registrations.ids { group.addTask { _ = await self.unregister(id) } }
        }
        end.cancel()
    }
}
