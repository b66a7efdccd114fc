import CommandTree
import PeerEngine

extension ShellCommand {
    /// Collab 11.3.
    static var collaborationDiagnosis: ShellCommand {
        ShellCommand(
            "diag", "Tells why people near you are found, or are not.",
            notes: CommandNotes(
                remarks: ["It sends nothing off the link."],
                output: [.init("Result", "OK, or NO with the reason beside it.")],
                record: ["check", "good", "detail", "remedy"],
                examples: [.init("diag", "Checks everything.")]),
            answer: .array(
                .object([
                    .member("check", .anyText, "What was looked at."),
                    .member("good", .boolean, "Whether it is as it should be."),
                    .member("detail", .anyText, "What was found."),
                    .member("remedy", .anyText.orNull, "What can be done about it; null for nothing."),
                ]))
        ) { _, environment in
            .announced(
                "Checking",
                .progressive { _ in
                    let findings = try await environment.ask { services async throws(EngineError) in
                        try await services.diagnoseCollaboration()
                    }
                    return findings.document
                })
        }
    }
}

extension [CollaborationFinding] {
    fileprivate var document: Document {
        var table = Table([.init("Check"), .init("Result"), .init("Detail")])
        for finding in self {
            table.add([
                Line.Run(finding.check), Line.Run(finding.isGood ? "OK" : "NO", finding.isGood ? .good : .bad),
                Line.Run(finding.detail),
            ])
        }
        return Document(
            body: isEmpty ? [.line("There is nothing to check.")] : [.table(table)],
            json: .array(
                map { finding in
                    [
                        "check": .string(finding.check), "good": .bool(finding.isGood),
                        "detail": .string(finding.detail), "remedy": .optional(finding.remedy),
                    ]
                }),
            records: map { [$0.check, $0.isGood ? "yes" : "no", $0.detail, $0.remedy ?? ""] },
            status: allSatisfy(\.isGood) ? .success : .failed, hints: filter { !$0.isGood }.compactMap(\.remedy))
    }
}
