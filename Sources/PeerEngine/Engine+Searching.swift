internal import Logging
internal import PNRP
internal import PNRPTransport
internal import PeerBase
internal import SSDP
internal import SSDPTransport

// Finding members on the links, and being found there (behaviour 7.2, 11.2). One service speaks for all clouds; it is
// made when the first of them searches or publishes.

extension Engine {
    func search(_ name: String) async {
        guard let (cloud, interfaces) = place(of: name) else { return }
        change(name) { $0.discovery.searches += 1 }
        guard !interfaces.isEmpty else { return }
        await service().search(scope: cloud.searchScope, interfaces: interfaces)
    }

    func advertise(_ endpoint: Endpoint, _ name: String) async {
        await withdraw(name)
        guard let (cloud, interfaces) = place(of: name) else { return }
        change(name) { $0.discovery.advertised = (endpoint, interfaces) }
        await service().advertise(endpoint, scope: cloud.searchScope, interfaces: interfaces)
    }

    func withdraw(_ name: String) async {
        guard let cloud = try? cloud(named: name), let advertised = cloud.discovery.advertised else { return }
        change(name) { $0.discovery.advertised = nil }
        await service().withdraw(advertised.endpoint, scope: cloud.searchScope, interfaces: advertised.interfaces)
    }

    /// An interface that came, or came back, hears of us like the others.
    func advertiseOnNewInterfaces(_ name: String) async {
        guard let (cloud, interfaces) = place(of: name), let advertised = cloud.discovery.advertised,
            interfaces != advertised.interfaces
        else { return }
        change(name) { $0.discovery.advertised?.interfaces = interfaces }
        let new = interfaces.filter { !advertised.interfaces.contains($0) }
        guard !new.isEmpty else { return }
        await service().advertise(advertised.endpoint, scope: cloud.searchScope, interfaces: new)
    }

    /// Whether searching works on each interface that the cloud searches.
    func searchAvailability(of name: String) async -> [(interface: String, SSDPAvailability)] {
        guard let (_, interfaces) = place(of: name) else { return [] }
        var found: [(interface: String, SSDPAvailability)] = []
        for interface in interfaces {
            let name = host[interface]?.name ?? "\(interface)"
            found.append((interface: name, await service().availability(of: interface)))
        }
        return found
    }

    /// The interfaces on which a cloud searches: that of its link, or all of them, for members of the global cloud on
    /// one link help each other (behaviour 7.2).
    private func place(of name: String) -> (Cloud, [UInt32])? {
        guard let cloud = try? cloud(named: name) else { return nil }
        let interfaces = host.searchable.map(\.index)
        return (cloud, cloud.scope == .global ? interfaces : interfaces.filter { $0 == cloud.scopeID })
    }

    private func service() -> SSDPService {
        if let links { return links }
        let service = SSDPService()
        links = service
        Task { for await finding in service.findings { await heard(finding) } }
        return service
    }

    private func heard(_ finding: SSDPFinding) async {
        log.debug("links: \(finding)")
        // Whoever is said to leave is found gone when it is asked next.
        guard case .found(let endpoint, let scope, let interface) = finding else { return }
        for cloud in knownClouds where cloud.searchScope == scope {
            guard let driver = cloud.driver, scope == .global || cloud.scopeID == interface else { continue }
            change(cloud.name) { $0.discovery.answers += 1 }
            await driver.discovered(endpoint)
        }
    }
}

extension Cloud {
    fileprivate var searchScope: SSDPScope { scope == .global ? .global : .linkLocal }
}
