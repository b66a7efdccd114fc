import CommandTree
import PeerEngine

/// The table of `show list`, which `show initialization` shows too (netsh O-1).
///
/// The first three columns are five wide and right-aligned, the state is sixteen wide, the name is not padded.
func cloudTable(_ clouds: [CloudSnapshot]) -> Table {
    var table = Table([
        .init("Scope", .right, minimumWidth: 5), .init("Id", .right, minimumWidth: 5),
        .init("Addr", .right, minimumWidth: 5), .init("State", minimumWidth: 16), .init("Name", minimumWidth: 5),
    ])
    for cloud in clouds {
        table.add([
            Line.Run("\(cloud.scope.rawValue)"), Line.Run("\(cloud.scopeID)"), Line.Run("\(cloud.endpoints.count)"),
            Line.Run(cloud.state.text, cloud.state.style), Line.Run(cloud.name),
        ])
    }
    return table
}

extension CommandNotes.Entry {
    /// The columns, explained.
    static let cloudColumns = [
        Self("Scope", "1 for the global cloud, 3 for a link-local one."),
        Self("Id", "The index of the interface; 0 for the global cloud."),
        Self("Addr", "How many addresses of this machine are in the cloud."),
        Self(
            "State",
            "Virtual (starts on first use), Synchronizing (looking for members), Active, Alone (nobody was found), No Net "
                + "(the network is gone), Dead (the interface is gone) or Disabled (switched off)."),
        Self("Name", "The name, as the argument cloud of other commands takes it."),
    ]
}

extension CloudSnapshot {
    /// What every answer about a cloud begins with (netsh 4.3.6).
    var summary: [String: JSONValue] {
        [
            "name": .string(name), "scope": .integer(scope.rawValue),
            "scopeName": scope == .global ? "global" : "linkLocal", "scopeId": .integer(Int(scopeID)),
            "addresses": .array(endpoints.map(json)), "addressCount": .integer(endpoints.count),
            "state": .string(state.text),
        ]
    }
}
