import CommandTree

extension Context where Environment == CommandEnvironment {
    /// `p2p pnrp peer` (netsh 4.5).
    static var peer: Context {
        Context(
            "peer",
            about: ContextNotes(
                "publishing and finding peer names",
                [
                    "A name is published with addresses and perhaps a comment and a payload, and found by whoever "
                        + "knows it. It stays as long as the process that published it. A delegated name, which its "
                        + "owner lets another key speak for by a chain of certificates, can be found but not "
                        + "published: there is nothing here that issues such certificates."
                ]),
            commands: [
                .addRegistration, .deleteRegistration, .dump(.peer), .enumerate, .resolve, .setMachineName,
                .showConvertedName,
                .showMachineName, .showRegistration, .traceroute,
            ])
    }
}
