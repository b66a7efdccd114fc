import CommandTree
import PNRP
import PeerEngine
import Pictures

/// The last minutes of a cloud, for people and programs.
struct HistoryReport {
    /// `nil` for a cloud that this process has not opened.
    private let history: StatisticsHistory?
    private let isOneShot: Bool

    private typealias Sample = StatisticsHistory.Sample

    /// A figure: what people call it, what programs call it, and how to come by it.
    private struct Figure {
        let label: String
        let member: String
        let meaning: String
        /// Whether it is counted over an interval.
        var isFlow = false
        let value: @Sendable (Sample) -> Int?
    }

    private static let figures = [
        Figure(label: "Cache entries", member: "cacheEntries", meaning: "Routes to other members.") { $0.cacheEntries },
        Figure(label: "Cloud size", member: "estimatedCloudSize", meaning: "Identifiers in the cloud.") {
            $0.estimatedSize
        },
        Figure(label: "Own names", member: "registeredNames", meaning: "Names of this process.") { $0.registeredNames },
        Figure(label: "Received/s", member: "datagramsReceived", meaning: "Datagrams in.", isFlow: true) {
            $0.datagramsReceived
        },
        Figure(label: "Sent/s", member: "datagramsSent", meaning: "Datagrams out.", isFlow: true) { $0.datagramsSent },
        Figure(label: "Throttled/s", member: "throttled", meaning: "Requests refused.", isFlow: true) { $0.throttled },
    ]
    private static let labelWidth = 14
    private static let interval = Int(Limits.historyInterval.components.seconds)

    static let shape: JSONShape = .object(
        [.member("intervalSeconds", .count, "The time from one value to the next, over which flows are counted.")]
            + figures.map { .member($0.member, .array(.count.orNull), $0.meaning + " Oldest first.") })

    init(of cloud: CloudSnapshot, _ environment: CommandEnvironment) async throws {
        isOneShot = environment.isOneShot
        history = try await environment.ask { services throws(EngineError) in
            try await services.statisticsHistory(ofCloud: cloud.name)
        }
    }

    func lines(width: Int, _ drawing: Drawing) -> [Line] {
        guard let history else { return [Line("The cloud is not open: there is no history yet.", .dim)] }
        guard !history.samples.isEmpty else { return [Line(beginning, .dim)] }
        let span = Duration.seconds(Self.interval * history.samples.count)
        let title = Line("The last \(span.spokenText), a step for every \(Self.interval) s:")
        let texts = Self.figures.map { Sparkline(values(of: $0), width: 1, drawing).text(drawing) }
        let room = width - Self.labelWidth - 1 - (texts.map { displayWidth(of: $0) }.max() ?? 0)
        let columns = min(max(room, 8), min(60, history.samples.count))
        let rows = zip(Self.figures, texts).map { figure, text in
            let blocks = Sparkline(values(of: figure), width: columns, drawing).blocks
            return Line(padded(figure.label, to: Self.labelWidth)) + Line(blocks, .good) + Line(" " + text)
        }
        return [title] + rows + (isOneShot && span < .seconds(60) ? [Line(beginning, .dim)] : [])
    }

    /// Why there is nothing or little to see.
    private var beginning: String {
        isOneShot
            ? "This process has only just begun to look; a session has more to show."
            : "There is something to show after \(Self.interval) seconds."
    }

    /// In the unit of the picture: a flow is told by the second.
    private func values(of figure: Figure) -> [Double?] {
        (history?.samples ?? []).map { sample in
            figure.value(sample).map { figure.isFlow ? Double($0) / Double(Self.interval) : Double($0) }
        }
    }

    /// Oldest first; flows are counted over each interval. `null` for a cloud that is not open.
    var json: JSONValue {
        guard let history else { return .null }
        let members = Self.figures.map { figure in
            (figure.member, JSONValue.array(history.samples.map { .optional(figure.value($0)) }))
        }
        let interval = ("intervalSeconds", JSONValue.integer(Self.interval))
        return .object(Dictionary(uniqueKeysWithValues: members + [interval]))
    }
}

extension Duration {
    /// `35 s`, `4 min 35 s`.
    fileprivate var spokenText: String {
        let (minutes, seconds) = Int(components.seconds).quotientAndRemainder(dividingBy: 60)
        let parts = [minutes > 0 ? "\(minutes) min" : nil, seconds > 0 || minutes == 0 ? "\(seconds) s" : nil]
        return parts.compactMap { $0 }.joined(separator: " ")
    }
}
