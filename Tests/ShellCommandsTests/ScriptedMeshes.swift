import Mesh
import PeerBase
import PeerEngine
import ShellCommands
import Synchronization

/// What a test has written down about meshes.
struct ScriptedMeshes: Sendable {
    /// Those that were joined before.
    var joined: [MeshSnapshot] = []
    /// What a mesh is like that is joined now.
    var joining = MeshSnapshot.traders
    /// Why none can be joined.
    var joiningFails: EngineError?
    /// Why nothing can be said.
    var sayingFails: EngineError?
    var neighbours: [Neighbour] = []
    var members: [Member] = []
    /// What happens as soon as somebody listens; in a mesh that was joined before it then ends.
    var events: [MeshEvent.Occurrence] = []
    /// What others do when something is said.
    var answers: [MeshEvent.Occurrence] = []

    /// What the others are called.
    var nicknames: [String] { members.filter { !$0.isOurselves }.map(\.nickname) }
}

extension ScriptedServices {
    func join(_ order: MeshOrder) async throws(EngineError) -> MeshSnapshot {
        if let error = script.meshes.joiningFails { throw error }
        note(order.text)
        return state.withLock { state in
            var mesh = state.script.meshes.joining
            (mesh.meshID, mesh.path, mesh.nickname) = (order.meshID, order.path, order.nickname)
            (mesh.mode, mesh.profile, mesh.messageLimit) = (order.mode, order.profile, order.messageLimit)
            (mesh.proof, mesh.port) = (order.proof, order.port)
            if let resolver = order.resolver {
                mesh.resolver = resolver.map { place in
                    place.zone == 0
                        ? "\(place.endpoint)" : "[\(place.endpoint.address)%\(place.zone)]:\(place.endpoint.port)"
                }.joined(separator: ", ")
            }
            state.script.meshes.joined.append(mesh)
            return mesh
        }
    }

    func leave(mesh: String) async throws(EngineError) {
        _ = try wasJoined(mesh)
        note("leave \(mesh)")
        let listeners = state.withLock { state in
            state.script.meshes.joined.removeAll { $0.meshID == mesh }
            defer { state.meshListeners = [] }
            return state.meshListeners
        }
        for listener in listeners {
            listener.yield(event(.left, mesh))
            listener.finish()
        }
    }

    func meshes() async -> [MeshSnapshot] { script.meshes.joined }

    func neighbours(ofMesh mesh: String) async throws(EngineError) -> [Neighbour] {
        _ = try wasJoined(mesh)
        return script.meshes.neighbours
    }

    func members(ofMesh mesh: String) async throws(EngineError) -> [Member] {
        _ = try wasJoined(mesh)
        return script.meshes.members
    }

    func say(_ text: String, hops: UInt64?, inMesh mesh: String) async throws(EngineError) {
        _ = try wasJoined(mesh)
        if let error = script.meshes.sayingFails { throw error }
        note("say '\(text)' in \(mesh)" + (hops.map { " hops \($0)" } ?? ""))
        let listeners = state.withLock { $0.meshListeners }
        for answer in script.meshes.answers { listeners.forEach { $0.yield(event(answer, mesh)) } }
    }

    func tell(_ member: String, _ text: String, inMesh mesh: String) async throws(EngineError) {
        _ = try wasJoined(mesh)
        guard script.meshes.members.contains(where: { $0.nickname == member }) else {
            throw .mesh(.noSuchMember(member, mesh: mesh))
        }
        note("tell \(member) '\(text)' in \(mesh)")
    }

    func rename(_ nickname: String, inMesh mesh: String) async throws(EngineError) {
        _ = try wasJoined(mesh)
        note("rename to \(nickname) in \(mesh)")
    }

    func refresh(mesh: String) async throws(EngineError) {
        _ = try wasJoined(mesh)
        note("refresh \(mesh)")
    }

    func recentEvents(ofMesh mesh: String) async throws(EngineError) -> [MeshEvent] {
        _ = try wasJoined(mesh)
        return script.meshes.events.map { event($0, mesh) }
    }

    func events(ofMesh mesh: String) async throws(EngineError) -> AsyncStream<MeshEvent> {
        let wasJoined = try wasJoined(mesh)
        let (events, happen) = AsyncStream.makeStream(of: MeshEvent.self)
        for occurrence in script.meshes.events { happen.yield(event(occurrence, mesh)) }
        if wasJoined { happen.finish() } else { state.withLock { $0.meshListeners.append(happen) } }
        return events
    }

    /// Whether it was joined before anything was asked for; fails where it is not joined at all.
    private func wasJoined(_ mesh: String) throws(EngineError) -> Bool {
        guard script.meshes.joined.contains(where: { $0.meshID == mesh }) else {
            throw .mesh(.notJoined(mesh: mesh))
        }
        return !log.contains { $0.hasPrefix("join \(mesh) ") }
    }

    private func event(_ occurrence: MeshEvent.Occurrence, _ mesh: String) -> MeshEvent {
        MeshEvent(mesh: mesh, time: 1_785_578_400_500, occurrence: occurrence)
    }
}

extension MeshOrder {
    /// All of it, as the log of a test has it.
    fileprivate var text: String {
        var words = ["join \(meshID) as \(nickname)", mode.rawValue, profile.rawValue]
        if !path.isEmpty { words.append("path \(path)") }
        switch credential {
        case .none: break
        case .password(let password): words.append("password '\(password)'")
        case .certificate(let chain, let key, let trust): words.append("certificate \(chain) \(key) \(trust)")
        }
        if port != 0 { words.append("port \(port)") }
        if let resolver {
            words.append("resolver " + resolver.map { "\($0.endpoint)%\($0.zone)" }.joined(separator: " "))
        }
        if messageLimit != Mesh.Limits.defaultMessageSize { words.append("limit \(messageLimit)") }
        return words.joined(separator: " ")
    }
}
