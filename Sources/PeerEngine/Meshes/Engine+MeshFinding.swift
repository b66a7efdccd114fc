internal import Logging
internal import Mesh
internal import MeshTransport
internal import PNRP
internal import PNRPTransport
internal import PeerBase
internal import Sockets

// How members of a mesh find each other (peer channel 4): each publishes `0.<meshId>` with its TCP endpoint in every cloud
// of its host, and resolves the same name; or each is told where others listen.

extension Engine {
    /// How long one question to PNRP may take (peer channel 6.1).
    private static var findingLimit: Duration { .seconds(45) }
    /// Once somebody is found, the others may take this long. Ours: the next question waits for the end of this one.
    private static var patience: Duration { .seconds(5) }

    /// Where this process listens: nowhere but on the loopback of a private cloud, else on every address.
    var meshListening: Listening {
        guard let cloud = knownClouds.first(where: { $0.plan.isPrivate }) else { return .everywhere }
        return .only(cloud.places(on: host))
    }

    /// What other members are told of us: the addresses of our clouds, those that lead everywhere first, each with the
    /// interface that leads there; a host without any address is reached by programs of its own.
    var ownMeshAddress: NodeAddress {
        let clouds = knownClouds.filter { $0.scope == .global } + knownClouds.filter { $0.scope != .global }
        let places = clouds.flatMap { $0.places(on: host) }
        guard !places.isEmpty else { return NodeAddress([ScopedEndpoint(Endpoint(address: .loopback, port: 0))]) }
        return NodeAddress(Array(places.prefix(Mesh.Limits.addressesPerNode)))
    }

    /// Publishes the member in every cloud, before it looks for others: whoever starts at the same instant would miss it
    /// (peer channel 19). A cloud that cannot take it keeps nobody from joining by another, or from being found later.
    func register(_ membership: Membership) async {
        await register(membership, inClouds: knownClouds.filter { $0.exists(on: host) }.map(\.name))
    }

    private func register(_ membership: Membership, inClouds clouds: [String]) async {
        guard membership.order.resolver == nil, let name = try? membership.order.peerName() else { return }
        await withTaskGroup { group in
            for cloud in clouds {
                group.addTask {
                    do throws(EngineError) {
                        try await self.register(
                            RegistrationOrder(
                                name: name, cloud: cloud, port: membership.driver.port, replaces: true))
                    } catch {
                        self.log.debug("\(membership.meshID) is not published in \(cloud): \(error)")
                    }
                }
            }
        }
    }

    func publishMembers(inNewClouds clouds: [String]) async {
        for membership in memberships.values.compactMap(\.membership) {
            await register(membership, inClouds: clouds)
        }
    }

    /// Takes the registration back.
    func withdrawMember(_ membership: Membership) async {
        guard membership.order.resolver == nil, let name = try? membership.order.peerName() else { return }
        for cloud in knownClouds.map(\.name) { _ = try? await unregister(name, inCloud: cloud) }
    }

    /// The host's addresses changed.
    func followHostInMeshes() async {
        for membership in memberships.values.compactMap(\.membership) {
            await membership.driver.addressChanged(ownMeshAddress)
        }
    }

    /// Answers a question of the core: so many members, of whom some may be known already. Each is told as it is found: a
    /// cloud in which nobody answers takes its time.
    func find(_ count: Int, _ order: MeshOrder, for driver: MeshDriver) async {
        if let resolver = order.resolver {
            await driver.resolved(resolver.map { NodeAddress([$0]) })
            return
        }
        guard let name = try? order.peerName() else { return }
        let query = ResolveQuery(name: name, criteria: .otherProcess, limit: count, timeout: Self.findingLimit)
        let (found, finder) = AsyncStream.makeStream(of: NodeAddress.self)
        let search = Task {
            await self.search(query) { finder.yield($0) }
            finder.finish()
        }
        var rest: Task<Void, any Error>?
        for await address in found {
            await driver.resolved([address])
            guard rest == nil else { continue }
            rest = Task {
                try await Task.sleep(for: Self.patience)
                search.cancel()
            }
        }
        search.cancel()
        rest?.cancel()
        if rest == nil { await driver.resolved([]) }
    }

    private func search(_ query: ResolveQuery, deliver: @escaping @Sendable (NodeAddress) -> Void) async {
        await withTaskGroup { group in
            for cloud in usableClouds { group.addTask { await self.search(query, inCloud: cloud, deliver: deliver) } }
        }
    }

    private func search(
        _ query: ResolveQuery, inCloud cloud: String, deliver: @escaping @Sendable (NodeAddress) -> Void
    ) async {
        do throws(EngineError) {
            let zone = try self.cloud(named: cloud).scopeID
            _ = try await settle(cloud: cloud)
            _ = try await resolve(
                query, inCloud: cloud, deliver: { deliver(NodeAddress($0, zone: zone)) }, pass: { _ in })
        } catch {
            log.debug("\(query.name) cannot be looked for in \(cloud): \(error)")
        }
    }

    private var usableClouds: [String] { knownClouds.filter { $0.exists(on: host) }.map(\.name) }
}

extension Cloud {
    /// The addresses of this host in the cloud; their ports are for the listener to choose.
    fileprivate func places(on host: HostInterfaces) -> [ScopedEndpoint] {
        plan.wantedAddresses(of: host).map { ScopedEndpoint(Endpoint(address: $0, port: 0), zone: scopeID) }
    }
}

extension NodeAddress {
    private static let tcp: UInt16 = 6

    /// Where a publisher listens; link-local places lie on the link of the cloud that told of them.
    fileprivate init(_ record: ResolvedRecord, zone: UInt32) {
        let places = record.endpoints.filter { $0.protocolNumber == Self.tcp && $0.port != 0 }
        self.init(
            places.prefix(Mesh.Limits.addressesPerNode).map { place in
                ScopedEndpoint(
                    Endpoint(address: place.address, port: place.port),
                    zone: place.address.scope == .linkLocal ? zone : 0)
            })
    }
}
