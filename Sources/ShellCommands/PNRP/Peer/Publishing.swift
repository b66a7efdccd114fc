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
        let before = try await kept(of: orders)
        var result = Result()
        var done: [RegistrationOrder] = []
        var obstacles: [(cloud: String, error: EngineError)] = []
        do throws(EngineError) {
            for order in orders {
                do throws(EngineError) {
                    if try await carryOut(order, before) { result.isKept = true }
                    done.append(order)
                } catch {
                    guard error.isAboutOneCloud else { throw error }
                    obstacles.append((order.cloud, error))
                }
            }
        } catch {
            for order in done { await takeBack(order, before) }
            throw error.asSeenByPeople
        }
        if done.isEmpty, let obstacle = obstacles.first { throw CommandFailure(obstacle.error) }
        result.omissions = obstacles.map { "Not published in \($0.cloud): \(CommandFailure($0.error).sentence)" }
        return result
    }

    /// Tells whether the registration is kept. A single command keeps it without publishing it: nobody could find it
    /// before the process ends.
    private func carryOut(
        _ order: RegistrationOrder, _ before: [RegistrationOrder]
    ) async throws(EngineError) -> Bool {
        let services = environment.services
        let isKept = persistence ?? before.contains(where: order.isAboutTheSame)
        if isKept, environment.isOneShot {
            try await services.keep(order)
            return true
        }
        try await services.register(order)
        do throws(EngineError) {
            if isKept {
                try await services.keep(order)
            } else if persistence == false {
                _ = try await services.forget(order.name, inCloud: order.cloud)
            }
        } catch {
            await takeBack(order, before)
            throw error
        }
        return isKept
    }

    /// What is kept under the name in these clouds already. It is asked before anything is published: whoever may not
    /// replace it shall not change anything.
    private func kept(of orders: [RegistrationOrder]) async throws -> [RegistrationOrder] {
        guard persistence != nil || orders.contains(where: \.replaces) else { return [] }
        let kept = try await environment.kept().map(\.order).filter { kept in
            orders.contains { $0.isAboutTheSame(as: kept) }
        }
        if persistence == true, let duplicate = kept.first, !orders.contains(where: \.replaces) {
            throw CommandFailure(.duplicateName(duplicate.name, cloud: duplicate.cloud))
        }
        return kept
    }

    /// What is kept becomes what it was before. What was published in place of something else stays published.
    private func takeBack(_ order: RegistrationOrder, _ before: [RegistrationOrder]) async {
        let services = environment.services
        if !order.replaces { _ = try? await services.unregister(order.name, inCloud: order.cloud) }
        if var previous = before.first(where: order.isAboutTheSame) {
            previous.replaces = true
            _ = try? await services.keep(previous)
        } else if persistence == true {
            _ = try? await services.forget(order.name, inCloud: order.cloud)
        }
    }
}

extension RegistrationOrder {
    fileprivate func isAboutTheSame(as other: RegistrationOrder) -> Bool { name == other.name && cloud == other.cloud }
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
