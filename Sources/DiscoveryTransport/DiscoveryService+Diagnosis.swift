internal import Discovery
internal import PeerBase

extension DiscoveryService {
    /// What there is to say about why people are found or not; sends nothing (collab 11.3). Interfaces are as last
    /// looked at, while signed out as they are now.
    package var diagnosis: DiscoveryDiagnosis {
        let choice = agent.phase == .signedOut ? LinkChoice(HostLink.current, named: named) : choice
        let interfaces =
            choice.used.map(interface) + choice.skipped.map { .init(name: $0.name, refusal: $0.refusal) }
        return DiscoveryDiagnosis(
            phase: agent.phase, interfaces: interfaces,
            ports: Dictionary(uniqueKeysWithValues: AddressFamily.allCases.map { ($0, port($0)) }),
            heardOwnProbe: agent.counters.heardOwnProbe.map { now - $0 }, counters: agent.counters,
            people: agent.people.count)
    }

    private func interface(_ link: DiscoveryLink) -> DiscoveryDiagnosis.Interface {
        var interface = DiscoveryDiagnosis.Interface(name: link.name, addresses: link.addresses.map(\.address))
        for family in AddressFamily.allCases where link.hasFamily(ofIPv4: family == .ipv4) {
            let key = SpeakerKey(link: link.index, family: family)
            let reason = groupFaults[key] ?? portFaults[family] ?? "not signed in"
            interface.groups[family] = joined.contains(key) ? .usable : .unusable(reason)
            interface.sendFaults[family] = sendFaults[key]
        }
        return interface
    }

    private func port(_ family: AddressFamily) -> DiscoveryAvailability {
        listeners[family] == nil ? .unusable(portFaults[family] ?? "not signed in") : .usable
    }
}
