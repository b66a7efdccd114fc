import CommandTree

extension Context where Environment == CommandEnvironment {
    /// `p2p idmgr` (netsh 4.7).
    static var idmgr: Context {
        Context("idmgr", commands: [.addIdentity, .deleteIdentity, .dump(.identities), .showIdentities])
    }
}
