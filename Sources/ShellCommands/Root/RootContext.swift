package import CommandTree

extension Context where Environment == CommandEnvironment {
    /// The whole tree (netsh 1.2).
    package static var p2psh: Context {
        Context("p2psh", commands: Command.sessionCommands, contexts: [.p2p])
    }

    static var p2p: Context {
        Context("p2p", commands: [.dump(.cloud, .diagnostics, .peer, .identities), .group], contexts: [.idmgr, .pnrp])
    }

    static var pnrp: Context {
        Context(
            "pnrp", commands: [.dump(.cloud, .diagnostics, .peer), .monitor], contexts: [.cloud, .diagnostics, .peer])
    }
}
