import CommandTree
import PeerBase
import PeerEngine

extension ShellCommand {
    /// Netsh 4.4.1.
    static var pingHost: ShellCommand {
        ShellCommand(
            "ping host", "Asks one node for a sign of life.",
            parameters: [.host, .cloud("the cloud of the link for a link-local address, else Global_")]
                + ProbeSeries.parameters,
            notes: CommandNotes(
                remarks: [
                    "When a name cannot be resolved, this is the first thing to try: most failures are nodes that "
                        + "cannot reach each other, for example because a firewall drops UDP port \(wellKnownPort)."
                ],
                output: [
                    .init("time", "From the question to the answer."), .init("lost", "Probes without an answer."),
                ],
                record: ["address", "port", "sent", "received", "minimumMs", "averageMs", "maximumMs"],
                examples: [
                    .init("ping host 2001:db8::b02", "Sends four probes."),
                    .init("ping host [fe80::2%eth0]:3540 count=1", "Sends one probe over a link."),
                ],
                endings: [.notFound, .timedOut, .interrupted]),
            answer: .object(pingMembers)
        ) { invocation, environment in
            let (endpoint, cloud) = try await environment.target(of: invocation)
            return .progressive { stage in
                let tally = try await ProbeSeries(to: endpoint, in: cloud, invocation, environment).run(stage)
                let place: [String: JSONValue] = ["cloud": .string(cloud.name), "host": cloud.json(endpoint)]
                return Document(
                    lines: ["", tally.line], json: .object(place.merging(tally.json) { $1 }),
                    records: [["\(endpoint.address)", "\(endpoint.port)"] + tally.record],
                    status: tally.received > 0 ? .success : .timedOut)
            }
        }
    }
}

private let pingMembers: [JSONMember] =
    [.cloud, .member("host", .endpoint, "The node.")] + ProbeTally.members
