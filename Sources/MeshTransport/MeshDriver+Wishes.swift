package import Mesh
internal import PeerBase

// What people want.

extension MeshDriver {
    /// Says something to all, or to those within `hops` links.
    package func say(_ text: String, hops: UInt64? = nil) throws(SayError) {
        guard !isClosing else { throw .closed }
        let actions = try node.say(text, hops: hops, now: present())
        step { _, _ in actions }
    }

    /// Says something to one member only.
    package func tell(_ member: MemberID, _ text: String) throws(SayError) {
        guard !isClosing else { throw .closed }
        let actions = try node.tell(member, text, now: present())
        step { _, _ in actions }
    }

    package func rename(_ nickname: String) {
        guard !isClosing else { return }
        step { $0.node.rename(nickname, now: $1) }
    }

    /// Looks for nodes that are not known yet (peer channel 3).
    package func refresh() {
        guard !isClosing else { return }
        step { $0.node.refresh(now: $1) }
    }

    /// The host's addresses changed. Ports of 0 become the port that is listened on.
    package func addressChanged(_ address: NodeAddress) {
        guard !isClosing else { return }
        step { $0.node.addressChanged(address.listening(at: $0.port), now: $1) }
    }

    /// The answer to one of ``resolutions``.
    package func resolved(_ addresses: [NodeAddress]) {
        guard !isClosing else { return }
        step { $0.node.resolved(addresses, now: $1) }
    }

    package var snapshot: MeshDriverSnapshot {
        var counters = node.counters
        counters.turnedAway += traffic.turnedAway
        return MeshDriverSnapshot(
            id: node.id, address: node.configuration.address, port: port, nickname: node.configuration.nickname,
            isOnline: node.isOnline, neighbours: node.neighbours, members: node.members, counters: counters,
            traffic: traffic, strangers: limits.strangerCount)
    }
}
