import CommandTree
import PNRP

extension CloudState {
    /// As `show list` prints it; only `Active` is known to be netsh's own spelling (netsh 4.3.6).
    var text: String {
        switch self {
        case .virtual: "Virtual"
        case .synchronizing: "Synchronizing"
        case .active: "Active"
        case .dead: "Dead"
        case .disabled: "Disabled"
        case .noNet: "No Net"
        case .alone: "Alone"
        }
    }

    var style: Style {
        switch self {
        case .active: .good
        case .alone, .noNet, .dead: .warning
        case .virtual, .synchronizing, .disabled: .dim
        }
    }
}
