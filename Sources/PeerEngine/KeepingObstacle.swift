internal import PNRP

/// Why kept names are not published in a cloud: told once for all of them, however many there are.
struct KeepingObstacle {
    let cloud: String
    let error: EngineError
    private(set) var names: [PeerName]

    /// So many are told by name; ours.
    private static let mostNamesTold = 5

    var warning: EngineEvent {
        var list = names.prefix(Self.mostNamesTold).map { "'\($0)'" }.joined(separator: ", ")
        if names.count > Self.mostNamesTold { list += " and \(names.count - Self.mostNamesTold) more" }
        let remedy = "'show registration' lists what is kept, 'delete registration' forgets it."
        return .warning(
            "Kept, but not published in \(cloud): \(list). \(error.obstacle)", hint: remedy)
    }

    fileprivate init(_ name: PeerName, _ cloud: String, _ error: EngineError) {
        names = [name]
        self.cloud = cloud
        self.error = error
    }

    /// Errors that name the registration they are about differ by that alone.
    fileprivate mutating func take(_ name: PeerName, _ cloud: String, _ error: EngineError) -> Bool {
        guard self.cloud == cloud, self.error.obstacle == error.obstacle else { return false }
        names.append(name)
        return true
    }
}

extension [KeepingObstacle] {
    mutating func add(_ name: PeerName, _ cloud: String, _ error: EngineError) {
        for index in indices where self[index].take(name, cloud, error) { return }
        append(KeepingObstacle(name, cloud, error))
    }
}

extension EngineError {
    /// One sentence.
    fileprivate var obstacle: String {
        switch self {
        case .noSuchCloud: "There is no such interface now."
        case .noAddress: "This machine has no address there now."
        case .noKey, .noSuchIdentity: "The key that would sign is not on this machine."
        case .resolveOnly: "The cloud only resolves."
        case .cloudUnusable(_, .disabled): "The cloud is switched off."
        case .cloudUnusable(_, .noNet), .cloudUnusable(_, .dead): "The cloud has lost its network."
        case .cannotBind(let endpoint, let reason): "The endpoint \(endpoint) cannot be used: \(reason)"
        case .storage(let sentence): sentence
        case .closed: "The node is shutting down."
        default: "The cloud has refused."
        }
    }
}
