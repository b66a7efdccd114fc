internal import PeerStore

/// What the command line and the environment say about the engine (architecture 4).
package struct EngineOptions: Sendable {
    /// Endpoints the `Global_` cloud uses exactly, as they were typed: `[addr]:port` or `:port`.
    package var binds: [String]
    /// Seeds as they were typed: `host` or `host:port`.
    package var seeds: [String]
    /// Further nodes in this process; none when 0.
    package var labNodes: Int
    /// The file that keeps typed lines.
    package var historyPath: String { directories.history }
    /// The directory in which running processes tell what they know.
    package var liveWordsPath: String { directories.liveWords }

    /// Whether the engine logs what it does to standard error.
    let isLogging: Bool
    let directories: StateDirectories
    /// What programs that an invitation starts inherit, and where a few settings come from.
    let environment: [String: String]

    /// Looks at no file. Throws ``EngineError/storage(_:)`` when there is no place for the files of p2psh.
    package init(
        environment: [String: String], home: String? = nil, binds: [String] = [], seeds: [String] = [],
        labNodes: Int = 0
    ) throws(EngineError) {
        do throws(StoreError) {
            directories = try StateDirectories(environment: environment, home: home)
        } catch {
            throw .storage("\(error)")
        }
        isLogging = environment["P2PSH_LOG"] != nil
        self.environment = environment
        self.binds = binds
        self.seeds = seeds
        self.labNodes = labNodes
    }

    /// Whether somebody said how to find others, and so wants them found.
    var opensAtStart: Bool { !binds.isEmpty || !seeds.isEmpty || labNodes > 0 }
}
