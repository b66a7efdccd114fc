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
                        + "be seen growing. 'graph=ascii' draws it without other characters.",
                    "'--json' counts more, each since the cloud started: answers and questions that were held back, what "
                        + "was malformed and why, what was refused, and what came and went.",
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
            .member("inquiries", .count, "Questions for a record."),
            .member("answers", .count, "Answers to a source that had its share of bytes."),
            .member("candidates", .count, "Members named that were not asked whether they are there."),
        ]), "What was refused because too much came, since the cloud started."),
    .member(
        "malformed",
        .object([
            .member("truncated", .count, "Ended too early."), .member("trailingBytes", .count, "Ended too late."),
            .member("inconsistentLength", .count, "A length that fits nothing."),
            .member("invalidValue", .count, "A value that no rule allows."),
            .member("missing", .count, "A part that must be there."),
            .member("unexpected", .count, "A part that must not stand there."),
        ]), "Datagrams that could not be read, by what was wrong with them first."),
    .member(
        "refused",
        .object([
            .member("sources", .count, "Datagrams from an address or port that no member has."),
            .member("requests", .count, "Requests that lead nowhere or are meant for somebody else."),
            .member("answers", .count, "Answers to nothing that was asked, or too late."),
            .member("records", .count, "Records that did not prove what they claim."),
        ]), "What was read and led to nothing."),
    .member(
        "answered",
        .object([
            .member("lookups", .count, "Searches of others."),
            .member("inquiries", .count, "Questions about names here."),
            .member("repetitions", .count, "Requests that came again."),
        ]), "Requests of others that were answered."),
    .member("resolvesStarted", .count, "Searches that this process began."),
    .member("staleCacheHits", .count, "Members that kept silent when a search asked them."),
    .member(
        "traffic",
        .object([
            .member("datagramsReceived", .count, "Datagrams that came in."),
            .member("datagramsSent", .count, "Datagrams that went out."),
            .member("bytesReceived", .count, "Their bytes, as UDP payload."),
            .member("bytesSent", .count, "The same of those that went."),
        ]), "What came and went."),
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
        [
            "cloud": .string(name), "addresses": .array(endpoints.map(json)), "cacheEntries": .integer(cacheEntries),
            "estimatedCloudSize": .optional(estimatedSize), "registeredNames": .integer(registeredNames),
            "throttled": counts(
                throttled + [
                    ("inquiries", counters.throttledInquiries), ("answers", counters.withheldAnswers),
                    ("candidates", counters.turnedAwayCandidates),
                ]),
            "malformed": counters.decodeFaults.json,
            "refused": counts([
                ("sources", counters.refusedSources), ("requests", counters.refusedRequests),
                ("answers", counters.unmatchedAnswers), ("records", counters.invalidRecords),
            ]),
            "answered": counts([
                ("lookups", counters.lookupsAnswered), ("inquiries", counters.inquiriesAnswered),
                ("repetitions", counters.repeatedRequests),
            ]),
            "resolvesStarted": .integer(counters.resolvesStarted), "staleCacheHits": .integer(counters.staleCacheHits),
            "traffic": counts([
                ("datagramsReceived", counters.datagramsReceived), ("datagramsSent", counters.datagramsSent),
                ("bytesReceived", counters.bytesReceived), ("bytesSent", counters.bytesSent),
            ]),
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

extension DecodeFaults {
    fileprivate var json: JSONValue {
        counts([
            ("truncated", truncated), ("trailingBytes", trailingBytes), ("inconsistentLength", inconsistentLength),
            ("invalidValue", invalidValue), ("missing", missing), ("unexpected", unexpected),
        ])
    }
}

private func counts(_ figures: [(what: String, count: Int)]) -> JSONValue {
    .object(Dictionary(uniqueKeysWithValues: figures.map { ($0.what, .integer($0.count)) }))
}
