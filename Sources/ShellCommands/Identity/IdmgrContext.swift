import CommandTree

extension Context where Environment == CommandEnvironment {
    /// `p2p idmgr` (netsh 4.7).
    static var idmgr: Context {
        Context(
            "idmgr",
            about: ContextNotes(
                "the identities of this user",
                [
                    "An identity is a key. The names it signs begin with its authority, 40 hex digits that stand for "
                        + "the key, so that nobody else can publish them."
                ]),
            commands: [.addIdentity, .deleteIdentity, .dump(.identities), .showIdentities])
    }
}
