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
                        + "remembered from last time, on the link, and by asking the seeds that are set for the cloud.",
                    "Two policies have no command, for they are the business of whoever runs the host. They are rows "
                        + "of the table setting in p2psh.sqlite: with key participation and value off a cloud is not "
                        + "opened, with key multicast and value off it is neither searched for by multicast nor found "
                        + "by it. The column cloud is empty for all clouds of the host, those of later interfaces "
                        + "too; Global_, or link and the name of an interface, as in \"link eth0\", makes a rule for "
                        + "one cloud, which goes before the other. They count from the next start.",
                ]),
            groups: ["synchronize": "Learns members of a cloud from a node."],
            commands: [
                .dump(.cloud), .flushCloud, .repairCloud, .setMode, .setSeed, .showInitialization, .showList, .showMode,
                .showNames,
                .showSeed, .showStatistics, .startCloud, .synchronizeHost, .synchronizeSeed,
            ])
    }
}
