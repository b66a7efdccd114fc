internal import Logging
internal import PNRP
internal import PNRPTransport
internal import PeerBase

// What drivers tell, and what they want done.

extension Engine {
    /// A change of the cache is told this long after it happened, once for all that came meanwhile.
    private static let gathering: Duration = .seconds(1)

    /// Until the driver is closed, which ends its streams.
    func serve(_ driver: PNRPDriver, _ cloud: String) {
        Task { for await event in driver.events { heard(event, driver, cloud) } }
        Task { for await errand in driver.errands { await run(errand, driver, cloud) } }
        guard let key = (try? self.cloud(named: cloud))?.memoryKey else { return }
        Task { for await routes in driver.remembered { await memory.keep(routes, ofCloud: key) } }
    }

    private func heard(_ event: Event, _ driver: PNRPDriver, _ cloud: String) {
        log.debug("\(cloud): \(event)")
        if let name = event.name, isPresence(name, inCloud: cloud) { return }
        switch event {
        case .stateChanged(let state): changed(to: state, driver, cloud)
        case .nameRegistered(let name, _): fanout.send(.nameRegistered(name, cloud: cloud))
        case .nameAnnounced(let name, _): fanout.send(.nameAnnounced(name, cloud: cloud))
        case .nameUnregistered(let name, let id):
            change(cloud) { $0.automatic[id] = nil }
            fanout.send(.nameUnregistered(name, cloud: cloud))
        case .splitFound(let isSmaller): fanout.send(.splitFound(cloud: cloud, isSmaller: isSmaller))
        case .routeAdmitted, .routeRemoved: tellCacheSoon(driver, cloud)
        case .hopTaken: break
        }
    }

    private func changed(to state: CloudState, _ driver: PNRPDriver, _ name: String) {
        // A cloud of the same name may have come in the place of the driver's.
        guard let cloud = try? cloud(named: name), cloud.driver === driver else { return }
        fanout.send(.cloudChanged(cloud: name, from: cloud.state, to: state))
        change(name) { $0.state = state }
    }

    private func tellCacheSoon(_ driver: PNRPDriver, _ name: String) {
        guard let cloud = try? cloud(named: name), !cloud.isTellingCache else { return }
        change(name) { $0.isTellingCache = true }
        Task {
            try? await Task.sleep(for: Self.gathering)
            change(name) { $0.isTellingCache = false }
            guard !isClosed else { return }
            fanout.send(.cacheChanged(cloud: name, entries: await driver.snapshot.cacheEntries))
        }
    }

    private func run(_ errand: Errand, _ driver: PNRPDriver, _ cloud: String) async {
        log.debug("\(cloud): \(errand)")
        switch errand {
        case .search: await search(cloud)
        // DNS may take its time; other errands do not wait for it.
        case .lookUpSeeds: Task { await findSeeds(for: driver, cloud) }
        case .advertise(let endpoint): await advertise(endpoint, cloud)
        case .withdraw: await withdraw(cloud)
        case .endpointsChanged(let endpoints): await follow(endpoints, driver, cloud)
        }
    }

    /// Names published with the cloud's own addresses are published with the new ones; without any, they keep the old.
    private func follow(_ endpoints: [Endpoint], _ driver: PNRPDriver, _ name: String) async {
        guard !endpoints.isEmpty, let cloud = try? cloud(named: name), !cloud.automatic.isEmpty else { return }
        for registration in await driver.snapshot.registrations {
            guard let port = cloud.automatic[registration.id] else { continue }
            let content = RegistrationContent(
                comment: registration.comment, endpoints: Self.automaticEndpoints(endpoints, port: port),
                payload: registration.payload)
            // The same but for the addresses: what was sound stays sound.
            try? await driver.update(registration.id, with: content)
        }
    }
}

extension Event {
    /// The name that it is about, if it is about one.
    fileprivate var name: PeerName? {
        switch self {
        case .nameRegistered(let name, _), .nameAnnounced(let name, _), .nameUnregistered(let name, _): name
        case .stateChanged, .splitFound, .routeAdmitted, .routeRemoved, .hopTaken: nil
        }
    }
}
