internal import PNRP
internal import PNRPTransport
internal import SSDPTransport
internal import Synchronization

// Clouds come and go with the interfaces and addresses of the host (behaviour 6.1, 6.4).

extension Engine {
    /// Sees to it that every change of the host is followed from now on. A private cloud has nothing to do with it.
    func watchHost() async {
        guard watch == nil, !isPrivate, !isClosed else { return }
        let watch = HostWatch(from: host)
        self.watch = watch
        Task { for await _ in watch.changes { await followHost() } }
        await watch.start()
    }

    /// Compares the clouds with the host as it is now.
    func followHost() async {
        guard !isClosed else { return }
        let before = host
        host = hostNow()
        guard host != before || toldClouds == nil else { return }
        let gone = removeVanishedClouds()
        addNewClouds()
        let new = tellClouds()
        for cloud in gone { await bury(cloud) }
        for cloud in knownClouds { await follow(cloud.name) }
        for interface in before.interfaces where host[interface.index] == nil {
            await links?.interfaceVanished(interface.index)
        }
        await followHostInMeshes()
        await collaboration?.hostChanged()
        // Opening a cloud takes its time; what follows the host does not wait for it.
        guard !new.isEmpty else { return }
        Task {
            await publishPersistentRegistrations(inNewClouds: new)
            await publishMachineName(inNewClouds: new)
            await publishMembers(inNewClouds: new)
            await collaboration?.cloudsAppeared(new)
        }
    }

    private var isPrivate: Bool { knownClouds.contains { $0.plan.isPrivate } }

    /// A cloud nobody uses goes with its address; one in use, with its interface.
    private func removeVanishedClouds() -> [Cloud] {
        let vanished = knownClouds.filter { cloud in
            guard case .link(let interface) = cloud.plan.place else { return false }
            return host[interface] == nil || !cloud.exists(on: host)
        }
        let names = Set(vanished.map(\.name))
        knownClouds.removeAll { names.contains($0.name) }
        return vanished
    }

    private func addNewClouds() {
        guard !isPrivate else { return }
        for interface in host.links where !knownClouds.contains(where: { $0.scopeID == interface.index }) {
            knownClouds.append(.link(interface))
        }
        for (position, cloud) in knownClouds.enumerated() where cloud.scope == .linkLocal {
            knownClouds[position].interfaceName = host[cloud.scopeID]?.name ?? cloud.interfaceName
        }
        knownClouds.sort { ($0.scope.rank, $0.scopeID) < ($1.scope.rank, $1.scopeID) }
    }

    /// Answers the clouds that came; those found at the first look did not.
    private func tellClouds() -> [String] {
        let names = knownClouds.filter { $0.exists(on: host) }.map(\.name)
        let before = toldClouds ?? names
        for name in before where !names.contains(name) { fanout.send(.cloudVanished(cloud: name)) }
        let new = names.filter { !before.contains($0) }
        for name in new { fanout.send(.cloudAppeared(cloud: name)) }
        toldClouds = names
        words.withLock { $0.words.clouds = names }
        return new
    }

    /// The network is gone for good: what waits for it is told so (behaviour 6.4).
    private func bury(_ cloud: Cloud) async {
        guard let driver = cloud.driver else { return }
        let names = await namedRegistrations(driver, inCloud: cloud.name).map { "\($0.name)" }
        await driver.interfaceVanished()
        if cloud.state != .virtual { fanout.send(.cloudChanged(cloud: cloud.name, from: cloud.state, to: .dead)) }
        if !names.isEmpty {
            fanout.send(
                .warning("\(names.joined(separator: ", ")) went with the interface of \(cloud.name).", hint: nil))
        }
        await driver.close()
        await refreshOwnNames()
    }

    private func follow(_ name: String) async {
        guard let cloud = knownClouds.first(where: { $0.name == name }), let driver = cloud.driver else { return }
        await driver.addressesChanged(to: cloud.plan.usableAddresses(of: host))
        await advertiseOnNewInterfaces(name)
    }
}

extension CloudSnapshot.Scope {
    /// The place in listings: link-local clouds come first (netsh O-2).
    fileprivate var rank: Int { self == .linkLocal ? 0 : 1 }
}
