import CommandTree
import PNRP
import PeerBase
import PeerEngine

extension ShellCommand {
    /// Why a cloud works or does not, in one look; ours, for what users of netsh had to find out piece by piece (netsh 7).
    static var checkCloud: ShellCommand {
        ShellCommand(
            "check", "Tells why a cloud works, or what keeps it from working.", parameters: [.cloud("Global_")],
            notes: CommandNotes(
                remarks: [
                    "The cloud is started if need be, and looked at from the interface to the members. The last line is "
                        + "the verdict; the exit code is 0 if the cloud is Active, else 1."
                ],
                output: [
                    .init("ok", "As it should be."), .init("note", "Worth knowing; not the reason by itself."),
                    .init("FAIL", "Keeps the cloud from working; what can be done follows."),
                ],
                record: ["cloud", "weight", "finding", "remedy"],
                examples: [
                    .init("p2p pnrp diag check", "Looks at the global cloud."),
                    .init("p2p pnrp diag check *", "Looks at all clouds."),
                ],
                endings: [.notFound, .interrupted]),
            answer: .array(.object(examinationMembers))
        ) { invocation, environment in
            let clouds = try await environment.changedClouds(for: invocation)
            return .announced(
                "Looking at \(clouds.map(\.name).joined(separator: ", "))",
                .progressive { stage in
                    var examinations: [Examination] = []
                    for (index, cloud) in clouds.enumerated() {
                        stage.tell(Progress("Looking at \(cloud.name)", .clouds(index, of: clouds.count)))
                        let examination = try await environment.examine(cloud)
                        if !examinations.isEmpty { await stage.show([""]) }
                        await stage.show(examination.lines)
                        examinations.append(examination)
                    }
                    return Document(
                        lines: [], json: .array(examinations.map(\.json)), records: examinations.flatMap(\.records),
                        status: examinations.allSatisfy(\.isActive) ? .success : .failed)
                })
        }
    }
}

private let examinationMembers: [JSONMember] = [
    .cloud, .member("state", .cloudState, "The state of the cloud."),
    .member("active", .boolean, "Whether that is Active."),
    .member("verdict", .anyText, "What follows from the findings, in a sentence."),
    .member("findings", .array(CloudFinding.shape), "What was found, from the interface to the members."),
]

extension CommandEnvironment {
    /// A cloud that cannot be opened shows that by what is found.
    fileprivate func examine(_ cloud: CloudSnapshot) async throws -> Examination {
        _ = try? await services.settle(cloud: cloud.name)
        try Task.checkCancellation()
        let findings = try await ask { services async throws(EngineError) in
            try await services.diagnose(cloud: cloud.name)
        }
        let now = await services.clouds().first { $0.name == cloud.name }
        return Examination(cloud: now ?? cloud, findings: findings)
    }
}

/// What was found about one cloud, and what follows from it.
private struct Examination {
    let cloud: CloudSnapshot
    let findings: [CloudFinding]

    var isActive: Bool { cloud.state == .active }

    var lines: [Line] {
        [Line("Cloud \(cloud.name)", .heading)] + findings.map(\.line)
            + [Line(verdict, isActive ? .good : .bad)]
    }

    var json: JSONValue {
        [
            "cloud": .string(cloud.name), "state": .string(cloud.state.text), "active": .bool(isActive),
            "verdict": .string(verdict), "findings": .array(findings.map(\.json)),
        ]
    }

    var records: [[String]] {
        findings.map { [cloud.name, $0.weight.word, $0.sentence, $0.remedy ?? ""] }
            + [[cloud.name, cloud.state.text, verdict, ""]]
    }

    /// The first thing that is wrong, for it is the nearest to the machine.
    private var verdict: String {
        let reason = findings.first { $0.weight == .failure }?.sentence
        let because = reason.map { " " + $0 } ?? ""
        return switch cloud.state {
        case .active: "The cloud is Active."
        case .synchronizing: "The cloud is not Active yet: members are still being looked for."
        case .alone: "The cloud is Alone, not Active:" + (reason == nil ? " nobody was found." : because)
        case .virtual: "The cloud is Virtual, not Active:" + (reason == nil ? " it was not started." : because)
        case .noNet: "The cloud is not Active, its network is gone." + because
        case .dead: "The cloud is not Active, its interface is gone." + because
        case .disabled: "The cloud is not Active, it is switched off by configuration."
        }
    }
}
