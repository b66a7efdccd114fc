import CommandTree
import PNRP
import PeerBase
import PeerEngine

/// One probe after the other to one node, each told as it ends (netsh 4.4.1).
struct ProbeSeries {
    /// What the services wait for an answer, at most.
    private static let longestWait = 1000

    static var parameters: [Parameter] {
        [
            Parameter(
                "count", .integer(0...100_000), "How many probes; 0 goes on until interrupted.", .fallback("4"),
                isTagged: true),
            Parameter(
                "timeout", .duration(.milliseconds, 1...Double(longestWait)), "How long to wait for each answer.",
                .fallback("\(longestWait)"), isTagged: true),
        ]
    }

    private let environment: CommandEnvironment
    private let cloud: CloudSnapshot
    private let endpoint: Endpoint
    private let count: Int
    private let timeout: Duration

    /// - Parameter invocation: has the parameters of a series.
    init(
        to endpoint: Endpoint, in cloud: CloudSnapshot, _ invocation: Invocation, _ environment: CommandEnvironment
    ) {
        self.environment = environment
        self.cloud = cloud
        self.endpoint = endpoint
        count = invocation.integer("count")
        timeout = invocation.duration("timeout")
    }

    /// An interruption ends the series and not the command: what was learned so far is told.
    func run(_ stage: Stage) async throws -> ProbeTally {
        var tally = ProbeTally()
        await stage.show([Line("Pinging \(cloud.text(endpoint)) in cloud \(cloud.name)")])
        do {
            while count == 0 || tally.sent < count {
                stage.tell(progress(tally))
                if tally.sent > 0 { try await Task.sleep(for: environment.probeInterval) }
                let outcome = try await probe()
                tally.count(outcome)
                await stage.show([line(outcome)])
            }
        } catch is CancellationError where tally.sent > 0 {
            return tally
        }
        return tally
    }

    private func progress(_ tally: ProbeTally) -> Progress {
        let number = Progress.Counter(tally.sent, "probes", of: count == 0 ? nil : count)
        return Progress("Pinging \(cloud.text(endpoint))", [number, .init(tally.received, "answered")])
    }

    private func probe() async throws -> PingOutcome {
        try await withThrowingTaskGroup(of: PingOutcome.self) { group in
            group.addTask {
                try await environment.ask { services async throws(EngineError) in
                    try await services.ping(endpoint, inCloud: cloud.name)
                }
            }
            if timeout < .milliseconds(Self.longestWait) {
                group.addTask {
                    try await Task.sleep(for: timeout)
                    return .unanswered
                }
            }
            defer { group.cancelAll() }
            return try await group.next() ?? .unanswered
        }
    }

    private func line(_ outcome: PingOutcome) -> Line {
        switch outcome {
        case .answered(let time, _):
            let sign = time < .milliseconds(1) ? "" : "="
            return Line("Reply from \(cloud.text(endpoint)): time\(sign)\(time.roundTripText)")
        case .unanswered: return Line("No reply from \(cloud.text(endpoint)): timed out.", .warning)
        }
    }
}

/// What came of a series.
struct ProbeTally {
    private(set) var sent = 0
    private(set) var received = 0
    private var total: Duration = .zero
    private var fastest: Duration?
    private var slowest: Duration?
    /// Of the last probes; nil for no answer.
    private var times: [Duration?] = []
    /// A series without an end must not grow without one; ours.
    private static let timesKept = 1000

    mutating func count(_ outcome: PingOutcome) {
        sent += 1
        times.append(outcome.time)
        if times.count > Self.timesKept { times.removeFirst() }
        guard case .answered(let time, _) = outcome else { return }
        received += 1
        total += time
        fastest = min(fastest ?? time, time)
        slowest = max(slowest ?? time, time)
    }

    var line: Line {
        let counts = "Sent \(sent), received \(received), lost \(sent - received)."
        guard let fastest, let slowest else { return Line(counts) }
        let (least, average, most) = (fastest.roundTripText, (total / received).roundTripText, slowest.roundTripText)
        return Line("\(counts) Round trip minimum \(least), average \(average), maximum \(most).")
    }

    var json: [String: JSONValue] {
        [
            "sent": .integer(sent), "received": .integer(received), "lost": .integer(sent - received),
            "minimumMs": .optional(fastest?.milliseconds), "maximumMs": .optional(slowest?.milliseconds),
            "averageMs": .optional(received == 0 ? nil : (total / received).milliseconds),
            "timesMs": .array(times.map { .optional($0?.milliseconds) }),
        ]
    }

    static let members: [JSONMember] = [
        .member("sent", .count, "Probes sent."), .member("received", .count, "Answers that came."),
        .member("lost", .count, "Probes without an answer."),
        .member("minimumMs", .milliseconds.orNull, "The shortest time to an answer; null without one."),
        .member("averageMs", .milliseconds.orNull, "The mean of the times."),
        .member("maximumMs", .milliseconds.orNull, "The longest time."),
        .member(
            "timesMs", .array(.milliseconds.orNull),
            "The time of each of the last \(timesKept) probes; null for no answer."),
    ]

    var record: [String] {
        let times = [fastest, received == 0 ? nil : total / received, slowest]
        return ["\(sent)", "\(received)"] + times.map { $0.map { "\($0.milliseconds)" } ?? "" }
    }
}

extension PingOutcome {
    fileprivate var time: Duration? {
        guard case .answered(let time, _) = self else { return nil }
        return time
    }
}
