import CommandTree
import PNRP
import PeerEngine

extension ShellCommand {
    /// Netsh 4.3.2.
    static var repairCloud: ShellCommand {
        ShellCommand(
            "repair", "Tests whether clouds have fallen apart, and mends them.", parameters: [.cloud()],
            notes: CommandNotes(
                remarks: [
                    "A member outside of this machine's own knowledge, a seed for example, is asked for the neighbours "
                        + "of a name published here. If it names others than those known, the cloud has split, and "
                        + "both parts are told of each other. p2psh does this by itself from time to time."
                ],
                output: [.init("Split detection", "What the test found, and what was done about it.")],
                record: ["cloud", "message"],
                examples: [
                    .init("repair", "Tests all clouds."), .init("repair Global_", "Tests the global cloud."),
                ],
                endings: [.notFound, .timedOut, .interrupted]),
            answer: repairShape
        ) { invocation, environment in
            let clouds = try await environment.clouds(for: invocation)
            guard !clouds.isEmpty else { throw CommandFailure.noCloudAtAll }
            return .announced(
                "Testing \(clouds.map(\.name).joined(separator: ", "))",
                .progressive { stage in
                    var verdicts: [RepairVerdict] = []
                    for (index, cloud) in clouds.enumerated() {
                        stage.tell(Progress("Testing \(cloud.name)", .clouds(index, of: clouds.count)))
                        verdicts.append(try await environment.repair(cloud))
                    }
                    return try conclusion(verdicts)
                })
        }
    }
}

private let repairShape: JSONShape = .object([
    .member("ok", .boolean, "Whether at least one cloud could be tested."),
    .member("repaired", .array(.object(verdictMembers)), "What became of each cloud."),
])

private let verdictMembers: [JSONMember] = [
    .cloud,
    .member(
        "result",
        .words(
            "noSplit", "repaired", "throttled", "unanswered", "nobodyToAsk", "nothingRegistered", "failed"),
        "What the test came to."),
    .member("message", .anyText, "The same as a sentence."),
    .optional("learned", .count, "How many members were learned, if it was repaired."),
    .optional("smallerPart", .boolean, "Whether this machine was in the smaller part, if it was repaired."),
    .optional("retryInSeconds", .count, "When it can be tried again, if it was throttled."),
]

/// What the split test of one cloud came to.
private struct RepairVerdict {
    let cloud: CloudSnapshot
    let result: Result<RepairOutcome, CommandFailure>

    /// Why the cloud was not tested; nil if it was.
    var trouble: CommandFailure? {
        switch result {
        case .success(let outcome): outcome.trouble
        case .failure(let failure): failure
        }
    }

    var sentence: String {
        if let trouble { return trouble.message }
        guard case .success(.repaired(_, let learned)) = result else {
            return "Split detection: no split found."
        }
        let entries = learned == 1 ? "1 entry" : "\(learned) entries"
        return "Split detection: split repaired, \(entries) learned."
    }

    var json: JSONValue {
        var members: [String: JSONValue] = ["cloud": .string(cloud.name), "message": .string(sentence)]
        switch result {
        case .failure: members["result"] = "failed"
        case .success(let outcome):
            members["result"] = .string(outcome.name)
            if case .repaired(let isSmaller, let learned) = outcome {
                members["learned"] = .integer(learned)
                members["smallerPart"] = .bool(isSmaller)
            }
            if case .throttled(let wait) = outcome { members["retryInSeconds"] = .integer(wait.wholeSeconds) }
        }
        return .object(members)
    }
}

extension CommandEnvironment {
    /// A cloud that cannot be tested does not keep the others from it.
    fileprivate func repair(_ cloud: CloudSnapshot) async throws -> RepairVerdict {
        do throws(EngineError) {
            return RepairVerdict(cloud: cloud, result: .success(try await services.repair(cloud: cloud.name)))
        } catch {
            if error == .cancelled { throw CancellationError() }
            return RepairVerdict(cloud: cloud, result: .failure(CommandFailure(error)))
        }
    }
}

/// A single cloud that could not be tested is a failure with its remedy; of several, each has its line, and one success
/// is enough.
private func conclusion(_ verdicts: [RepairVerdict]) throws(CommandFailure) -> Document {
    let troubles = verdicts.compactMap(\.trouble)
    if verdicts.count == 1, let trouble = troubles.first { throw trouble }
    let isUseless = troubles.count == verdicts.count
    let lines = verdicts.map { verdict in
        let prefix = verdicts.count > 1 ? "Cloud \(verdict.cloud.name): " : ""
        return Line(prefix) + Line(verdict.sentence, verdict.trouble == nil ? .plain : .warning)
    }
    return Document(
        lines: (isUseless ? [] : ["Ok."]) + lines,
        json: ["ok": .bool(!isUseless), "repaired": .array(verdicts.map(\.json))],
        records: verdicts.map { [$0.cloud.name, $0.sentence] },
        status: isUseless ? troubles[0].status : .success)
}

extension RepairOutcome {
    fileprivate var name: String {
        switch self {
        case .noSplit: "noSplit"
        case .repaired: "repaired"
        case .throttled: "throttled"
        case .unanswered: "unanswered"
        case .nobodyToAsk: "nobodyToAsk"
        case .nothingRegistered: "nothingRegistered"
        }
    }

    fileprivate var trouble: CommandFailure? {
        switch self {
        case .noSplit, .repaired: nil
        case .throttled(let wait):
            CommandFailure("Repair was requested too recently; try again in \(wait.wholeSeconds) seconds.")
        case .unanswered:
            CommandFailure(
                "Split detection: nobody answered.", hint: "'p2p pnrp diagnostics check' tells what may be wrong.",
                status: .timedOut)
        case .nobodyToAsk:
            CommandFailure(
                "Split detection: there is nobody to ask.",
                hint: "A seed from outside can tell: 'p2p pnrp cloud set seed HOST'.")
        case .nothingRegistered:
            CommandFailure(
                "Split detection: no name is published here, so there are no neighbours to compare.",
                hint: "Publish a name with 'p2p pnrp peer add registration' first.")
        }
    }
}
