import CommandTree
import PNRP
import PeerEngine

/// One waiting, from the first look to the one that ends it. Events are signs to look again: by the time one is heard,
/// what it tells may be over.
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
        clouds =
            switch goal {
            case .cloudState: try await environment.changedClouds(for: invocation)
            case .announced: try await environment.clouds(for: invocation)
            }
    }

    /// Listening begins before the first look, so that nothing is missed between the two.
    func outcome() async throws -> Document {
        let events = environment.services.events()
        var states = try await look()
        let elapsed = try await environment.clock.measure {
            guard !isReached(states) else { return }
            // What came about while time ran out counts.
            if let reached = try await race(events) {
                states = reached
            } else {
                states = try await look()
            }
        }
        guard isReached(states) else { throw await timedOut(states) }
        return document(states, elapsed)
    }

    /// nil when time is up. All that may take time is in it: publishing, starting, and waiting for events.
    private func race(_ events: AsyncStream<EngineEvent>) async throws -> States? {
        try await withThrowingTaskGroup(of: States?.self) { group in
            group.addTask { try await abandonable { try await arrival(events) } }
            group.addTask {
                try await environment.clock.sleep(for: timeout)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    private func arrival(_ events: AsyncStream<EngineEvent>) async throws -> States {
        await environment.publishInOneShot()
        try await start()
        var states = try await look()
        if case .announced(let name) = goal, states.isEmpty {
            throw CommandFailure.notRegistered(name, cloud: nil)
        }
        let places = Set(states.keys)
        var signs = events.makeAsyncIterator()
        while !isReached(states) {
            guard let event = await signs.next() else {
                try Task.checkCancellation()
                throw CommandFailure(.closed)
            }
            guard isSign(event, places) else { continue }
            states = try await look().filter { places.contains($0.key) }
            if case .announced(let name) = goal, let gone = places.first(where: { states[$0] == nil }) {
                throw CommandFailure.notRegistered(name, cloud: gone)
            }
        }
        return states
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

    private func isSign(_ event: EngineEvent, _ places: Set<String>) -> Bool {
        switch event {
        case .eventsLost: true
        case .cloudChanged(let cloud, _, _), .cloudVanished(let cloud), .nameAnnounced(_, let cloud),
            .nameUnregistered(_, let cloud):
            places.contains(cloud)
        default: false
        }
    }

    /// Of a name, without the clouds that do not have it.
    private func look() async throws -> States {
        let now = await environment.services.clouds()
        var states: States = [:]
        switch goal {
        case .cloudState:
            for cloud in clouds {
                guard let state = now.first(where: { $0.name == cloud.name })?.state else {
                    throw CommandFailure(.noSuchCloud(cloud.name))
                }
                states[cloud.name] = state.text
            }
        case .announced(let name):
            let rest = clouds.filter { cloud in now.contains { $0.name == cloud.name } }
            for holding in try await environment.holdings(in: rest) {
                states[holding.cloud.name] = holding.names.first { $0.name == name }?.stateText
            }
        }
        return states
    }

    private func isReached(_ states: States) -> Bool {
        !states.isEmpty && states.values.allSatisfy { $0 == goal.wanted }
    }

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

    private func timedOut(_ states: States) async -> CommandFailure {
        let now = await environment.services.clouds()
        let laggards = now.filter { cloud in states[cloud.name].map { $0 != goal.wanted } ?? false }
        let words = laggards.map { "\(states[$0.name] ?? "") in \($0.name)" }
        let rest = words.isEmpty ? "" : " It is \(words.joined(separator: ", "))."
        return CommandFailure(
            "Gave up after \(timeout.secondsText) waiting until \(goal.sentence).\(rest)",
            code: CommandFailure.Code("0x80637005", "PEER_E_TIMEOUT"),
            hint: laggards.isEmpty ? nil : hint(on: laggards),
            status: .timedOut)
    }

    /// What keeps a cloud from being Active keeps names from being known, too.
    private func hint(on laggards: [CloudSnapshot]) -> String? {
        switch goal {
        case .cloudState(.active), .announced: advice(on: laggards).first
        case .cloudState: nil
        }
    }
}

/// Work that is left alone as soon as nobody waits for it any more, even if it does not heed that.
private func abandonable<Result: Sendable>(
    _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    let (results, result) = AsyncThrowingStream.makeStream(of: Result.self)
    let task = Task {
        do { result.yield(try await work()) } catch { result.finish(throwing: error) }
    }
    defer { task.cancel() }
    for try await result in results { return result }
    throw CancellationError()
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
