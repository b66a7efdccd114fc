package import PNRP
internal import PeerBase
internal import PeerIdentity
internal import PeerStore

// Registrations that outlast the process: kept in the database, made again by every session and batch (netsh 4.5.1).

extension Engine {
    package func persistentRegistrations() async throws(EngineError) -> [PersistentRegistration] {
        await followHost()
        let registrations = try await memory.registrations()
        guard !registrations.isEmpty else { return [] }
        let authorities = await authoritiesHere()
        return registrations.compactMap { key, registration in
            guard let place = place(ofKey: key), let order = RegistrationOrder(registration, cloud: place.cloud) else {
                return nil
            }
            return PersistentRegistration(
                order: order, hasCloud: place.isHere, hasKey: isSigned(order, byOneOf: authorities))
        }
    }

    package func keep(_ order: RegistrationOrder) async throws(EngineError) {
        let cloud = try cloud(named: order.cloud)
        guard let key = cloud.memoryKey else { throw .fleetingCloud(order.cloud) }
        guard order.canBeTyped else { throw .untypable(order.name) }
        let settings = await settings(ofCloud: order.cloud)
        guard settings.mode != .resolveOnly else { throw .resolveOnly(cloud: order.cloud) }
        if order.identity != nil || order.name.authority != .unsecured { _ = try await signatory(for: order) }
        let kept = order.kept
        let others = try await memory.registrations().filter { $0.cloud == key && !$0.registration.hasName(kept.name) }
        guard others.count < Limits.registrations else { throw .invalidRegistration(.tooManyRegistrations) }
        if !order.replaces, try await namesKept(forCloud: order.cloud).contains(order.name) {
            throw .duplicateName(order.name, cloud: order.cloud)
        }
        try await memory.keep(kept, ofCloud: key)
    }

    package func forget(_ name: PeerName, inCloud cloud: String?) async throws(EngineError) -> Int {
        var count = 0
        for (key, registration) in try await memory.registrations() where registration.hasName("\(name)") {
            guard let place = place(ofKey: key), cloud == nil || place.cloud == cloud else { continue }
            if try await memory.forgetRegistration(registration.name, ofCloud: key) { count += 1 }
        }
        return count
    }

    package func publishPersistentRegistrations() async {
        publishesPersistentRegistrations = true
        await publish { _ in true }
    }

    func publishPersistentRegistrations(inNewClouds clouds: [String]) async {
        guard publishesPersistentRegistrations else { return }
        await publish { clouds.contains($0.order.cloud) }
    }

    func namesKept(forCloud cloud: String) async throws(EngineError) -> Set<PeerName> {
        guard let key = (try? self.cloud(named: cloud))?.memoryKey else { return [] }
        return Set(
            try await memory.registrations().filter { $0.cloud == key }.compactMap {
                try? PeerName($0.registration.name)
            })
    }

    // MARK: Keys

    /// Those whose files can be used now, whatever was read before.
    func authoritiesHere() async -> Set<SHA1Digest> {
        Set(((try? await keys.list()) ?? []).map(\.authority))
    }

    /// The default key is made where it is missed (behaviour 11.1).
    private func isSigned(_ order: RegistrationOrder, byOneOf authorities: Set<SHA1Digest>) -> Bool {
        guard order.name.authority.isKey(among: authorities) else { return false }
        guard let identity = order.identity else { return true }
        return (try? authority(ofIdentity: identity)).map(authorities.contains) ?? false
    }

    /// What is kept for every run to come, this one's clouds or others, and would be lost with a key.
    func refuseIfKept(_ authority: SHA1Digest, of identity: String) async throws(EngineError) {
        var names: [PeerName] = []
        var places: Set<String> = []
        for (key, registration) in try await memory.registrations() {
            guard let order = RegistrationOrder(registration, cloud: key) else { continue }
            let chosen = order.identity.flatMap { try? self.authority(ofIdentity: $0) }
            guard order.name.authority == .secure(authority) || chosen == authority else { continue }
            if !names.contains(order.name) { names.append(order.name) }
            if place(ofKey: key) == nil { places.insert(key) }
        }
        guard names.isEmpty else { throw .identityKept(identity, names: names, elsewhere: places.sorted()) }
        let machine = try await memory.machineName()
        if let name = machine.name.flatMap({ try? PeerName($0) }), name.authority == .secure(authority) {
            throw .identityOfMachine(identity)
        }
    }

    // MARK: Places

    /// Where what is kept under a key belongs; `nil` for a cloud that this process has nothing to do with: a private one
    /// for whoever is not in it, and every other for whoever is.
    private func place(ofKey key: String) -> (cloud: String, isHere: Bool)? {
        if let cloud = knownClouds.first(where: { $0.memoryKey == key }) { return (cloud.name, cloud.exists(on: host)) }
        guard !knownClouds.contains(where: \.plan.isPrivate) else { return nil }
        return Cloud.interface(ofMemoryKey: key).map { ($0, false) }
    }

    // MARK: Publishing

    private func publish(where isMeant: (PersistentRegistration) -> Bool) async {
        guard let registrations = try? await persistentRegistrations() else { return }
        var obstacles: [KeepingObstacle] = []
        for registration in registrations where isMeant(registration) {
            let order = registration.order
            do throws(EngineError) {
                guard registration.hasCloud else { throw .noSuchCloud(order.cloud) }
                try await register(order)
            } catch .duplicateName {
                // Somebody was faster, perhaps by hand; so it is published.
            } catch {
                obstacles.add(order.name, order.cloud, error)
            }
        }
        for obstacle in obstacles { fanout.send(obstacle.warning) }
    }
}

extension PeerName.Authority {
    /// Whether nobody's key is needed, or it is one of these.
    func isKey(among authorities: Set<SHA1Digest>) -> Bool {
        guard case .secure(let authority) = self else { return true }
        return authorities.contains(authority)
    }
}

extension KeptRegistration {
    /// Byte by byte, as the store compares.
    fileprivate func hasName(_ text: String) -> Bool { name.utf8.elementsEqual(text.utf8) }
}
