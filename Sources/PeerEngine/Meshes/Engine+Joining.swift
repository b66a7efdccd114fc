internal import Mesh
internal import MeshTransport
internal import PeerBase
internal import PeerIdentity
internal import PeerStore
internal import Sockets
internal import Synchronization

// From an order to a member that listens, is to be found, and looks for others (peer channel 3).

extension Engine {
    func beginJoining(_ order: MeshOrder) -> Joining {
        let task = Task<Result<Membership, EngineError>, Never> {
            do throws(EngineError) {
                return .success(try await self.open(order))
            } catch {
                self.memberships[order.meshID] = nil
                return .failure(error)
            }
        }
        let joining = Joining(order: order, task: task)
        memberships[order.meshID] = joining
        return joining
    }

    private func open(_ order: MeshOrder) async throws(EngineError) -> Membership {
        await followHost()
        // A mesh is there to stay, also where one command is all that is run.
        await watchHost()
        let credentials = try await MeshCredentials.made(
            for: order, keysIn: options.directories.keys, now: { MonotonicClock.unixMilliseconds })
        let driver = try await bind(order, credentials)
        let log = MeshLog(meshID: order.meshID) { MonotonicClock.unixMilliseconds }
        var membership = Membership(
            meshID: order.meshID, order: order, member: credentials.member, driver: driver, log: log,
            serving: serve(driver, log))
        guard !isClosed, memberships[order.meshID] != nil, !Task.isCancelled else {
            await driver.close(within: .zero)
            throw isClosed ? .closed : .mesh(.notJoined(mesh: order.meshID))
        }
        // Published before anybody is looked for: two who start at the same instant would miss each other (peer channel 19).
        await register(membership)
        membership.serving.append(
            Task { for await count in driver.resolutions { await self.find(count, order, for: driver) } })
        memberships[order.meshID]?.membership = membership
        await refreshMeshWords()
        return membership
    }

    private func bind(_ order: MeshOrder, _ credentials: MeshCredentials) async throws(EngineError) -> MeshDriver {
        var configuration = Configuration(
            profile: order.profile, meshHash: credentials.meshHash, path: order.path,
            address: ownMeshAddress, member: credentials.member, nickname: order.nickname,
            agreementKey: credentials.agreementKey, isSigning: order.mode.signsMessages)
        configuration.messageLimit = order.messageLimit
        var setup = MeshDriver.Setup(
            configuration: configuration, seal: credentials.seal, security: credentials.security)
        setup.listening = meshListening
        setup.port = order.port
        do throws(OpenFailure) {
            return try await MeshDriver.opened(setup)
        } catch {
            switch error {
            case .listening(let failure): throw .mesh(.cannotListen(port: order.port, reason: failure.reason))
            case .credential(let reason): throw .mesh(.unusableCredential("The mesh cannot be joined: \(reason)."))
            }
        }
    }

    private func serve(_ driver: MeshDriver, _ log: MeshLog) -> [Task<Void, Never>] {
        [
            Task { for await delivery in driver.deliveries { log.said(delivery) } },
            Task {
                for await event in driver.events {
                    log.happened(event)
                    await self.refreshMeshWords(after: event)
                }
            },
        ]
    }

    /// Words for Tab: who is in which mesh.
    func refreshMeshWords() async {
        var meshes: [String] = []
        var members: Set<String> = []
        for membership in memberships.values.compactMap(\.membership) {
            meshes.append(membership.meshID)
            members.formUnion(await membership.driver.snapshot.members.filter { !$0.isOurselves }.map(\.nickname))
        }
        words.withLock { [meshes, members] in
            $0.words.meshes = meshes.sorted()
            $0.words.members = members.sorted()
        }
    }

    private func refreshMeshWords(after event: Event) async {
        switch event {
        case .memberJoined, .memberLeft, .nicknameTaken: await refreshMeshWords()
        default: break
        }
    }
}
