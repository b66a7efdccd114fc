import CommandTree
import PNRP
import PeerBase
import PeerEngine

extension ShellCommand {
    /// Netsh 4.3.7; the blocks are pinned by O-3.
    static var showNames: ShellCommand {
        ShellCommand(
            "show names", "Shows the names registered from this machine.", parameters: [.cloud()],
            notes: CommandNotes(
                output: [
                    .init("P2P Name", "The name."),
                    .init("Identity", "Whose key signs what is published under it."),
                    .init("Comment", "What its publisher says about it."),
                    .init("PNRP ID", "Its place in the cloud: P2P ID, then service location."),
                    .init("State", "OK, or Problem as long as the cloud has not heard of it."),
                    .init("IP Addresses", "The protocols, then one address a line."),
                    .init("Payload", "What is published beside the addresses; left out if nothing."),
                ],
                record: ["name", "cloud", "identity", "comment", "pnrpId", "state"],
                examples: [.init("show names Global_", "Shows the names in the global cloud.")],
                endings: [.notFound]),
            answer: .array(.object(JSONMember.registeredName))
        ) { invocation, environment in
            let clouds = try await environment.clouds(for: invocation)
            let holdings = try await environment.holdings(in: clouds)
            return .document(
                Document(
                    lines: lines(holdings, clouds.count > 1),
                    json: .array(
                        holdings.flatMap { holding in holding.names.map { .object($0.members(in: holding.cloud)) } }),
                    records: holdings.flatMap { $0.names.map(\.record) }))
        }
    }
}

/// The names registered in one cloud.
struct Holding {
    let cloud: CloudSnapshot
    let names: [RegisteredName]
}

extension CommandEnvironment {
    /// The clouds among these that have names.
    func holdings(in clouds: [CloudSnapshot]) async throws -> [Holding] {
        var holdings: [Holding] = []
        for cloud in clouds {
            let names = try await ask { services async throws(EngineError) in
                try await services.names(inCloud: cloud.name)
            }
            if !names.isEmpty { holdings.append(Holding(cloud: cloud, names: names)) }
        }
        return holdings
    }
}

private func lines(_ holdings: [Holding], _ showsClouds: Bool) -> [Line] {
    let sections = holdings.map { holding -> [Line] in
        let blocks = holding.names.map { $0.block(in: holding.cloud) }
        let heading = showsClouds ? [Line("Cloud: \(holding.cloud.name)", .heading), ""] : []
        return heading + blocks.joined(separator: [""])
    }
    return Array(sections.joined(separator: [""]))
}

extension RegisteredName {
    var stateText: String { isAnnounced ? "OK" : "Problem" }

    fileprivate var record: [String] { ["\(name)", cloud, identity, comment ?? "", "\(id)", stateText] }

    /// Labels padded to 16; the label of the addresses carries the protocols, each endpoint follows on its own line
    /// (netsh 4.3.7).
    fileprivate func block(in cloud: CloudSnapshot) -> [Line] {
        var protocols: [String] = []
        for endpoint in endpoints where !protocols.contains(endpoint.protocolText) {
            protocols.append(endpoint.protocolText)
        }
        let list = protocols.isEmpty ? "" : " " + protocols.joined(separator: ", ")
        return [
            Line("P2P Name:       \(name)"), Line("Identity:       \(identity.isEmpty ? "(none)" : identity)"),
            Line(comment.map { "Comment:        \($0)" } ?? "Comment:"), Line("PNRP ID:        \(id)"),
            Line("State:          ") + Line(stateText, isAnnounced ? .good : .warning),
            Line("IP Addresses:" + list),
        ] + endpoints.map { Line(String(repeating: " ", count: 16) + cloud.text($0)) }
            + (payload.map { [Line("Payload:        \($0.phrase)")] } ?? [])
    }

    func members(in cloud: CloudSnapshot) -> [String: JSONValue] {
        [
            "name": .string("\(name)"), "cloud": .string(cloud.name),
            "identity": .optional(identity.isEmpty ? nil : identity),
            "comment": .optional(comment), "p2pId": .string("\(id.p2pID)"),
            "serviceLocation": .string("\(id.serviceLocation)"), "pnrpId": .string("\(id)"),
            "state": .string(stateText), "endpoints": .array(endpoints.map(cloud.json)),
            "payload": payload?.summary ?? .null, "persistent": .bool(isPersistent),
        ]
    }
}
