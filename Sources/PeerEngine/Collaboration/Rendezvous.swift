internal import Collaboration
internal import Logging
internal import PNRP
internal import PeerBase

/// Where those who are not near are found: the secured name of each in the global cloud (collab 10.7).
struct Rendezvous: Sendable {
    /// Publishes our name with a TCP port at every address of the cloud.
    var publish: @Sendable (_ peerName: String, _ port: UInt16) async throws(EngineError) -> Void
    var withdraw: @Sendable (_ peerName: String) async -> Void
    /// The endpoints that are found under a name in this time, each as it is found, with all of its addresses.
    var endpoints: @Sendable (_ peerName: String, _ time: Duration) -> AsyncStream<[ScopedEndpoint]>
}

extension Rendezvous {
    private static let tcp: UInt16 = 6

    /// Over the engine's own names. An engine that is gone finds nobody.
    init(_ engine: Engine) {
        publish = { [weak engine] peerName, port throws(EngineError) in
            guard let engine, let name = try? PeerName(peerName) else { throw .closed }
            try await engine.register(
                RegistrationOrder(name: name, cloud: Cloud.globalName, port: port, replaces: true))
        }
        withdraw = { [weak engine] peerName in
            guard let engine, let name = try? PeerName(peerName) else { return }
            _ = try? await engine.unregister(name, inCloud: Cloud.globalName)
        }
        endpoints = { [weak engine] peerName, time in
            AsyncStream { found in
                let search = Task {
                    if let engine, let name = try? PeerName(peerName) {
                        await engine.search(name, within: time) { found.yield($0) }
                    }
                    found.finish()
                }
                let end = Task {
                    guard (try? await Task.sleep(for: time)) != nil else { return }
                    found.finish()
                }
                found.onTermination = { _ in
                    search.cancel()
                    end.cancel()
                }
            }
        }
    }

    fileprivate static func places(_ record: ResolvedRecord) -> [ScopedEndpoint] {
        record.endpoints.filter { $0.protocolNumber == tcp && $0.port != 0 && $0.address.scope != .linkLocal }
            .map { ScopedEndpoint(Endpoint(address: $0.address, port: $0.port)) }
    }
}

extension Engine {
    fileprivate func search(
        _ name: PeerName, within time: Duration, deliver: @escaping @Sendable ([ScopedEndpoint]) -> Void
    ) async {
        let query = ResolveQuery(
            name: name, criteria: .otherProcess, limit: Collaboration.Limits.connectionsPerContact, timeout: time)
        do throws(EngineError) {
            _ = try await settle(cloud: Cloud.globalName)
            _ = try await resolve(
                query, inCloud: Cloud.globalName,
                deliver: { deliver(Rendezvous.places($0)) }, pass: { _ in })
        } catch {
            log.debug("\(name) cannot be looked for: \(error)")
        }
    }
}
