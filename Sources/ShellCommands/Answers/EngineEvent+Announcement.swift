package import CommandTree
import PNRP
package import PeerEngine

extension EngineEvent {
    /// What a person at a prompt is told; nil for what a command has answered already, or what passes quickly.
    package var announcement: Line? {
        switch self {
        case .cloudChanged(let cloud, let old, let new) where new == .active || new == .alone:
            Line("Cloud \(cloud): \(old.text) -> ") + Line(new.text, new.style)
        case .cloudChanged: nil
        case .nameAnnounced(let name, let cloud): "The name '\(name)' is now known in cloud \(cloud)."
        case .nameRegistered, .nameUnregistered: nil
        case .labReady(let nodes): Line("The lab is ready: \(nodes) further nodes.", .good)
        case .warning(let sentence, let hint): Line(sentence + (hint.map { " " + $0 } ?? ""), .warning)
        case .cloudAppeared, .cloudVanished, .cacheChanged, .splitFound: nil
        case .eventsLost(let count): "\(count) events were missed."
        }
    }
}
