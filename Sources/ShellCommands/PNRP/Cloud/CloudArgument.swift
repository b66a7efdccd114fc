import CommandTree
import PNRP
import PeerEngine

extension Parameter {
    /// The optional last argument of most commands (netsh 2.3).
    ///
    /// - Parameter absence: what is meant when it is left out.
    static func cloud(_ absence: String = "all clouds") -> Parameter {
        Parameter(
            "cloud", .named("cloud", check: complaint),
            "The cloud: its name or the beginning of it, or the interface of a link; * or all for all clouds, links for "
                + "all link-local ones.",
            .optional(absence), candidates: .clouds)
    }
}

/// No cloud has a name with = in it: what looks so is a misspelt tag in the place of a cloud, and its sentence should
/// not be about clouds.
private let complaint: Parameter.Check = { text in
    if text.count > 256 { return "The name of a cloud has at most 256 characters." }
    return text.contains("=") ? "It is neither a parameter of this command nor a cloud." : nil
}

extension CommandEnvironment {
    /// The clouds that the argument `cloud` of an invocation means; all of them when it is left out.
    func clouds(for invocation: Invocation) async throws(CommandFailure) -> [CloudSnapshot] {
        let choice = CloudChoice(clouds: await services.clouds())
        return try choice.clouds(meant: invocation.optionalText("cloud") ?? "*")
    }

    /// The same for publishing and finding: those first that can be used at once, and at least one. Clouds that cannot
    /// be used at all count only if they were named, or if there is no other: then they tell why (netsh 2.3).
    func usableClouds(for invocation: Invocation) async throws(CommandFailure) -> [CloudSnapshot] {
        let clouds = try await clouds(for: invocation)
        guard !clouds.isEmpty else { throw .noCloudAtAll }
        let usable = clouds.filter { $0.state.isUsable }
        let meant = invocation.has("cloud") || usable.isEmpty ? clouds : usable
        return meant.filter { $0.state == .active } + meant.filter { $0.state != .active }
    }

    /// The clouds of a command that changes something, which is done in the global cloud only unless others are named
    /// (netsh 2.3); at least one. On a host without a global cloud its only link is meant.
    func changedClouds(for invocation: Invocation) async throws(CommandFailure) -> [CloudSnapshot] {
        let choice = CloudChoice(clouds: await services.clouds())
        let clouds = try choice.clouds(meant: invocation.optionalText("cloud") ?? choice.usual)
        guard !clouds.isEmpty else { throw .noCloudAtAll }
        return clouds
    }

    /// The one cloud of a command that works in the global one by default (netsh 2.3).
    func globalCloud(unless invocation: Invocation) async throws(CommandFailure) -> CloudSnapshot {
        let clouds = try await changedClouds(for: invocation)
        guard clouds.count == 1 else { throw .ambiguous(invocation.text("cloud"), clouds) }
        return clouds[0]
    }
}

/// Chooses among the clouds of this machine what a person means (netsh 2.3).
struct CloudChoice {
    static let global = "Global_"

    let clouds: [CloudSnapshot]

    /// What a command that works in one cloud means without a word about it.
    var usual: String { clouds.count == 1 ? clouds[0].name : Self.global }

    /// Exact spelling first, then any case, then an unambiguous beginning, then the interface of a link, then the name
    /// after the prefix of the link.
    func clouds(meant text: String) throws(CommandFailure) -> [CloudSnapshot] {
        let typed = text.lowercased()
        switch typed {
        case "*", "all": return clouds
        case "links": return clouds.filter { $0.scope == .linkLocal }
        default: return [try cloud(named: text, typed)]
        }
    }

    private func cloud(named text: String, _ typed: String) throws(CommandFailure) -> CloudSnapshot {
        if let cloud = clouds.first(where: { $0.name == text }) { return cloud }
        let stages = [
            clouds.filter { $0.name.lowercased() == typed },
            clouds.filter { !typed.isEmpty && $0.name.lowercased().hasPrefix(typed) },
            clouds.filter { $0.interfaceName == text },
            clouds.filter { $0.scope == .linkLocal && Self.isPrefixSpelling(typed) },
        ]
        guard let candidates = stages.first(where: { !$0.isEmpty }) else { throw .noCloud(text, clouds) }
        guard candidates.count == 1 else { throw .ambiguous(text, candidates) }
        return candidates[0]
    }

    /// `LinkLocal_2001:4898:28:2::/64`: Windows named the cloud of a link after the global prefix on it (behaviour
    /// 6.1). Ours are named after the interface, so the spelling stands for the one link there is (architecture 3).
    private static func isPrefixSpelling(_ typed: String) -> Bool {
        typed.hasPrefix("linklocal_") && typed.hasSuffix("/64")
    }
}

extension CommandFailure {
    fileprivate static func noCloud(_ name: String, _ clouds: [CloudSnapshot]) -> CommandFailure {
        let names = clouds.map(\.name).joined(separator: ", ")
        return CommandFailure(
            "There is no cloud '\(name)'.", code: .noCloud,
            hint: clouds.isEmpty ? "This machine is in no cloud." : "The clouds are: \(names).", status: .notFound)
    }

    fileprivate static func ambiguous(_ name: String, _ clouds: [CloudSnapshot]) -> CommandFailure {
        let names = clouds.map(\.name).joined(separator: ", ")
        return CommandFailure(
            "The cloud name '\(name)' is ambiguous: \(names).", code: .cloudNameAmbiguous, status: .usage)
    }

    static var noCloudAtAll: CommandFailure {
        CommandFailure(
            "There is no cloud.", code: .noCloud,
            hint: "A cloud needs an IPv6 address; --bind [::1]:3540 makes a private one.", status: .notFound)
    }
}

extension CloudState {
    /// Whether publishing and finding can do anything there, perhaps after the cloud was opened (behaviour 6.3).
    var isUsable: Bool {
        switch self {
        case .virtual, .synchronizing, .active, .alone: true
        case .dead, .disabled, .noNet: false
        }
    }
}
