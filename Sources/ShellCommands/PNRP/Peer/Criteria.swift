import CommandTree
import PNRP

extension Parameter {
    /// Which publishers count (netsh 4.5.4, behaviour 12.1).
    static var criteria: Parameter {
        Parameter(
            "criteria", .choice(["default", "any", "nearest", "remote", "nearestremote"]),
            "default: not those of this process; any: those too; nearest: those too, and whoever is near first; remote: "
                + "other machines only; nearestremote: the nearest of them.",
            .fallback("default"), isTagged: true)
    }
}

extension ResolveQuery.Criteria {
    /// - Parameter word: a word of the parameter `criteria`.
    init(word: String) {
        switch word {
        case "any": self = .any
        case "nearest": self = .nearest
        case "remote": self = .remote
        case "nearestremote": self = .nearestRemote
        default: self = .otherProcess
        }
    }
}
