internal import PNRP
internal import PNRPTransport
package import PeerBase
internal import PeerStore
internal import Sockets

// Where a cloud finds a first member that somebody named: the command line, then what was set, then nobody
// (behaviour 7.3, architecture 3).

/// Answers of DNS about seeds, and seeds that were complained about.
struct SeedBook {
    /// How long DNS may take, and how long its word is good (behaviour 7).
    static let nameLookup: Duration = .seconds(5)
    static let validity: Duration = .seconds(300)

    var answers: [String: (endpoints: [Endpoint], until: Instant)] = [:]
    var unknown: Set<String> = []
}

/// Seeds on their way from texts to endpoints.
enum SeedAnswers {
    /// Looks up all that are not `known` without, all at once. `tell` hears what there is at the start and after each
    /// answer but the last.
    static func gathered(
        _ texts: [String], known: (String) -> Endpoint?,
        lookingUp lookUp: @escaping @Sendable (String) async -> [Endpoint],
        passing tell: ([Endpoint]) async -> Void
    ) async -> [Endpoint] {
        var answers: [Int: [Endpoint]] = [:]
        for (position, text) in texts.enumerated() { answers[position] = known(text).map { [$0] } }
        var soFar: [Endpoint] { texts.indices.flatMap { answers[$0] ?? [] } }
        await withTaskGroup { group in
            for (position, text) in texts.enumerated() where answers[position] == nil {
                group.addTask { (position, await lookUp(text)) }
            }
            if !group.isEmpty, !answers.isEmpty { await tell(soFar) }
            for await (position, endpoints) in group {
                answers[position] = endpoints
                if answers.count < texts.count, !endpoints.isEmpty { await tell(soFar) }
            }
        }
        return soFar
    }
}

extension Engine {
    package func seeds(ofCloud cloud: String) async throws(EngineError) -> [Endpoint] {
        _ = try self.cloud(named: cloud)
        return await lookUpSeeds(ofCloud: cloud)
    }

    /// Tells a cloud that looks for members of each seed as soon as it is known: a literal at once, a name when DNS has
    /// said what it stands for.
    func findSeeds(for driver: PNRPDriver, _ cloud: String) async {
        let all = await lookUpSeeds(ofCloud: cloud) { await driver.seedsFound($0, isComplete: false) }
        await driver.seedsFound(all)
    }

    /// Seeds that stand for nothing are left out: one that is down must not keep the others from being asked. What is
    /// known before the last of them is passed on in the order of the texts as it grows.
    func lookUpSeeds(
        ofCloud name: String, passing tell: @escaping ([Endpoint]) async -> Void = { _ in }
    ) async -> [Endpoint] {
        let settings = await settings(ofCloud: name)
        guard let cloud = try? cloud(named: name) else { return [] }
        let texts = seedTexts(of: cloud, settings).texts
        let answers = await SeedAnswers.gathered(
            texts, known: Self.literal, lookingUp: { await self.lookUp($0) }, passing: tell)
        let seeds = answers + (laboratory?.seeds ?? [])
        change(name) { $0.discovery.seedAddresses = seeds.count }
        return seeds
    }

    /// The endpoint of a seed that needs no DNS.
    private static func literal(_ text: String) -> Endpoint? {
        guard case .literal(let literal) = HostText(text) else { return nil }
        return literal.endpoint(defaultPort: standardPort)
    }

    private func lookUp(_ text: String) async -> [Endpoint] {
        if let known = seedBook.answers[text], known.until > MonotonicClock.now { return known.endpoints }
        do throws(EngineError) {
            let endpoints = try await endpoints(ofHost: text, defaultPort: Self.standardPort)
            seedBook.answers[text] = (endpoints, MonotonicClock.now + SeedBook.validity)
            seedBook.unknown.remove(text)
            return endpoints
        } catch {
            if seedBook.unknown.insert(text).inserted {
                fanout.send(.warning("The seed '\(text)' has no IPv6 address.", hint: nil))
            }
            return []
        }
    }

    /// The seeds as they were given, and who gave them.
    func seedTexts(of cloud: Cloud, _ settings: CloudSettings) -> (texts: [String], source: String) {
        let typed = options.seeds.filter { cloud.canHave($0) }
        if !typed.isEmpty || laboratory != nil { return (typed, "command line") }
        if let seeds = settings.seeds { return (seeds, "configuration") }
        return ([], "none")
    }

    // MARK: Setting them

    package func setSeeds(_ seeds: [String]?, cloud name: String) async throws(EngineError) {
        let cloud = try cloud(named: name)
        for seed in seeds ?? [] {
            guard HostText(seed) != nil, !seed.contains(CloudSettings.separator) else { throw .unknownHost(seed) }
            guard cloud.canHave(seed) else { throw .seedElsewhere(seed, cloud: name) }
        }
        _ = await settings(ofCloud: name)
        if let key = cloud.memoryKey {
            let text = seeds?.joined(separator: String(CloudSettings.separator))
            try await memory.set(.seeds, to: text, ofCloud: key)
        }
        change(name) { $0.settings?.seeds = seeds }
        // Whoever was not found may be found now, and is complained about if not.
        for seed in seeds ?? [] { seedBook.unknown.remove(seed) }
        let endpoints = await lookUpSeeds(ofCloud: name)
        await (try openDriver(ofCloud: name))?.setSeeds(endpoints)
    }

    // MARK: Hosts

    package func endpoints(ofHost text: String, defaultPort: UInt16) async throws(EngineError) -> [Endpoint] {
        switch HostText(text) {
        case .literal(let literal): return [literal.endpoint(defaultPort: defaultPort)]
        case .name(let name, let port):
            let addresses = await EventLoops.addresses(ofHost: name, within: SeedBook.nameLookup)
            guard !addresses.isEmpty else { throw .unknownHost(text) }
            return addresses.map { Endpoint(address: $0, port: port ?? defaultPort) }
        case nil: throw .unknownHost(text)
        }
    }
}

/// A host as a person writes it; `nil` for a text that is none.
private enum HostText {
    case literal(EndpointText)
    case name(String, port: UInt16?)

    init?(_ text: String) {
        if let literal = EndpointText(text) {
            self = .literal(literal)
            return
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let name = parts.first, !name.isEmpty, parts.count <= 2 else { return nil }
        guard parts.count == 2 else {
            self = .name(String(name), port: nil)
            return
        }
        guard let port = UInt16(parts[1]) else { return nil }
        self = .name(String(name), port: port)
    }
}

extension Cloud {
    /// Whether what a seed's text stands for can be a member: of a link, somebody on that link; names have no zone.
    fileprivate func canHave(_ seed: String) -> Bool {
        guard case .literal(let literal) = HostText(seed) else { return scope == .global }
        switch literal.address.scope {
        case .linkLocal:
            guard scope == .linkLocal, let zone = literal.zone else { return scope == .linkLocal }
            return UInt32(zone) == scopeID || zone == interfaceName
        case .loopback: return plan.isPrivate
        case .global: return scope == .global && !plan.isPrivate
        case .unspecified, .multicast, .siteLocal: return false
        }
    }
}
