import CommandTree
import PNRP
import PeerEngine

/// One waiting, from the first look to the event that ends it. Nothing is asked twice: events tell what changes.
struct Waiting {
    let goal: WaitGoal
    private let clouds: [CloudSnapshot]
    private let timeout: Duration
    private let environment: CommandEnvironment

    /// What is waited for, by cloud, in words: the state of the cloud, or that of the name in it.
    private typealias States = [String: String]

    init(_ invocation: Invocation, _ environment: CommandEnvironment) async throws {
        self.environment = environment
        goal = try WaitGoal(invocation)
        timeout = invocation.duration("timeout")
        switch goal {
        case .cloudState: clouds = try await environment.changedClouds(for: invocation)
        case .announced(let name):
            let holdings = try await environment.holdings(in: try await environment.clouds(for: invocation))
            clouds = holdings.filter { $0.names.contains { $0.name == name } }.map(\.cloud)
            guard !clouds.isEmpty else { throw CommandFailure.notRegistered(name, cloud: nil) }
        }
    }

    /// Listening begins before the first look, so that nothing is missed between the two.
    func outcome() async throws -> Document {
        let events = environment.services.events()
        var reached: States?
        let elapsed = try await environment.clock.measure {
            try await start()
            let states = try await look()
            reached = isReached(states) ? states : try await race(from: states, events)
        }
        guard let reached else { throw timedOut(try await look()) }
        return document(reached, elapsed)
    }

    /// A cloud that nobody uses stays as it is (behaviour 6.3: lazy).
    private func start() async throws {
        guard case .cloudState(let state) = goal, state != .virtual, state != .disabled else { return }
        for cloud in clouds where cloud.state == .virtual {
            try await environment.ask { services async throws(EngineError) in
                try await services.start(cloud: cloud.name)
            }
        }
    }

    /// nil when time is up.
    private func race(from states: States, _ events: AsyncStream<EngineEvent>) async throws -> States? {
        try await withThrowingTaskGroup(of: States?.self) { group in
            group.addTask { try await listen(from: states, to: events) }
            group.addTask {
                try await environment.clock.sleep(for: timeout)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    private func listen(from states: States, to events: AsyncStream<EngineEvent>) async throws -> States {
        var states = states
        for await event in events {
            if case .eventsLost = event { states = try await look() } else { try take(event, &states) }
            if isReached(states) { return states }
        }
        try Task.checkCancellation()
        throw CommandFailure(.closed)
    }

    private func take(_ event: EngineEvent, _ states: inout States) throws {
        switch (event, goal) {
        case (.cloudChanged(let cloud, _, let state), .cloudState) where states[cloud] != nil:
            states[cloud] = state.text
        case (.nameAnnounced(let known, let cloud), .announced(let name)) where known == name && states[cloud] != nil:
            states[cloud] = goal.wanted
        case (.nameUnregistered(let gone, let cloud), .announced(let name)) where gone == name && states[cloud] != nil:
            throw CommandFailure.notRegistered(name, cloud: cloud)
        case (.cloudVanished(let cloud), _) where states[cloud] != nil: throw CommandFailure(.noSuchCloud(cloud))
        default: break
        }
    }

    private func look() async throws -> States {
        var states: States = [:]
        switch goal {
        case .cloudState:
            let now = await environment.services.clouds()
            for cloud in clouds { states[cloud.name] = now.first { $0.name == cloud.name }?.state.text }
        case .announced(let name):
            for holding in try await environment.holdings(in: clouds) {
                states[holding.cloud.name] = holding.names.first { $0.name == name }?.stateText
            }
        }
        guard states.count == clouds.count else { throw vanished(states) }
        return states
    }

    private func isReached(_ states: States) -> Bool { states.values.allSatisfy { $0 == goal.wanted } }

    // MARK: Answers

    private func document(_ states: States, _ elapsed: Duration) -> Document {
        let rows = clouds.compactMap { cloud in states[cloud.name].map { (cloud: cloud.name, state: $0) } }
        return Document(
            lines: ["Ok."] + rows.map { Line("Cloud \($0.cloud): ") + Line($0.state, .good) },
            json: [
                "ok": true, "elapsedMs": .integer(elapsed.milliseconds),
                "clouds": .array(rows.map { ["cloud": .string($0.cloud), "state": .string($0.state)] }),
            ], records: rows.map { [$0.cloud, $0.state] })
    }

    private func timedOut(_ states: States) -> CommandFailure {
        let laggards = clouds.compactMap { cloud in
            states[cloud.name].flatMap { $0 == goal.wanted ? nil : "\($0) in \(cloud.name)" }
        }
        let now = laggards.isEmpty ? "" : " It is \(laggards.joined(separator: ", "))."
        let hint = if case .cloudState(.active) = goal { advice(on: clouds).first } else { String?.none }
        return CommandFailure(
            "Gave up after \(timeout.secondsText) waiting until \(goal.sentence).\(now)",
            code: CommandFailure.Code("0x80637005", "PEER_E_TIMEOUT"), hint: hint, status: .timedOut)
    }

    private func vanished(_ states: States) -> CommandFailure {
        let gone = clouds.first { states[$0.name] == nil }?.name ?? ""
        switch goal {
        case .cloudState: return CommandFailure(.noSuchCloud(gone))
        case .announced(let name): return .notRegistered(name, cloud: gone)
        }
    }
}

extension WaitGoal {
    /// The state of a cloud, or that of a name in it.
    fileprivate var wanted: String {
        switch self {
        case .cloudState(let state): state.text
        case .announced: "OK"
        }
    }
}

extension Duration {
    /// `2.5 seconds`.
    fileprivate var secondsText: String {
        let milliseconds = self.milliseconds
        let text = milliseconds % 1000 == 0 ? "\(milliseconds / 1000)" : "\(Double(milliseconds) / 1000)"
        return text == "1" ? "1 second" : "\(text) seconds"
    }
}
