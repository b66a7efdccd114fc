/// Where the files of p2psh lie (architecture 4). A pure function of the environment: nothing is looked at or made.
package struct StateDirectories: Hashable, Sendable {
    /// Settings, cache and history.
    package var state: String
    /// What people keep: contacts and applications (collab 10.11).
    package var data: String
    /// Private keys.
    package var keys: String
    /// The sockets of running nodes.
    package var sockets: String

    /// The database of ``Store``.
    package var database: String { "\(state)/p2psh.sqlite" }

    /// The database of ``CollaborationStore``.
    package var collaborationDatabase: String { "\(data)/collab.sqlite" }

    /// What programs that an invitation started are told (collab 10.10).
    package var launches: String { "\(sockets)/launches" }

    /// What such programs print.
    package var launchLogs: String { "\(state)/launched" }

    /// What running sessions know, for the completion of other processes; gone when they are.
    package var liveWords: String { "\(sockets)/words" }

    /// The lines typed.
    package var history: String { "\(state)/history" }

    /// `home`, the option `--home`, comes before `P2PSH_HOME`; either replaces all four places by folders of its own
    /// below that directory, which itself stays as it is. Otherwise the XDG variables decide, of which empty and
    /// relative ones count as unset, as their specification says.
    ///
    /// Without a runtime directory (no login session, as under cron) sockets go to a folder beside the state.
    package init(environment: [String: String], home: String? = nil) throws(StoreError) {
        func given(_ text: String?) -> String? {
            guard let text, !text.isEmpty else { return nil }
            return text
        }
        if let home = given(home) ?? given(environment["P2PSH_HOME"]) {
            state = Self.join(home, "state")
            data = Self.join(home, "data")
            keys = Self.join(home, "keys")
            sockets = Self.join(home, "run")
            return
        }
        func absolute(_ variable: String) -> String? {
            environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        func base(_ variable: String, belowHome folder: String) throws(StoreError) -> String {
            if let path = absolute(variable) { return path }
            guard let home = absolute("HOME") else { throw .noHomeDirectory }
            return Self.join(home, folder)
        }
        state = Self.join(try base("XDG_STATE_HOME", belowHome: ".local/state"), "p2psh")
        data = Self.join(try base("XDG_DATA_HOME", belowHome: ".local/share"), "p2psh")
        keys = Self.join(data, "keys")
        sockets = absolute("XDG_RUNTIME_DIR").map { Self.join($0, "p2psh") } ?? Self.join(state, "run")
    }

    private static func join(_ directory: String, _ name: String) -> String {
        directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
    }
}
