import CommandTree

extension Context where Environment == CommandEnvironment {
    /// `p2p pnrp cloud` (netsh 4.3).
    static var cloud: Context {
        Context("cloud", commands: [.showInitialization, .showList, .showNames, .showSeed, .showStatistics])
    }
}
