import CommandTree
import PNRP
import PeerEngine

extension ShellCommand {
    /// Netsh 4.3.10; the block is pinned by O-4.
    static var showStatistics: ShellCommand {
        ShellCommand(
            "show statistics", "Shows what the clouds of this machine hold and have refused.",
            parameters: [.cloud(), .graph("Draws the last minutes too.")],
            notes: CommandNotes(
                remarks: [
                    "'graph=yes' adds the last ten minutes at most, a step for every five seconds, the latest at the "
                        + "right: as many blocks high as the figure is beside the most it has been. A dot is a time of "
                        + "which nothing is known. It begins when this process opens the cloud; with 'watch=5' it can "
                        + "be seen growing. 'graph=ascii' draws it without other characters."
                ],
                output: [
                    .init("IP Addresses", "Where this machine takes part in the cloud."),
                    .init("Number of cache entries", "Routes to other members."),
                    .init(
                        "Estimated cloud size",
                        "Identifiers in the cloud, not computers: a computer has one for each name it publishes. "
                            + "A machine that publishes nothing can only say how many it knows: 'N or more'."),
                    .init("Number of registered names", "Names this process publishes there."),
                    .init("Throttled ...", "Requests refused because too many came, since the cloud started."),
                    .init("Received/s", "With graph=yes: datagrams that came in a second."),
                    .init("Sent/s", "The same: datagrams that went."),
                    .init("Throttled/s", "The same: requests refused, of every kind."),
                ],
                record: [
                    "cloud", "cacheEntries", "estimatedCloudSize", "registeredNames", "resolves", "solicits", "floods",
                    "repairs",
                ],
                examples: [
                    .init("show statistics *", "Shows the statistics of all clouds."),
                    .init("show statistics graph=yes watch=5", "Shows what goes on, until Ctrl-C."),
                ],
                endings: [.notFound]),
            answer: .array(.object(statisticsMembers))
        ) { invocation, environment in
            let clouds = try await environment.settledClouds(for: invocation)
            let drawing = invocation.drawing
            var blocks: [[Line]] = []
            var json: [JSONValue] = []
            for cloud in clouds {
                let title = clouds.count > 1 ? [Line("Cloud: \(cloud.name)", .heading)] : []
                let history = drawing == nil ? nil : try await HistoryReport(of: cloud, environment)
                let graph = drawing.map { history?.lines(width: environment.pictureWidth, $0) ?? [] } ?? []
                blocks.append(title + cloud.statisticsLines + (graph.isEmpty ? [] : [""] + graph))
                json.append(.object(cloud.statistics.merging(history.map { ["history": $0.json] } ?? [:]) { $1 }))
            }
            return .document(
                Document(
                    lines: Array(blocks.joined(separator: [""])), json: .array(json),
                    records: clouds.map(\.statisticsRecord)))
        }
    }
}

private let statisticsMembers: [JSONMember] = [
    .cloud, .member("addresses", .array(.endpoint), "Where this machine takes part in the cloud."),
    .member("cacheEntries", .count, "Routes to other members."),
    .member("estimatedCloudSize", .count.orNull, "Identifiers in the cloud; null where there is no estimate."),
    .member("registeredNames", .count, "Names this process publishes there."),
    .member(
        "throttled",
        .object([
            .member("resolves", .count, "Searches."), .member("solicits", .count, "Requests for members."),
            .member("floods", .count, "News of members."), .member("repairs", .count, "Tests for a split."),
        ]), "What was refused because too much came, since the cloud started."),
    .optional("history", HistoryReport.shape.orNull, "The last minutes, with graph=yes; null for a cloud not open."),
]

extension CloudSnapshot {
    fileprivate var statisticsLines: [Line] {
        let addresses = endpoints.map(text)
        let first = addresses.first.map { " " + $0 } ?? ""
        return [Line("IP Addresses:" + first)]
            + addresses.dropFirst().map { Line(String(repeating: " ", count: 14) + $0) }
            + [
                "Number of cache entries: \(cacheEntries)", Line("Estimated cloud size: " + sizeText),
                "Number of registered names: \(registeredNames)",
            ] + throttled.map { "Throttled \($0.what): \($0.count)" }
    }

    /// The estimate; for want of one a lower bound, marked as such (behaviour 10).
    private var sizeText: String {
        if let estimatedSize { return "\(estimatedSize)" }
        return cacheEntries == 0 ? "unknown" : "\(cacheEntries) or more"
    }

    fileprivate var statistics: [String: JSONValue] {
        let refused = throttled.map { ($0.what, JSONValue.integer($0.count)) }
        return [
            "cloud": .string(name), "addresses": .array(endpoints.map(json)), "cacheEntries": .integer(cacheEntries),
            "estimatedCloudSize": .optional(estimatedSize), "registeredNames": .integer(registeredNames),
            "throttled": .object(Dictionary(uniqueKeysWithValues: refused)),
        ]
    }

    fileprivate var statisticsRecord: [String] {
        let size = estimatedSize.map { "\($0)" } ?? ""
        return [name, "\(cacheEntries)", size, "\(registeredNames)"] + throttled.map { "\($0.count)" }
    }

    /// In the order of netsh O-4.
    private var throttled: [(what: String, count: Int)] {
        [
            ("resolves", counters.throttledResolves), ("solicits", counters.throttledSolicits),
            ("floods", counters.throttledFloods), ("repairs", counters.throttledRepairs),
        ]
    }
}
