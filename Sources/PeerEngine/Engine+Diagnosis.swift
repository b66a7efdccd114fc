internal import PNRP
internal import PNRPTransport
internal import PeerBase
internal import SSDPTransport
internal import Sockets

// Why a cloud works or does not: facts, in the order in which to look at them.

extension Engine {
    /// So many datagrams without any in return are no accident: each request is sent twice, and to several nodes.
    private static let tellingSilence = 4

    package func diagnose(cloud name: String) async throws(EngineError) -> [CloudFinding] {
        await followHost()
        let cloud = try cloud(named: name)
        let settings = await settings(ofCloud: name)
        guard !settings.isDisabled else { return [.switchedOff] }
        var findings = aboutInterface(of: cloud)
        let addresses = cloud.plan.wantedAddresses(of: host)
        if addresses.isEmpty {
            findings.append(.noUsableAddress)
        } else {
            findings.append(.addresses(addresses))
            findings.append(aboutSockets(of: cloud, addresses))
        }
        findings += await aboutSearching(in: cloud, settings)
        findings += try await aboutSeeds(of: name, settings)
        if let driver = try openDriver(ofCloud: name) {
            let now = await driver.snapshot
            if now.counters.datagramsReceived == 0, now.counters.datagramsSent >= Self.tellingSilence {
                findings.append(.nothingReceived(sent: now.counters.datagramsSent))
            }
            findings.append(.members(now.cacheEntries))
        }
        return findings
    }

    private func aboutInterface(of cloud: Cloud) -> [CloudFinding] {
        guard case .link(let index) = cloud.plan.place, let interface = host[index], !interface.isConnected else {
            return []
        }
        return [.interfaceDown(name: interface.name, hasLink: interface.hasCarrier)]
    }

    private func aboutSockets(of cloud: Cloud, _ addresses: [IPv6Address]) -> CloudFinding {
        if let port = cloud.driver?.endpoints.first?.port, cloud.state != .virtual {
            return .bound(port: port, isStandard: port == Self.standardPort)
        }
        do throws(BindFailure) {
            try cloud.plan.port.probe(addresses, zone: cloud.plan.zone)
            return .notOpened
        } catch {
            return .cannotBind(endpoint: "\(error.endpoint)", reason: error.reason)
        }
    }

    private func aboutSearching(in cloud: Cloud, _ settings: CloudSettings) async -> [CloudFinding] {
        guard settings.searchesLink, !cloud.plan.isPrivate else { return [.multicastOff] }
        var findings: [CloudFinding] = []
        var usable: [String] = []
        if let name = cloud.interfaceName, !host.searchable.contains(where: { $0.name == name }) {
            let reason = "the interface is down or carries no multicast"
            findings.append(.multicastUnavailable(interface: name, reason: reason))
        }
        for (interface, availability) in await searchAvailability(of: cloud.name) {
            switch availability {
            case .usable: usable.append(interface)
            case .unusable(let reason): findings.append(.multicastUnavailable(interface: interface, reason: reason))
            }
        }
        if !usable.isEmpty { findings.insert(.multicastReady(interfaces: usable), at: 0) }
        if cloud.discovery.searches > 0 { findings.append(.searchAnswers(cloud.discovery.answers)) }
        return findings
    }

    /// Every seed is asked for a sign of life, all at once, where the cloud has sockets to ask from. A link has no
    /// need of seeds.
    private func aboutSeeds(of name: String, _ settings: CloudSettings) async throws(EngineError) -> [CloudFinding] {
        let cloud = try cloud(named: name)
        let texts = seedTexts(of: cloud, settings).texts
        let endpoints = await lookUpSeeds(ofCloud: name)
        guard !texts.isEmpty || !endpoints.isEmpty else { return cloud.scope == .global ? [.noSeed] : [] }
        let unknown = texts.filter { seedBook.unknown.contains($0) }.map { CloudFinding.seedUnknown($0) }
        guard let driver = cloud.driver, ![.virtual, .noNet, .dead].contains(cloud.state) else { return unknown }
        var answers: [Int: PingOutcome] = [:]
        await withTaskGroup { group in
            for (position, seed) in endpoints.enumerated() { group.addTask { (position, await driver.ping(seed)) } }
            for await (position, outcome) in group { answers[position] = outcome }
        }
        return unknown
            + endpoints.enumerated().map { position, seed in
                guard case .answered(let time, _) = answers[position] else { return .seedSilent(seed) }
                return .seedAnswered(seed, after: time)
            }
    }
}
