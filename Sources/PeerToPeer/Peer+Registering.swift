internal import PNRP
internal import PeerEngine
internal import Synchronization

extension Peer {
    /// Publishes a name in the clouds meant. Returns as soon as it is registered here; the clouds hear of it within
    /// moments, and of its end when the peer leaves.
    ///
    /// - Parameters:
    ///   - name: What to publish under; see ``securedName(_:)`` for one that nobody else can.
    ///   - port: What the application listens on, TCP, at the addresses of each cloud. Used while `endpoints` is empty.
    ///   - endpoints: Up to ten explicit ones. One with an interface, `fe80::1%3`, is for the cloud of that link alone.
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
        order.payload = payload?.published
        var taken: [Cloud] = []
        var refusal = EngineError.noAddress
        for cloud in await engine.clouds() where selection.includes(cloud) {
            order.cloud = cloud.name
            order.endpoints = []
            for endpoint in endpoints {
                if let published = try endpoint.published(in: cloud) { order.endpoints.append(published) }
            }
            if order.endpoints.isEmpty, !endpoints.isEmpty { continue }
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
public final class PeerNameRegistration: Sendable {
    /// What is published.
    public let name: PeerName
    /// The clouds that took it.
    public let clouds: [Cloud]
    private let engine: Engine
    private let hasEnded = Mutex(false)

    init(name: PeerName, clouds: [Cloud], engine: Engine) {
        self.name = name
        self.clouds = clouds
        self.engine = engine
    }

    /// Takes the name back and waits until the neighbours know. Ending it twice does no harm, also when the name was
    /// registered anew in between.
    public func end() async {
        let isFirst = hasEnded.withLock { hasEnded in
            defer { hasEnded = true }
            return !hasEnded
        }
        guard isFirst else { return }
        for cloud in clouds {
            // What is gone already needs no taking back.
            _ = try? await engine.unregister(name.value, inCloud: cloud.name)
        }
    }
}
