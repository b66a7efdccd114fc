import CommandTree

extension Context where Environment == CommandEnvironment {
    /// `p2p pnrp diagnostics`, typed `diag` (netsh 4.4).
    static var diagnostics: Context {
        Context(
            "diagnostics", groups: ["ping": "Asks nodes for a sign of life."],
            commands: [.checkCloud, .dump(.diagnostics), .pingHost, .pingSeed])
    }
}
