package import Mesh
internal import MeshTransport
internal import PNRPTransport
internal import PeerBase

// Joining meshes, leaving them, and talking in them.

extension Engine: MeshServices {
    package func join(_ order: MeshOrder) async throws(EngineError) -> MeshSnapshot {
        guard !isClosed else { throw .closed }
        let order = try order.checked()
        if let joining = memberships[order.meshID], !joining.order.isSame(as: order) {
            throw .mesh(.joinedDifferently(mesh: order.meshID))
        }
        let joining = memberships[order.meshID] ?? beginJoining(order)
        return await snapshot(of: try await joining.task.value.get())
    }

    package func leave(mesh: String) async throws(EngineError) {
        let membership = try await membership(mesh)
        guard memberships.removeValue(forKey: membership.meshID) != nil else {
            throw .mesh(.notJoined(mesh: membership.meshID))
        }
        await end(membership)
        await withdrawMember(membership)
        await refreshMeshWords()
    }

    /// At the end of the process, when the clouds take back every name themselves.
    func leaveAllMeshes() async {
        let all = memberships.values.map(\.task)
        memberships = [:]
        await withTaskGroup { group in
            for task in all {
                group.addTask {
                    task.cancel()
                    if case .success(let membership) = await task.value { await self.end(membership) }
                }
            }
        }
    }

    private func end(_ membership: Membership) async {
        await membership.driver.close(within: Self.partingLimit)
        for task in membership.serving { task.cancel() }
        membership.log.end()
    }

    /// Saying goodbye takes a round trip; whoever does not hear it by then notices our silence.
    private static var partingLimit: Duration { .seconds(1) }

    // MARK: Looking

    package func meshes() async -> [MeshSnapshot] {
        var snapshots: [MeshSnapshot] = []
        for membership in memberships.values.compactMap(\.membership).sorted(by: { $0.meshID < $1.meshID }) {
            snapshots.append(await snapshot(of: membership))
        }
        return snapshots
    }

    package func neighbours(ofMesh mesh: String) async throws(EngineError) -> [Neighbour] {
        await (try await membership(mesh)).driver.snapshot.neighbours
    }

    package func members(ofMesh mesh: String) async throws(EngineError) -> [Member] {
        await (try await membership(mesh)).driver.snapshot.members
    }

    package func recentEvents(ofMesh mesh: String) async throws(EngineError) -> [MeshEvent] {
        try await membership(mesh).log.events
    }

    package func events(ofMesh mesh: String) async throws(EngineError) -> AsyncStream<MeshEvent> {
        try await membership(mesh).log.stream()
    }

    // MARK: Talking

    package func say(_ text: String, hops: UInt64?, inMesh mesh: String) async throws(EngineError) {
        let membership = try await membership(mesh)
        try await membership.speak { driver throws(SayError) in try await driver.say(text, hops: hops) }
    }

    package func tell(_ member: String, _ text: String, inMesh mesh: String) async throws(EngineError) {
        let membership = try await membership(mesh)
        guard membership.order.mode.signsMessages else {
            throw .mesh(.noPrivateMessages(mesh: membership.meshID))
        }
        let matching = await membership.driver.snapshot.members.filter { !$0.isOurselves && $0.answers(to: member) }
        guard let recipient = matching.first, recipient.canBeTold || matching.count > 1 else {
            throw .mesh(.noSuchMember(member, mesh: membership.meshID))
        }
        guard matching.count == 1 else { throw .mesh(.ambiguousMember(member, mesh: membership.meshID)) }
        try await membership.speak(to: member) { driver throws(SayError) in
            try await driver.tell(recipient.id, text)
        }
    }

    package func rename(_ nickname: String, inMesh mesh: String) async throws(EngineError) {
        let membership = try await membership(mesh)
        var order = membership.order
        order.nickname = nickname
        _ = try order.checked()
        await membership.driver.rename(nickname)
    }

    package func refresh(mesh: String) async throws(EngineError) {
        await (try await membership(mesh)).driver.refresh()
    }

    // MARK: For the rest of the engine

    /// The membership in a mesh; waits for a joining under way.
    func membership(_ mesh: String) async throws(EngineError) -> Membership {
        guard let joining = memberships[mesh.lowercased()] else { throw .mesh(.notJoined(mesh: mesh)) }
        return try await joining.task.value.get()
    }

    private func snapshot(of membership: Membership) async -> MeshSnapshot {
        let now = await membership.driver.snapshot
        let order = membership.order
        return MeshSnapshot(
            meshID: membership.meshID, path: order.path,
            nickname: now.nickname, member: membership.member,
            mode: order.mode, proof: order.proof, profile: order.profile, isOnline: now.isOnline,
            port: order.port, endpoints: now.address.endpoints, resolver: resolverText(order),
            neighbours: now.neighbours.count, members: now.members.count, messageLimit: order.messageLimit,
            counters: now.counters, refusedAdmissions: membership.log.refusedAdmissions)
    }

    private func resolverText(_ order: MeshOrder) -> String {
        guard let resolver = order.resolver else { return "PNRP" }
        return resolver.map { place in
            guard place.zone != 0 else { return "\(place.endpoint)" }
            let interface = host[place.zone]?.name ?? "\(place.zone)"
            return "[\(place.endpoint.address)%\(interface)]:\(place.endpoint.port)"
        }.joined(separator: ", ")
    }
}

extension MeshOrder {
    /// Whether it asks for the same; where a password was read is no matter.
    fileprivate func isSame(as other: MeshOrder) -> Bool {
        var order = self
        order.passwordFile = other.passwordFile
        return order == other
    }
}

extension Member {
    /// By nickname, or by the first digits of its key.
    fileprivate func answers(to text: String) -> Bool {
        if nickname == text { return true }
        let digits = id.description
        return text.count >= 4 && digits.hasPrefix(text.lowercased())
    }
}
