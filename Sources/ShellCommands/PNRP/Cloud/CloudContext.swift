import CommandTree

extension Context where Environment == CommandEnvironment {
    /// `p2p pnrp cloud` (netsh 4.3).
    static var cloud: Context {
        Context(
            "cloud",
            about: ContextNotes(
                "the clouds of this machine",
                [
                    "A cloud is Virtual until it is first used, Synchronizing while it looks for members, and Active "
                        + "once it has found some; Alone means that there was nobody. Members are found among those "
                        + "remembered from last time, on the link, and by asking the seeds that are set for the cloud."
                ]),
            groups: ["synchronize": "Learns members of a cloud from a node."],
            commands: [
                .dump(.cloud), .flushCloud, .repairCloud, .setMode, .setSeed, .showInitialization, .showList, .showMode,
                .showNames,
                .showSeed, .showStatistics, .startCloud, .synchronizeHost, .synchronizeSeed,
            ])
    }
}
