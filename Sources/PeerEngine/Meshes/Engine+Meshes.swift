package import Mesh

extension Engine: MeshServices {
    package func join(_ order: MeshOrder) async throws(EngineError) -> MeshSnapshot {
        throw .mesh(.notJoined(mesh: order.meshID))
    }

    package func leave(mesh: String) async throws(EngineError) { throw .mesh(.notJoined(mesh: mesh)) }

    package func meshes() async -> [MeshSnapshot] { [] }

    package func neighbours(ofMesh mesh: String) async throws(EngineError) -> [Neighbour] {
        throw .mesh(.notJoined(mesh: mesh))
    }

    package func members(ofMesh mesh: String) async throws(EngineError) -> [Member] {
        throw .mesh(.notJoined(mesh: mesh))
    }

    package func say(_ text: String, hops: UInt64?, inMesh mesh: String) async throws(EngineError) {
        throw .mesh(.notJoined(mesh: mesh))
    }

    package func tell(_ member: String, _ text: String, inMesh mesh: String) async throws(EngineError) {
        throw .mesh(.notJoined(mesh: mesh))
    }

    package func rename(_ nickname: String, inMesh mesh: String) async throws(EngineError) {
        throw .mesh(.notJoined(mesh: mesh))
    }

    package func refresh(mesh: String) async throws(EngineError) { throw .mesh(.notJoined(mesh: mesh)) }

    package func recentEvents(ofMesh mesh: String) async throws(EngineError) -> [MeshEvent] {
        throw .mesh(.notJoined(mesh: mesh))
    }

    package func events(ofMesh mesh: String) async throws(EngineError) -> AsyncStream<MeshEvent> {
        throw .mesh(.notJoined(mesh: mesh))
    }
}
