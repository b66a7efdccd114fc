import CommandTree
import PNRP
import PeerEngine

/// Publishes a name in several clouds, now, later or both: in all of them, or in none. Clouds that cannot publish do
/// not count, unless there is no other.
struct Publishing {
    struct Result {
        /// What is said about clouds that do not count.
        var omissions: [String] = []
        /// Whether every session to come publishes the name.
        var isKept = false
    }

    private let environment: CommandEnvironment
    /// What was typed; nil leaves things as they are.
    private let persistence: Bool?

    init(_ environment: CommandEnvironment, persistence: Bool?) {
        self.environment = environment
        self.persistence = persistence
    }

    func carryOut(_ orders: [RegistrationOrder]) async throws -> Result {
        var result = Result()
        var done: [RegistrationOrder] = []
        var obstacles: [(cloud: String, error: EngineError)] = []
        do throws(EngineError) {
            for order in orders {
                do throws(EngineError) {
                    if try await carryOut(order) { result.isKept = true }
                    done.append(order)
                } catch {
                    guard error.isAboutOneCloud else { throw error }
                    obstacles.append((order.cloud, error))
                }
            }
        } catch {
            // What was changed in place cannot be changed back, and stays.
            for order in done where !order.replaces { await takeBack(order, isKept: result.isKept) }
            throw error.asSeenByPeople
        }
        if done.isEmpty, let obstacle = obstacles.first { throw CommandFailure(obstacle.error) }
        result.omissions = obstacles.map { "Not published in \($0.cloud): \(CommandFailure($0.error).sentence)" }
        return result
    }

    /// Tells whether the registration is kept. A single command keeps it without publishing it: nobody could find it
    /// before the process ends.
    private func carryOut(_ order: RegistrationOrder) async throws(EngineError) -> Bool {
        let services = environment.services
        guard try await shallBeKept(order) else {
            try await services.register(order)
            if persistence == false { _ = try await services.forget(order.name, inCloud: order.cloud) }
            return false
        }
        guard !environment.isOneShot else {
            try await services.keep(order)
            return true
        }
        try await services.register(order)
        do throws(EngineError) {
            var kept = order
            // Whoever published it in this process may keep it, too.
            kept.replaces = true
            try await services.keep(kept)
        } catch {
            if !order.replaces { await takeBack(order, isKept: false) }
            throw error
        }
        return true
    }

    private func shallBeKept(_ order: RegistrationOrder) async throws(EngineError) -> Bool {
        if let persistence { return persistence }
        guard order.replaces else { return false }
        return try await environment.services.persistentRegistrations().contains {
            $0.order.name == order.name && $0.order.cloud == order.cloud
        }
    }

    private func takeBack(_ order: RegistrationOrder, isKept: Bool) async {
        _ = try? await environment.services.unregister(order.name, inCloud: order.cloud)
        if isKept { _ = try? await environment.services.forget(order.name, inCloud: order.cloud) }
    }
}

extension EngineError {
    /// Whether it keeps nobody from publishing elsewhere.
    fileprivate var isAboutOneCloud: Bool {
        switch self {
        case .noAddress, .cloudUnusable, .resolveOnly: true
        default: false
        }
    }
}
