internal import PNRP
internal import PeerEngine

extension Peer {
    /// Publishes a name in the clouds meant. Returns as soon as it is registered here; the clouds hear of it within
    /// moments, and of its end when the peer leaves.
    ///
    /// - Parameters:
    ///   - name: What to publish under; see ``securedName(_:)`` for one that nobody else can.
    ///   - port: What the application listens on, TCP, at the addresses of each cloud. Used while `endpoints` is empty.
    ///   - endpoints: Up to ten explicit ones.
    ///   - comment: Up to 39 characters for people.
    ///   - payload: Up to 4096 bytes for programs.
    ///   - selection: Where to publish.
    /// - Returns: The registration, to end it by.
    /// - Throws: Why no cloud took it. Where one did, those that did not are left out of the registration.
    public func register(
        _ name: PeerName, port: UInt16 = 0, endpoints: [PeerEndpoint] = [], comment: String? = nil,
        payload: PeerPayload? = nil, in selection: CloudSelection = .available
    ) async throws(PeerToPeerError) -> PeerNameRegistration {
        var order = RegistrationOrder(name: name.value, cloud: "", comment: comment, port: port)
        for endpoint in endpoints { order.endpoints.append(try endpoint.published) }
        order.payload = payload?.published
        var taken: [Cloud] = []
        var refusal = EngineError.noAddress
        for cloud in await engine.clouds() where selection.includes(cloud) {
            order.cloud = cloud.name
            do throws(EngineError) {
                try await engine.register(order)
                taken.append(Cloud(cloud))
            } catch {
                refusal = error
            }
        }
        guard !taken.isEmpty else { throw PeerToPeerError(refusal) }
        return PeerNameRegistration(name: name, clouds: taken, engine: engine)
    }
}

/// A name as this program publishes it. It ends with ``end()``, or when the peer leaves.
public struct PeerNameRegistration: Sendable {
    /// What is published.
    public let name: PeerName
    /// The clouds that took it.
    public let clouds: [Cloud]
    let engine: Engine

    /// Takes the name back and waits until the neighbours know. Ending it twice does no harm.
    public func end() async {
        for cloud in clouds {
            // What is gone already needs no taking back.
            _ = try? await engine.unregister(name.value, inCloud: cloud.name)
        }
    }
}
