import CommandTree

extension ShellCommand {
    /// Netsh 4.5.4; the output is pinned by O-6 in the layout of O-5.
    static var resolve: ShellCommand {
        ShellCommand(
            "resolve", "Finds the addresses published under a peer name.",
            parameters: [.peerName(), .cloud(), criteria, Search.timeoutParameter],
            notes: CommandNotes(
                remarks: [
                    "All clouds meant are searched at once; the first publisher found is shown. Names that this "
                        + "process publishes itself are found with criteria=any only."
                ],
                output: [
                    .init("Comment", "What the publisher says; left out if nothing."),
                    .init("Addresses", "Address, zone (0 where there is none), port and protocol."),
                    .init("Extended payload", "A text, or bytes in hex, published beside the addresses."),
                ],
                examples: [
                    .init("resolve 0.alice", "Searches all clouds."),
                    .init("resolve 0.alice Global_ timeout=5", "Searches one cloud for at most five seconds."),
                ],
                endings: [.notFound, .timedOut, .interrupted])
        ) { invocation, environment in
            let includesLocal = invocation.text("criteria") == anyone
            let search = try await Search(invocation, environment, includesLocal: includesLocal)
            return .progressive { show in
                await show(FindingReport.opening)
                let findings = try await search.findings()
                let report = FindingReport(query: search.query, findings: findings)
                let hints = report.status == .success ? [] : await search.remedies(for: findings)
                return Document(
                    lines: report.lines, json: .object(report.json), records: report.records, status: report.status,
                    hints: hints)
            }
        }
    }

    private static var criteria: Parameter {
        Parameter(
            "criteria", .choice(["default", anyone]), "Whether names of this process count: not by default.",
            .fallback("default"), isTagged: true)
    }
}

private let anyone = "any"
