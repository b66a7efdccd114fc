import PeerEngine

extension CloudMode {
    /// As `set pnrpmode` takes it; `auto` is a second word for the default (netsh 4.3.3).
    static let words = ["default", "auto", "full", "RO"]

    init(word: String) {
        switch word {
        case "full": self = .fullParticipant
        case "RO": self = .resolveOnly
        default: self = .automatic
        }
    }

    /// As `show initialization` tells it (netsh 4.3.5).
    var title: String {
        switch self {
        case .automatic: "Auto"
        case .fullParticipant: "Full Participant"
        case .resolveOnly: "Resolve Only"
        }
    }

    /// As `show pnrpmode` tells it (netsh 4.3.8).
    var phrase: String {
        switch self {
        case .automatic: "default"
        case .fullParticipant: "full participant"
        case .resolveOnly: "resolve only"
        }
    }
}

extension CloudSnapshot {
    /// What the cloud does at present, whatever was configured (netsh 4.3.5).
    var operationalMode: String { (isResolveOnly ? CloudMode.resolveOnly : .fullParticipant).title }

    var operationalPhrase: String { (isResolveOnly ? CloudMode.resolveOnly : .fullParticipant).phrase }
}
