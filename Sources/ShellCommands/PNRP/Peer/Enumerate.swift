import CommandTree
import PNRP

extension ShellCommand {
    /// Netsh 4.5.3.
    static var enumerate: ShellCommand {
        ShellCommand(
            "enumerate", "Finds everybody who publishes a peer name.",
            parameters: [.peerName(candidates: .names), .cloud(), .criteria, Search.timeoutParameter, most],
            notes: CommandNotes(
                remarks: [
                    "All clouds meant are searched; each publisher is shown as it is found. Those of this process count "
                        + "with criteria=any and criteria=nearest only."
                ],
                output: CommandNotes.Entry.publisher + [.init("N endpoints found", "How many publishers there are.")],
                record: ["address", "zone", "port", "protocol", "name", "cloud", "comment"],
                examples: [
                    .init("enumerate 0.chat", "Shows everybody in all clouds."),
                    .init("enumerate 0.chat Global_ max=10", "Shows at most ten of one cloud."),
                ],
                endings: [.notFound, .timedOut, .interrupted]),
            answer: .object(JSONMember.findings)
        ) { invocation, environment in
            let search = try await Search(invocation, environment, limit: invocation.integer("max"))
            return .progressive { stage in
                await stage.show(FindingReport.opening)
                let report = FindingReport(search: search, findings: try await search.streamed(stage))
                let count = report.publishers.count
                let summary = Line(count == 1 ? "1 endpoint found." : "\(count) endpoints found.")
                return Document(
                    lines: count == 0 ? report.lines : [summary], json: .object(report.json), records: report.records,
                    status: report.status, hints: count == 0 ? await search.remedies(for: report.findings) : [])
            }
        }
    }

    private static var most: Parameter {
        Parameter(
            "max", .integer(1...Limits.recordsPerResolve), "How many publishers of each cloud are looked for.",
            .fallback("50"), isTagged: true)
    }
}

extension Search {
    /// Shows every publisher as it comes.
    fileprivate func streamed(_ stage: Stage) async throws -> [Finding] {
        let (publishers, arrivals) = AsyncStream.makeStream(of: Publisher.self)
        return try await withThrowingTaskGroup(of: [Finding].self) { group in
            group.addTask {
                defer { arrivals.finish() }
                return try await everything(stage) { arrivals.yield($0) }
            }
            for await publisher in publishers {
                await stage.show(publisher.block(namingCloud: spansClouds) + [""])
            }
            return try await group.next() ?? []
        }
    }
}
