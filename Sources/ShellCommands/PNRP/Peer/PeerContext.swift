import CommandTree

extension Context where Environment == CommandEnvironment {
    /// `p2p pnrp peer` (netsh 4.5).
    static var peer: Context {
        Context(
            "peer",
            commands: [
                .addRegistration, .deleteRegistration, .dump(.peer), .enumerate, .resolve, .setMachineName,
                .showConvertedName,
                .showMachineName, .showRegistration, .traceroute,
            ])
    }
}
