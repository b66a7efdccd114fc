import CommandTree
import PNRP
import PeerBase
import PeerEngine
import Pictures

extension ShellCommand {
    /// Netsh 4.5.5; the output is pinned by O-5 and O-7.
    static var traceroute: ShellCommand {
        ShellCommand(
            "traceroute", "Resolves a peer name with path tracing.",
            parameters: [
                .peerName(candidates: .names), .cloud(), verbose, .criteria, Search.timeoutParameter,
                .graph("Draws the way in the columns of the terminal too."), picture, replace,
            ],
            notes: CommandNotes(
                remarks: [
                    "A publisher that was reached by the way may show Rejected (Dead end) with 128 or more bits and "
                        + "then a line of its own: nobody is closer than itself, and then it proved that the name is "
                        + "its own (Final Inquire). That is success.",
                    "Identifiers lie on a ring: 0 at the top, growing clockwise, each place one of 2^256. Every node "
                        + "that is asked should lie nearer to the name's place than the one before. 'graph=yes' draws "
                        + "the ring as a line, cut open at 0, and a row for each exchange: the bits in common with the "
                        + "target, its time, and what came of it. 'graph=ascii' does it without other characters.",
                    "'picture=FILE.svg' draws it for a browser: the ring with everybody who was asked, numbered in "
                        + "that order; the approach, where every bit halves the way that is left, so that the last "
                        + "ones stand apart; and how long each exchange took, one after the other. Numbers have a "
                        + "shape and a colour for the verdict. It is light or dark as the browser is.",
                ],
                output: [
                    .init("[address]:port", "Who was asked; this machine in the first line."),
                    .init(
                        "(bits)",
                        "How many leading bits of its identifier are those of the name's; 128 and more is a "
                            + "publisher. 0 in the first and in the final line."),
                    .init(
                        "(ms)",
                        "Milliseconds until the answer; 2000 if none came, up to 8000 where many datagrams get lost and "
                            + "it was asked more often."),
                    .init("Accepted", "It named somebody closer."),
                    .init("Accepted Suspicious", "The same, though it says the name would be next to itself."),
                    .init("Rejected (Dead end)", "It knows nobody closer."),
                    .init("Rejected (Unreachable)", "It did not answer."),
                    .init("Rejected (Too busy)", "It asked to be left alone for now."),
                    .init("no verdict", "The publisher's proof, in the final line."),
                ],
                record: ["cloud", "address", "port", "matchingBits", "elapsedMs", "verdict"],
                examples: [
                    .init("traceroute 0.alice Global_", "Shows how the name is found."),
                    .init("traceroute 0.alice --verbose", "Puts a heading over the path."),
                    .init("traceroute 0.alice graph=yes", "Draws the way below it."),
                    .init("traceroute 0.alice picture=alice.svg", "Draws the way into the file alice.svg."),
                ],
                endings: [.notFound, .timedOut, .notPermitted, .interrupted]),
            answer: .object(JSONMember.findings + pathMembers)
        ) { invocation, environment in
            let file = try PictureFile(invocation)
            let search = try await Search(invocation, environment)
            let drawing = invocation.drawing
            let heading: [Line] = invocation.boolean("verbose") ? ["[address]:port, (bits), (ms)"] : []
            return .progressive { stage in
                await stage.show(FindingReport.opening)
                let findings = try await search.findings(stage)
                let report = FindingReport(search: search, findings: findings)
                // Whoever has waited for the answer gets it, with a picture or without.
                let (picture, failure) = draw(findings.map { $0.walk(to: search.query.name) }, into: file)
                let paths = findings.flatMap { finding in
                    finding.pathLines(heading, isOneOfMany: findings.count > 1)
                        + finding.graph(of: search.query.name, width: environment.pictureWidth, drawing)
                }
                var json = report.json
                json["targets"] = .array(findings.map(\.targetJSON))
                json["path"] = .array(findings.flatMap { $0.pathJSON })
                if let picture { json["picture"] = .string(picture) }
                let remedies = report.status == .success ? [] : await search.remedies(for: findings)
                return Document(
                    lines: report.lines + paths + (picture.map { ["", Line("Picture: \($0)")] } ?? []),
                    json: .object(json), records: findings.flatMap { $0.pathRecords },
                    status: failure == nil ? report.status : .failed,
                    hints: [failure?.sentence, failure?.hint].compactMap(\.self) + remedies)
            }
        }
    }

    /// Where the picture is, or why it is nowhere; neither where none is wanted.
    private static func draw(_ walks: [Walk], into file: PictureFile?) -> (path: String?, failure: CommandFailure?) {
        guard let file else { return (nil, nil) }
        do throws(CommandFailure) {
            try file.write(RingPicture(walks).svg)
            return (file.fullPath, nil)
        } catch {
            return (nil, error)
        }
    }

    private static var verbose: Parameter {
        Parameter("verbose", .boolean, "Names the columns of the path.", .fallback("no"))
    }

    private static var picture: Parameter {
        Parameter(
            "picture", .file, "A file to draw the way into, as SVG.", .optional("no picture"), isTagged: true,
            candidates: .files)
    }

    private static var replace: Parameter {
        Parameter("replace", .boolean, "Whether that file may exist already.", .fallback("no"))
    }
}

private let pathMembers: [JSONMember] = [
    .member("path", .array(.object(stepMembers)), "Who was asked, in order."),
    .member("targets", .array(.object(targetMembers)), "The identifier that was looked for, in each cloud."),
    .optional("picture", .anyText, "Where the picture is, if one was wanted."),
]

private let targetMembers: [JSONMember] = [
    .cloud, .member("pnrpId", .pnrpID.orNull, "The identifier; null if the search did not begin."),
]

private let stepMembers: [JSONMember] =
    [.cloud] + JSONMember.endpoint + [
        .member("pnrpId", .pnrpID.orNull, "The identifier that was asked; null where there is none, or none known."),
        .member("matchingBits", .integer(0...256), "Leading bits its identifier has in common with the name's."),
        .member("elapsedMs", .milliseconds, "The time until it answered; 2000 to 8000 if it did not."),
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

    /// The way drawn for a terminal, under a blank line; nothing where nobody wants it.
    fileprivate func graph(of name: PeerName, width: Int, _ drawing: Drawing?) -> [Line] {
        drawing.map { [""] + TextPicture(walk(to: name), width: width, $0).lines } ?? []
    }

    /// The identifier that was looked for in this cloud.
    fileprivate var targetJSON: JSONValue {
        ["cloud": .string(cloud.name), "pnrpId": .optional(outcome.target.map { "\($0)" })]
    }

    fileprivate var pathJSON: [JSONValue] {
        outcome.trace.map { step in
            [
                "cloud": .string(cloud.name), "address": .string("\(step.endpoint.address)"),
                "zone": .integer(cloud.zone(of: step.endpoint.address)), "port": .integer(Int(step.endpoint.port)),
                "pnrpId": .optional(step.id.map { "\($0)" }), "matchingBits": .integer(step.matchingBits),
                "elapsedMs": .integer(step.elapsed.milliseconds),
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
