package import CommandTree

extension Context where Environment == CommandEnvironment {
    /// The whole tree (netsh 1.2).
    package static var p2psh: Context {
        Context(
            "p2psh",
            commands: Command.sessionCommands + [
                .dump(.cloud, .diagnostics, .peer, .identities, .meshes, .collaboration, .contacts, .applications),
                .wait,
            ],
            contexts: [.p2p])
    }

    static var p2p: Context {
        Context(
            "p2p",
            about: ContextNotes(
                "peer-to-peer networking", ["Names that are found without a server, and the keys that sign them."]),
            commands: [
                .dump(.cloud, .diagnostics, .peer, .identities, .meshes, .collaboration, .contacts, .applications),
                .group,
            ],
            contexts: [.collaboration, .idmgr, .mesh, .pnrp])
    }

    static var pnrp: Context {
        Context(
            "pnrp",
            about: ContextNotes(
                "peer names and the clouds they are found in",
                [
                    "A peer name is authority.classifier, for example 0.alice: who may publish it, and what it is "
                        + "called. Names whose authority is 0 have no owner; all others belong to the key of an "
                        + "identity.",
                    "A cloud is a set of machines among which names are found: Global_ for the whole Internet, and "
                        + "one for each link this machine is on.",
                ]), commands: [.dump(.cloud, .diagnostics, .peer), .monitor], contexts: [.cloud, .diagnostics, .peer])
    }
}
