internal import Collaboration
internal import PeerBase

extension CollaborationHost {
    var launcher: Launcher {
        let moment = around.moment
        return Launcher(directories: around.directories, environment: around.environment) { moment().time }
    }

    /// What this process was started for, where an invitation started it (collab 3.11).
    func launchInformation() throws(EngineError) -> LaunchInformation? {
        do throws(LaunchFault) {
            return try Launcher.information(environment: around.environment)
        } catch {
            throw .collaboration("", .sentence("\(error)"))
        }
    }
}
