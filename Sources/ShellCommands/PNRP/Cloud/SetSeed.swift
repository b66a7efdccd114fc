import CommandTree
import PNRP
import PeerBase
import PeerEngine

extension ShellCommand {
    /// Netsh 4.3.4.
    static var setSeed: ShellCommand {
        ShellCommand(
            "set seed", "Sets the seed servers of a cloud, and keeps them.",
            parameters: [
                Parameter(
                    "seed", .named("host[:port];...", check: SeedList.complaint),
                    "IPv6 addresses or DNS names, separated by semicolons; \"\" for none, default for p2psh's own, "
                        + "which are none."),
                .cloud("Global_"),
            ],
            notes: CommandNotes(
                remarks: [
                    "A seed is any member that is asked for others when a cloud starts. The list takes effect at once "
                        + "and is kept for the next start. In a batch or a session a semicolon needs no quotes; on "
                        + "the command line of a shell it does.",
                    "A seed that cannot be found is kept all the same, and asked for again whenever members are looked "
                        + "for.",
                ],
                examples: [
                    .init("set seed seed.example.net", "Asks one host, at port \(wellKnownPort)."),
                    .init("set seed [2001:db8::1]:3540;seed.example.net Global_", "Asks two, in this order."),
                    .init("set seed \"\"", "Asks nobody."),
                ],
                endings: [.notFound]),
            answer: .done,
            isKeptForCommit: { _ in true }
        ) { invocation, environment in
            let list = SeedList(invocation.text("seed"))
            let clouds = try await environment.changedClouds(for: invocation)
            let isKept = !clouds.allSatisfy(\.isFleeting)
            let doubts = await environment.doubts(about: list, isKept)
            for cloud in clouds {
                try await environment.ask { services async throws(EngineError) in
                    try await services.setSeeds(list.hosts, cloud: cloud.name)
                }
            }
            return .document(.done(hints: clouds.fleeting + doubts))
        }
    }
}

/// The argument `seed`: hosts separated by semicolons, nothing, or the word `default`.
struct SeedList {
    /// Enough for every purpose, and all are asked in turn; ours.
    private static let longest = 16

    /// nil for the default.
    let hosts: [String]?

    init(_ text: String) {
        hosts = text.lowercased() == "default" ? nil : Self.entries(text)
    }

    /// Every entry is looked at before anything is stored (netsh 4.3.4).
    static let complaint: Parameter.Check = { text in
        guard let hosts = SeedList(text).hosts else { return nil }
        if hosts.count > longest { return "At most \(longest) seeds can be given." }
        if hosts.isEmpty, text.contains(where: { $0 != " " }) { return "A host is expected." }
        return hosts.firstIndex { !isHost($0) }.map { index in
            "Entry \(index + 1), '\(hosts[index])', is no host: an IPv6 address or a DNS name is expected, perhaps with "
                + "a port, as in [2001:db8::1]:3540 or seed.example.net:3540."
        }
    }

    private static func entries(_ text: String) -> [String] {
        text.split(separator: ";").map { entry in
            String(entry.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }.filter { !$0.isEmpty }
    }

    private static func isHost(_ text: String) -> Bool {
        if let literal = EndpointText(text) { return literal.port != 0 && literal.address.scope != .multicast }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let name = parts.first, parts.count <= 2 else { return false }
        if parts.count == 2, (UInt16(parts[1]) ?? 0) == 0 { return false }
        return isDNSName(name)
    }

    /// At most 253 characters in labels of 1 to 63 letters, digits, hyphens and underscores, and not an IPv4 address.
    private static func isDNSName(_ name: Substring) -> Bool {
        let relative = name.hasSuffix(".") ? name.dropLast() : name
        let labels = relative.split(separator: ".", omittingEmptySubsequences: false)
        let isLabel = { (label: Substring) in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
        }
        return name.utf8.count <= 253 && labels.allSatisfy(isLabel) && labels.last?.allSatisfy(\.isNumber) == false
    }
}

extension CommandEnvironment {
    /// A seed that is not there now is a remark, and no error (netsh 4.3.4).
    fileprivate func doubts(about list: SeedList, _ isKept: Bool) async -> [String] {
        var doubts: [String] = []
        for host in list.hosts ?? [] {
            do throws(EngineError) {
                _ = try await services.endpoints(ofHost: host, defaultPort: wellKnownPort)
            } catch {
                doubts.append("\(CommandFailure(error).sentence) It is \(isKept ? "kept" : "set") all the same.")
            }
        }
        return doubts
    }
}
