package import PNRP
internal import PNRPTransport
internal import PeerBase
internal import PeerIdentity
internal import Synchronization

// Publishing names and taking them back (behaviour 11).

extension Engine {
    private static let tcp: UInt16 = 6

    package func names(inCloud cloud: String) async throws(EngineError) -> [RegisteredName] {
        guard let driver = try openDriver(ofCloud: cloud) else { return [] }
        let kept = try await namesKept(forCloud: cloud)
        return await namedRegistrations(driver, inCloud: cloud).map {
            RegisteredName($0, cloud: cloud, isPersistent: kept.contains($0.name))
        }
    }

    package func register(_ order: RegistrationOrder) async throws(EngineError) {
        guard !isClosed else { throw .closed }
        let settings = await settings(ofCloud: order.cloud)
        guard settings.mode != .resolveOnly else { throw .resolveOnly(cloud: order.cloud) }
        let signatory = try await signatory(for: order)
        let driver = try await driver(ofCloud: order.cloud)
        let isAutomatic = order.endpoints.isEmpty
        let endpoints =
            isAutomatic ? Self.automaticEndpoints(driver.lastEndpoints, port: order.port) : order.endpoints
        do throws(RegistrationError) {
            let id = try await publish(order, endpoints, signatory, driver)
            change(order.cloud) { $0.automatic[id] = isAutomatic ? order.port : nil }
        } catch {
            throw EngineError(error, order.name, cloud: order.cloud)
        }
        await refreshOwnNames()
    }

    /// Updates the registration of the name in place where that is wished and the same key signs (netsh 4.5.1).
    private func publish(
        _ order: RegistrationOrder, _ endpoints: [ApplicationEndpoint], _ signatory: KeyRing.Signatory,
        _ driver: PNRPDriver
    ) async throws(RegistrationError) -> PeerID {
        if order.replaces, let known = await driver.snapshot.registrations.first(where: { $0.name == order.name }) {
            if known.identity == signatory.authority {
                try await driver.update(
                    known.id,
                    with: RegistrationContent(comment: order.comment, endpoints: endpoints, payload: order.payload))
                return known.id
            }
            _ = await driver.unregister(known.id)
        }
        return try await driver.register(
            RegistrationRequest(
                name: order.name, identity: signatory.authority, publicKey: signatory.publicKey,
                comment: order.comment, endpoints: endpoints, payload: order.payload))
    }

    /// The cloud's own addresses as a name publishes them.
    static func automaticEndpoints(_ endpoints: [Endpoint], port: UInt16) -> [ApplicationEndpoint] {
        endpoints.map { ApplicationEndpoint(address: $0.address, port: port, protocolNumber: tcp) }
    }

    package func unregister(_ name: PeerName, inCloud cloud: String) async throws(EngineError) -> Int {
        guard let driver = try openDriver(ofCloud: cloud) else { throw .notRegistered(name, cloud: cloud) }
        var count = 0
        for registration in await driver.snapshot.registrations where registration.name == name {
            if await driver.unregister(registration.id) { count += 1 }
        }
        guard count > 0 else { throw .notRegistered(name, cloud: cloud) }
        await refreshOwnNames()
        return count
    }

    /// A secure name's key is the one of its authority; an unsecured name takes any identity, by default the
    /// machine's own (behaviour 11.1).
    func signatory(for order: RegistrationOrder) async throws(EngineError) -> KeyRing.Signatory {
        let chosen = try order.identity.map { text throws(EngineError) in try authority(ofIdentity: text) }
        if case .secure(let authority) = order.name.authority, let chosen, chosen != authority {
            throw .noKey(order.name)
        }
        do throws(IdentityError) {
            switch (order.name.authority, chosen) {
            case (.secure(let authority), _): return try await keys.signatory(authority)
            case (.unsecured, let chosen?): return try await keys.signatory(chosen)
            case (.unsecured, nil): return try await keys.defaultSignatory()
            }
        } catch {
            throw EngineError(error, name: order.name)
        }
    }

    func refreshOwnNames() async {
        var names: [String] = []
        for cloud in knownClouds {
            guard let driver = cloud.driver else { continue }
            names += await namedRegistrations(driver, inCloud: cloud.name).map { "\($0.name)" }
        }
        words.withLock { $0.words.ownNames = names }
    }
}

extension RegisteredName {
    /// What stands behind the dot of every identity (netsh 4.7).
    private static let identityClassifier = "PnrpProtocolV2"

    fileprivate init(_ registration: Registration, cloud: String, isPersistent: Bool) {
        self.init(
            name: registration.name, cloud: cloud, identity: "\(registration.identity).\(Self.identityClassifier)",
            comment: registration.comment, id: registration.id, isAnnounced: registration.state == .ok,
            endpoints: registration.endpoints, payload: registration.payload, isPersistent: isPersistent)
    }
}

extension EngineError {
    fileprivate init(_ error: RegistrationError, _ name: PeerName, cloud: String) {
        switch error {
        case .duplicateName: self = .duplicateName(name, cloud: cloud)
        case .cloudDead: self = .cloudUnusable(cloud, .dead)
        case .cloudDisabled: self = .cloudUnusable(cloud, .disabled)
        case .networkUnreachable: self = .noAddress
        case .resolveOnly: self = .resolveOnly(cloud: cloud)
        default: self = .invalidRegistration(error)
        }
    }
}
