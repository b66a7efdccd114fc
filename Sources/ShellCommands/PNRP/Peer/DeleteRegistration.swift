import CommandTree
import PNRP
import PeerEngine

extension ShellCommand {
    /// Netsh 4.5.2.
    static var deleteRegistration: ShellCommand {
        ShellCommand(
            "delete registration", "Takes a published name back.",
            parameters: [.peerNameOrAll("The name, or * for every name of this process."), .cloud()],
            notes: CommandNotes(
                remarks: [
                    "Only the process that published a name can take it back. A persistent one is forgotten whoever "
                        + "published it; other sessions that publish it do so until they end. * asks for "
                        + "confirmation first."
                ],
                examples: [
                    .init("delete registration 0.alice", "Takes the name back from all clouds."),
                    .init("delete registration * Global_", "Takes every name back from the global cloud."),
                ],
                endings: [.notFound]),
            answer: .done, isKeptForCommit: { _ in true }
        ) { invocation, environment in
            let clouds = try await environment.clouds(for: invocation)
            if let name = try invocation.optionalPeerName() {
                let count =
                    try await environment.unregister(name, from: clouds)
                    + environment.forget(name, keptFor: invocation.has("cloud") ? clouds : nil)
                let cloud = clouds.count == 1 ? clouds[0].name : nil
                guard count > 0 else { throw CommandFailure.notRegistered(name, cloud: cloud) }
                return .done
            }
            let place = invocation.has("cloud") ? clouds.map(\.name).joined(separator: ", ") : "all clouds"
            return .confirmation(question: "Take back every name of this process from \(place)?") {
                let meant = Set(clouds.map(\.name))
                for kept in try await environment.kept()
                where !invocation.has("cloud") || meant.contains(kept.order.cloud) {
                    _ = try await environment.forget(kept.order.name, keptFor: invocation.has("cloud") ? clouds : nil)
                }
                for holding in try await environment.holdings(in: clouds) {
                    for name in Set(holding.names.map(\.name)) {
                        _ = try await environment.unregister(name, from: [holding.cloud])
                    }
                }
                return .done
            }
        }
    }
}

extension CommandEnvironment {
    /// Takes a name back from every cloud that has it; tells how many registrations there were.
    fileprivate func unregister(_ name: PeerName, from clouds: [CloudSnapshot]) async throws -> Int {
        var count = 0
        for cloud in clouds {
            do throws(EngineError) {
                count += try await services.unregister(name, inCloud: cloud.name)
            } catch .notRegistered {
                continue
            } catch {
                throw error.asSeenByPeople
            }
        }
        return count
    }

    /// Forgets a name wherever it is kept, or for some clouds; tells how many registrations there were.
    fileprivate func forget(_ name: PeerName, keptFor clouds: [CloudSnapshot]?) async throws -> Int {
        try await ask { services async throws(EngineError) in
            guard let clouds else { return try await services.forget(name, inCloud: nil) }
            var count = 0
            for cloud in clouds { count += try await services.forget(name, inCloud: cloud.name) }
            return count
        }
    }

    func kept() async throws -> [PersistentRegistration] {
        try await ask { services async throws(EngineError) in try await services.persistentRegistrations() }
    }
}
