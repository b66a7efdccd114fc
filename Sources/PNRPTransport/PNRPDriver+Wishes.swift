internal import NIOCore
internal import PNRP
package import PeerBase

// What may be told to a driver: wishes about the cloud as a whole, and what became of its errands.

extension PNRPDriver {
    /// Keeps the cloud open, out of Virtual, until ``letGo()`` was called as often (behaviour 6.4).
    package func open() {
        try? bindIfReleased()
        tell { node, now in node.open(now: now) }
    }

    package func letGo() {
        tell { node, now in node.close(now: now) }
    }

    /// Forgets the routes; tells how many there were (netsh 4.3.1).
    package func flush() -> Int {
        guard !isClosing else { return 0 }
        let (entries, actions) = node.flush(now: present())
        perform(actions)
        setAlarm()
        return entries
    }

    package func setResolveOnly(_ isResolveOnly: Bool) {
        tell { node, now in node.setResolveOnly(isResolveOnly, now: now) }
    }

    package func setEnabled(_ isEnabled: Bool) {
        tell { node, now in node.setEnabled(isEnabled, now: now) }
    }

    /// Replaces the seeds; discovery begins anew where it had failed without them.
    package func setSeeds(_ seeds: [Endpoint]) {
        tell { node, now in node.setSeeds(seeds, now: now) }
    }

    /// What DNS said; the answer to ``Errand/lookUpSeeds``, perhaps the first part of it.
    package func seedsFound(_ seeds: [Endpoint], isComplete: Bool = true) {
        tell { node, now in node.seedsFound(seeds, isComplete: isComplete, now: now) }
    }

    /// Somebody answered a search.
    package func discovered(_ endpoint: Endpoint) {
        tell { node, now in node.discovered(endpoint, now: now) }
    }

    /// The interface of the cloud is gone for good.
    package func interfaceVanished() {
        tell { node, now in node.interfaceVanished(now: now) }
    }

    private func tell(_ wish: (inout Node, Instant) -> [Action]) {
        guard !isClosing else { return }
        perform(wish(&node, present()))
        setAlarm()
    }
}
