import CommandTree
import PNRP

extension ShellCommand {
    /// Netsh 4.5.4; the output is pinned by O-6 in the layout of O-5.
    static var resolve: ShellCommand {
        ShellCommand(
            "resolve", "Finds the addresses published under a peer name.",
            parameters: [.peerName(candidates: .names), .cloud(), .criteria, Search.timeoutParameter, most],
            notes: CommandNotes(
                remarks: [
                    "All clouds meant are searched at once; the first publisher found is shown, and in which cloud it "
                        + "was if there are several. Names that this process publishes itself are found with "
                        + "criteria=any and criteria=nearest only."
                ],
                output: CommandNotes.Entry.publisher,
                record: ["address", "zone", "port", "protocol", "name", "cloud", "comment"],
                examples: [
                    .init("resolve 0.alice", "Searches all clouds."),
                    .init("resolve 0.alice Global_ timeout=5", "Searches one cloud for at most five seconds."),
                    .init("resolve 0.alice criteria=nearestremote", "Finds the nearest publisher on another machine."),
                ],
                endings: [.notFound, .timedOut, .interrupted]),
            answer: .object(JSONMember.findings)
        ) { invocation, environment in
            let search = try await Search(invocation, environment, limit: invocation.integer("max"))
            return .progressive { stage in
                await stage.show(FindingReport.opening)
                let findings = try await search.findings(stage)
                let report = FindingReport(search: search, findings: findings)
                let hints = report.status == .success ? [] : await search.remedies(for: findings)
                return Document(
                    lines: report.lines, json: .object(report.json), records: report.records, status: report.status,
                    hints: hints)
            }
        }
    }

    private static var most: Parameter {
        Parameter(
            "max", .integer(1...Limits.recordsPerResolve), "How many publishers of the first cloud are shown.",
            .fallback("1"), isTagged: true)
    }
}

extension CommandNotes.Entry {
    /// What is told of a publisher, explained.
    static let publisher = [
        Self("Comment", "What the publisher says; left out if nothing."),
        Self("Addresses", "Address, zone (0 where there is none), port and protocol."),
        Self("Extended payload", "A text, or bytes in hex, published beside the addresses."),
    ]
}
