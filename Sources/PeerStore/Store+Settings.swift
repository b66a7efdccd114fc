internal import GRDB

/// What a user can set and have remembered; the value is text, whose form is the business of who sets it.
package enum Setting: String, Hashable, Sendable {
    /// Where a cloud looks for its first member (netsh 4.3.4): hosts separated by semicolons.
    case seeds
    /// How a cloud takes part (netsh 4.3.3).
    case mode
    /// `off` keeps a cloud from being opened at all: a policy (behaviour 6.1), written by whoever runs the host. No
    /// command writes it; the manual of `p2p pnrp cloud` says how.
    case participation
    /// `off` keeps a cloud from searching and being found by multicast: a policy like the one before.
    case multicast
    /// The name under which this machine publishes itself (netsh 4.5.6).
    case machineName
    /// `on` publishes it when a session starts.
    case machineNamePublication
}

extension Store {
    /// The value set for one cloud, or with `nil` the one for all clouds; `nil` when none was set there. One does not
    /// stand in for the other: which comes first is the caller's rule.
    package func setting(_ setting: Setting, cloud: String?) throws(StoreError) -> String? {
        try read { database in
            try String.fetchOne(
                database, sql: "SELECT value FROM setting WHERE cloud = ? AND key = ?",
                arguments: [cloud ?? "", setting.rawValue])
        }
    }

    /// Sets a value, or with `nil` forgets it.
    package func setSetting(_ setting: Setting, to value: String?, cloud: String?) throws(StoreError) {
        try write { database in
            guard let value else {
                try database.execute(
                    sql: "DELETE FROM setting WHERE cloud = ? AND key = ?", arguments: [cloud ?? "", setting.rawValue])
                return
            }
            try database.execute(
                sql: "INSERT OR REPLACE INTO setting (cloud, key, value) VALUES (?, ?, ?)",
                arguments: [cloud ?? "", setting.rawValue, value])
        }
    }
}
