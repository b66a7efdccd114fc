import CommandTree

extension Context where Environment == CommandEnvironment {
    /// `p2p pnrp diagnostics`, typed `diag` (netsh 4.4).
    static var diagnostics: Context {
        Context(
            "diagnostics",
            about: ContextNotes(
                "why a cloud works, or does not",
                ["When something does not work, 'check' looks at everything in order and says what to do about it."]),
            groups: ["ping": "Asks nodes for a sign of life."],
            commands: [.checkCloud, .dump(.diagnostics), .pingHost, .pingSeed])
    }
}
