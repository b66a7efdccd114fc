import Mesh
import PeerEngine
import Testing

extension Engine {
    func enter(_ order: MeshOrder) async throws { _ = try await join(order) }

    /// Waits until something was told of a mesh, if it was not yet; `nil` once the mesh is left.
    func witness<Sight>(_ mesh: String, _ sight: (MeshEvent.Occurrence) -> Sight?) async throws -> Sight? {
        let coming = try await events(ofMesh: mesh)
        for event in try await recentEvents(ofMesh: mesh) {
            if let seen = sight(event.occurrence) { return seen }
        }
        for await event in coming {
            if let seen = sight(event.occurrence) { return seen }
        }
        return nil
    }

    func hears(_ text: String, in mesh: String) async throws -> Delivery {
        try #require(
            try await witness(mesh) { occurrence -> Delivery? in
                guard case .said(let delivery) = occurrence, delivery.text == text else { return nil }
                return delivery
            })
    }

    /// Waits until somebody of that name is here.
    func meets(_ nickname: String, in mesh: String) async throws {
        _ = try #require(
            try await witness(mesh) { occurrence -> MemberID? in
                guard case .happened(.memberJoined(let member, nickname)) = occurrence else { return nil }
                return member
            })
    }

    /// Waits until somebody is here who has another password, or asks for another certificate.
    func refusesSomebody(in mesh: String) async throws {
        let refusal = try await witness(mesh) { occurrence -> Event? in
            guard case .happened(let event) = occurrence else { return nil }
            switch event {
            case .admissionRefused(_, .notAdmitted), .dialFailed(_, .notAdmitted): return event
            default: return nil
            }
        }
        #expect(refusal != nil)
    }

    func said(in mesh: String) async throws -> [String] {
        try await recentEvents(ofMesh: mesh).compactMap { event in
            guard case .said(let delivery) = event.occurrence else { return nil }
            return delivery.text
        }
    }
}

extension Delivery {
    var text: String? {
        if let privateText { return privateText }
        guard case .text(let text) = content.body else { return nil }
        return text
    }
}

extension MeshOrder {
    static func open(_ nickname: String, mesh: String = "traders") -> MeshOrder {
        MeshOrder(meshID: mesh, nickname: nickname, mode: .message, credential: .none)
    }

    static func secret(_ nickname: String, password: String) -> MeshOrder {
        MeshOrder(
            meshID: "traders", nickname: nickname, mode: .transportWithMessageCredential,
            credential: .password(password))
    }
}
