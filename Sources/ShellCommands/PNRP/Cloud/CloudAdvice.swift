import CommandTree
import PNRP
import PeerEngine

/// What can be done about clouds that are not Active (netsh 4.3.6); one hint for each state.
func advice(on clouds: [CloudSnapshot]) -> [String] {
    guard !clouds.isEmpty else {
        return ["There is no cloud: it needs an IPv6 address. --bind [::1]:3540 makes a private one."]
    }
    let states: [CloudState] = [.virtual, .synchronizing, .alone, .noNet, .dead, .disabled]
    return states.compactMap { state in
        let names = clouds.filter { $0.state == state }.map(\.name)
        guard !names.isEmpty, let remedy = state.remedy else { return nil }
        return "\(state.text): \(names.joined(separator: ", ")). \(remedy)"
    }
}

extension [Progress.Counter] {
    /// How many clouds are done; nothing to count where there is one.
    static func clouds(_ count: Int, of total: Int) -> [Progress.Counter] {
        total > 1 ? [.init(count, "clouds", of: total)] : []
    }
}

extension CloudState {
    fileprivate var remedy: String? {
        switch self {
        case .virtual: "A cloud starts on first use, or by 'start'."
        case .synchronizing: "Members are being looked for; wait a few seconds."
        case .active: nil
        case .noNet: "The network is gone: look at the cable, the wireless link, the interface. Names are kept."
        case .dead: "Its interface is gone; 'start' tries again once it is back."
        case .disabled: "It is switched off by configuration: 'show initialization' shows it."
        case .alone:
            "Nobody was found: 'diagnostics check' tells why. Look at 'show seed', and let UDP port \(wellKnownPort) "
                + "through the firewall."
        }
    }
}
