import CommandTree
import PNRP
import PeerBase
import PeerEngine

extension ShellCommand {
    /// Netsh 4.5.5; the output is pinned by O-5 and O-7.
    static var traceroute: ShellCommand {
        ShellCommand(
            "traceroute", "Resolves a peer name with path tracing.",
            parameters: [.peerName(candidates: .names), .cloud(), verbose, .criteria, Search.timeoutParameter],
            notes: CommandNotes(
                remarks: [
                    "A publisher that was reached by the way may show Rejected (Dead end) with 128 or more bits and "
                        + "then a line of its own: nobody is closer than itself, and then it proved that the name is "
                        + "its own (Final Inquire). That is success."
                ],
                output: [
                    .init("[address]:port", "Who was asked; this machine in the first line."),
                    .init(
                        "(bits)",
                        "How many leading bits of its identifier are those of the name's; 128 and more is a "
                            + "publisher. 0 in the first and in the final line."),
                    .init("(ms)", "Milliseconds until the answer; 2000 if none came."),
                    .init("Accepted", "It named somebody closer."),
                    .init("Accepted Suspicious", "The same, though it says the name would be next to itself."),
                    .init("Rejected (Dead end)", "It knows nobody closer."),
                    .init("Rejected (Unreachable)", "It did not answer."),
                    .init("Rejected (Too busy)", "It asked to be left alone for now."),
                    .init("no verdict", "The publisher's proof, in the final line."),
                ],
                examples: [
                    .init("traceroute 0.alice Global_", "Shows how the name is found."),
                    .init("traceroute 0.alice --verbose", "Puts a heading over the path."),
                ],
                endings: [.notFound, .timedOut, .interrupted]),
            answer: .object(
                JSONMember.findings + [.member("path", .array(.object(stepMembers)), "Who was asked, in order.")])
        ) { invocation, environment in
            let search = try await Search(invocation, environment)
            let heading: [Line] = invocation.boolean("verbose") ? ["[address]:port, (bits), (ms)"] : []
            return .progressive { stage in
                await stage.show(FindingReport.opening)
                let findings = try await search.findings()
                let report = FindingReport(search: search, findings: findings)
                let path = findings.flatMap { $0.pathJSON }
                return Document(
                    lines: report.lines + findings.flatMap { $0.pathLines(heading, isOneOfMany: findings.count > 1) },
                    json: .object(report.json.merging(["path": .array(path)]) { $1 }),
                    records: findings.flatMap { $0.pathRecords }, status: report.status,
                    hints: report.status == .success ? [] : await search.remedies(for: findings))
            }
        }
    }

    private static var verbose: Parameter {
        Parameter("verbose", .boolean, "Names the columns of the path.", .fallback("no"))
    }
}

private let stepMembers: [JSONMember] =
    [.cloud] + JSONMember.endpoint + [
        .member("matchingBits", .integer(0...256), "Leading bits its identifier has in common with the name's."),
        .member("elapsedMs", .milliseconds, "The time until it answered; 2000 if it did not."),
        .member("verdict", .words(TraceStep.Verdict.all.map(\.name)), "What became of it."),
    ]

extension Search.Finding {
    fileprivate func pathLines(_ heading: [Line], isOneOfMany: Bool) -> [Line] {
        let title: Line = isOneOfMany ? "Resolve Path in cloud \(cloud.name):" : "Resolve Path:"
        return ["", title] + heading
            + outcome.trace.flatMap { step in
                [Line("\(cloud.text(step.endpoint)), (\(step.matchingBits)), (\(step.elapsed.milliseconds))")]
                    + (step.verdict.text.map { [Line("       ") + Line($0, step.verdict.style)] } ?? [])
            }
    }

    fileprivate var pathJSON: [JSONValue] {
        outcome.trace.map { step in
            [
                "cloud": .string(cloud.name), "address": .string("\(step.endpoint.address)"),
                "zone": .integer(cloud.zone(of: step.endpoint.address)), "port": .integer(Int(step.endpoint.port)),
                "matchingBits": .integer(step.matchingBits), "elapsedMs": .integer(step.elapsed.milliseconds),
                "verdict": .string(step.verdict.name),
            ]
        }
    }

    fileprivate var pathRecords: [[String]] {
        outcome.trace.map { step in
            [
                cloud.name, "\(step.endpoint.address)", "\(step.endpoint.port)", "\(step.matchingBits)",
                "\(step.elapsed.milliseconds)", step.verdict.name,
            ]
        }
    }
}

extension TraceStep.Verdict {
    /// The spellings of Windows, and one of ours for a busy node (behaviour 20). The final line has none (netsh O-5).
    fileprivate var text: String? { self == .acceptedFinalInquire ? nil : name }

    fileprivate static let all: [TraceStep.Verdict] = [
        .accepted, .acceptedSuspicious, .acceptedFinalInquire, .deadEnd, .unreachable, .tooBusy,
    ]

    fileprivate var name: String {
        switch self {
        case .accepted: "Accepted"
        case .acceptedSuspicious: "Accepted Suspicious"
        case .acceptedFinalInquire: "Accepted Final Inquire"
        case .deadEnd: "Rejected (Dead end)"
        case .unreachable: "Rejected (Unreachable)"
        case .tooBusy: "Rejected (Too busy)"
        }
    }

    fileprivate var style: Style {
        switch self {
        case .accepted, .acceptedFinalInquire: .good
        case .acceptedSuspicious, .deadEnd, .tooBusy: .warning
        case .unreachable: .bad
        }
    }
}
