import CommandTree
import PNRP
import PeerEngine

extension ShellCommand {
    /// Netsh 4.5.9. As long as no node outlives its shell, every registration lives as long as this process.
    static var showRegistration: ShellCommand {
        ShellCommand(
            "show registration", "Shows the names published by this process.",
            parameters: [.peerName("The name to show.", .optional("all names")), .cloud()],
            notes: CommandNotes(
                output: [
                    .init("State", "OK, or Problem as long as the cloud has not heard of the name."),
                    .init("Lifetime", "How long the name stays published."),
                ],
                examples: [
                    .init("show registration", "Shows all names."),
                    .init("show registration 0.alice", "Shows in which clouds the name is."),
                ],
                endings: [.notFound]),
            answer: .array(.object(JSONMember.registeredName + [lifetimeMember]))
        ) { invocation, environment in
            let wanted = try invocation.optionalPeerName()
            let clouds = try await environment.clouds(for: invocation)
            let holdings = try await environment.holdings(in: clouds).map { holding in
                Holding(cloud: holding.cloud, names: holding.names.filter { wanted == nil || $0.name == wanted })
            }
            let names = holdings.flatMap(\.names)
            if let wanted, names.isEmpty {
                throw CommandFailure.notRegistered(wanted, cloud: clouds.count == 1 ? clouds[0].name : nil)
            }
            return .document(
                Document(
                    body: [.table(table(names))],
                    json: .array(
                        holdings.flatMap { holding in holding.names.map { $0.registration(in: holding.cloud) } }),
                    records: names.map { ["\($0.name)", $0.cloud, $0.stateText, lifetime, $0.comment ?? ""] }))
        }
    }
}

private let lifetimeMember: JSONMember = .member(
    "lifetime", .words("process"), "How long the name stays published: as long as this process.")

private let lifetime = "process"

private func table(_ names: [RegisteredName]) -> Table {
    var table = Table([.init("Name"), .init("Cloud"), .init("State"), .init("Lifetime"), .init("Comment")])
    for name in names {
        table.add([
            Line.Run("\(name.name)"), Line.Run(name.cloud),
            Line.Run(name.stateText, name.isAnnounced ? .good : .warning), Line.Run(lifetime),
            Line.Run(name.comment ?? "(none)"),
        ])
    }
    return table
}

extension RegisteredName {
    fileprivate func registration(in cloud: CloudSnapshot) -> JSONValue {
        .object(members(in: cloud).merging(["lifetime": .string(lifetime)]) { $1 })
    }
}
