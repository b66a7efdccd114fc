import CommandTree
import PNRP
import PeerEngine

extension ShellCommand {
    /// Netsh 4.5.2.
    static var deleteRegistration: ShellCommand {
        ShellCommand(
            "delete registration", "Takes a published name back.",
            parameters: [
                .peerNameOrAll("The name, or * for every name that this process publishes or that is kept."), .cloud(),
            ],
            notes: CommandNotes(
                remarks: [
                    "Only the process that published a name can take it back. A persistent one is forgotten whoever "
                        + "published it; other sessions that publish it do so until they end. * asks for "
                        + "confirmation first."
                ],
                examples: [
                    .init("delete registration 0.alice", "Takes the name back from all clouds."),
                    .init("delete registration * Global_", "Takes back and forgets every name in the global cloud."),
                ],
                endings: [.notFound]),
            answer: .done, isKeptForCommit: { _ in true }
        ) { invocation, environment in
            let place = try await environment.place(for: invocation)
            if let name = try invocation.optionalPeerName() {
                let count =
                    try await environment.unregister(name, from: place.clouds)
                    + environment.forget(name, keptFor: place.names)
                let cloud = place.names?.count == 1 ? place.names?.first : place.onlyCloud
                guard count > 0 else { throw CommandFailure.notRegistered(name, cloud: cloud) }
                return .done
            }
            let published = try await environment.holdings(in: place.clouds).map(\.names.count).reduce(0, +)
            let kept = try await environment.kept().count { place.holds($0) }
            let question =
                "Names published by this process: \(published); kept for every session: \(kept). "
                + "Take back and forget all of them, in \(place.text)?"
            return .confirmation(question: question) {
                for kept in try await environment.kept() where place.holds(kept) {
                    _ = try await environment.forget(kept.order.name, keptFor: place.names)
                }
                for holding in try await environment.holdings(in: place.clouds) {
                    for name in Set(holding.names.map(\.name)) {
                        _ = try await environment.unregister(name, from: [holding.cloud])
                    }
                }
                return .done
            }
        }
    }
}

/// Where names are taken back and forgotten.
private struct Place {
    /// Those that are here.
    var clouds: [CloudSnapshot]
    /// Of all clouds that are meant, those included that are not here; nil for wherever names are kept.
    var names: [String]?

    var onlyCloud: String? { clouds.count == 1 ? clouds[0].name : nil }
    var text: String { names?.joined(separator: ", ") ?? "all clouds" }

    func holds(_ kept: PersistentRegistration) -> Bool { names?.contains(kept.order.cloud) ?? true }
}

extension CommandEnvironment {
    /// A cloud that is not here is meant by what `show registration` calls it.
    fileprivate func place(for invocation: Invocation) async throws -> Place {
        do throws(CommandFailure) {
            let clouds = try await self.clouds(for: invocation)
            return Place(clouds: clouds, names: invocation.has("cloud") ? clouds.map(\.name) : nil)
        } catch {
            guard let text = invocation.optionalText("cloud"),
                try await kept().contains(where: { !$0.hasCloud && $0.order.cloud == text })
            else { throw error }
            return Place(clouds: [], names: [text])
        }
    }

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
    fileprivate func forget(_ name: PeerName, keptFor clouds: [String]?) async throws -> Int {
        try await ask { services async throws(EngineError) in
            guard let clouds else { return try await services.forget(name, inCloud: nil) }
            var count = 0
            for cloud in clouds { count += try await services.forget(name, inCloud: cloud) }
            return count
        }
    }

    func kept() async throws -> [PersistentRegistration] {
        try await ask { services async throws(EngineError) in try await services.persistentRegistrations() }
    }
}
