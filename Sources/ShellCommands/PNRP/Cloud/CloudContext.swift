import CommandTree

extension Context where Environment == CommandEnvironment {
    /// `p2p pnrp cloud` (netsh 4.3).
    static var cloud: Context {
        Context(
            "cloud", groups: ["synchronize": "Learns members of a cloud from a node."],
            commands: [
                .dump(.cloud), .flushCloud, .repairCloud, .setMode, .setSeed, .showInitialization, .showList, .showMode,
                .showNames,
                .showSeed, .showStatistics, .startCloud, .synchronizeHost, .synchronizeSeed,
            ])
    }
}
