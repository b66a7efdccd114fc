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
                        + "knows it. It stays as long as the process that published it."
                ]),
            commands: [
                .addRegistration, .deleteRegistration, .dump(.peer), .enumerate, .resolve, .setMachineName,
                .showConvertedName,
                .showMachineName, .showRegistration, .traceroute,
            ])
    }
}
