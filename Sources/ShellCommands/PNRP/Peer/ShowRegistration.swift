import CommandTree
import PNRP
import PeerEngine

extension ShellCommand {
    /// Netsh 4.5.9.
    static var showRegistration: ShellCommand {
        ShellCommand(
            "show registration", "Shows the names published by this process, and those kept for every session.",
            parameters: [.peerName("The name to show.", .optional("all names")), .cloud()],
            notes: CommandNotes(
                output: [
                    .init(
                        "State",
                        "OK; Problem as long as the cloud has not heard of the name; Not published, if it is kept only."
                    ),
                    .init(
                        "Lifetime", "process: until this process ends. persistent: sessions to come publish it again."),
                ],
                record: ["name", "cloud", "state", "lifetime", "comment"],
                examples: [
                    .init("show registration", "Shows all names."),
                    .init("show registration 0.alice", "Shows in which clouds the name is."),
                ],
                endings: [.notFound]),
            answer: .array(.object(JSONMember.registration))
        ) { invocation, environment in
            let wanted = try invocation.optionalPeerName()
            let clouds = try await environment.clouds(for: invocation)
            var rows = try await environment.holdings(in: clouds).flatMap { holding in
                holding.names.map { RegistrationRow($0, in: holding.cloud) }
            }
            for kept in try await environment.kept() {
                let cloud = clouds.first { $0.name == kept.order.cloud }
                guard cloud != nil || !invocation.has("cloud"), !rows.contains(where: kept.isTold) else { continue }
                rows.append(RegistrationRow(kept, in: cloud))
            }
            rows.removeAll { wanted != nil && $0.name != wanted }
            if let wanted, rows.isEmpty {
                throw CommandFailure.notRegistered(wanted, cloud: clouds.count == 1 ? clouds[0].name : nil)
            }
            return .document(
                Document(
                    body: [.table(table(rows))], json: .array(rows.map(\.json)), records: rows.map(\.record)))
        }
    }
}

private func table(_ rows: [RegistrationRow]) -> Table {
    var table = Table([.init("Name"), .init("Cloud"), .init("State"), .init("Lifetime"), .init("Comment")])
    for row in rows {
        table.add([
            Line.Run("\(row.name)"), Line.Run(row.cloud), Line.Run(row.state, row.style),
            Line.Run(lifetime(row.isPersistent)),
            Line.Run(row.comment ?? "(none)"),
        ])
    }
    return table
}

private func lifetime(_ isPersistent: Bool) -> String { isPersistent ? "persistent" : "process" }

/// A name that is published, or kept to be published.
private struct RegistrationRow {
    let name: PeerName
    let cloud: String
    let state: String
    let style: Style
    let isPersistent: Bool
    let comment: String?
    let json: JSONValue

    var record: [String] { ["\(name)", cloud, state, lifetime(isPersistent), comment ?? ""] }

    init(_ registered: RegisteredName, in cloud: CloudSnapshot) {
        name = registered.name
        self.cloud = registered.cloud
        state = registered.stateText
        style = registered.isAnnounced ? .good : .warning
        isPersistent = registered.isPersistent
        comment = registered.comment
        json = .object(registered.members(in: cloud).merging(["lifetime": .string(lifetime(isPersistent))]) { $1 })
    }

    /// - Parameter cloud: nil for one that is not here.
    init(_ kept: PersistentRegistration, in cloud: CloudSnapshot?) {
        name = kept.order.name
        self.cloud = kept.order.cloud
        state = "Not published"
        style = .dim
        isPersistent = true
        comment = kept.order.comment
        json = kept.order.json(in: cloud)
    }
}

extension PersistentRegistration {
    /// Whether a row tells of it already, being published.
    fileprivate func isTold(by row: RegistrationRow) -> Bool { row.name == order.name && row.cloud == order.cloud }
}

extension RegistrationOrder {
    /// Like that of a published name, which alone has an identifier.
    fileprivate func json(in cloud: CloudSnapshot?) -> JSONValue {
        let place = cloud ?? CloudSnapshot(name: self.cloud, scope: .global, scopeID: 0, endpoints: [], state: .virtual)
        var members: [String: JSONValue] = [
            "name": .string("\(name)"), "cloud": .string(self.cloud), "identity": .optional(identity),
            "comment": .optional(comment), "p2pId": .null, "serviceLocation": .null, "pnrpId": .null,
            "state": "Not published", "endpoints": .array(endpoints.map(place.json)),
            "payload": payload?.summary ?? .null, "persistent": true, "lifetime": .string(lifetime(true)),
        ]
        if endpoints.isEmpty { members["port"] = .integer(Int(port)) }
        return .object(members)
    }
}
