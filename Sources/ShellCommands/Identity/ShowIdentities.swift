import CommandTree
import PeerEngine

extension ShellCommand {
    /// Netsh 4.7, without the count of groups, which p2psh does not have.
    static var showIdentities: ShellCommand {
        ShellCommand(
            "show identities", "Shows the identities of this user.",
            parameters: [
                Parameter(
                    "identity", .text(maximumCharacters: 256), "The identity, its friendly name, or ALL.",
                    .fallback("ALL"), candidates: .identities)
            ],
            notes: CommandNotes(
                remarks: ["An identity is a key of this user. What it signs is published under names of its own."],
                output: [
                    .init("Friendly name", "What the user calls it."),
                    .init("Identity", "What other commands take as identity."),
                    .init("Peer name", "The beginning of every name that only this identity can publish."),
                    .init("Default", "Whether it signs names that need no key of their own."),
                ],
                record: ["friendlyName", "identity", "peerName", "default"],
                examples: [.init("show identities ALL", "Shows all.")], endings: [.notFound]),
            answer: .array(.identity)
        ) { invocation, environment in
            let wanted = invocation.text("identity")
            let all = try await environment.ask { services async throws(EngineError) in
                try await services.identities()
            }
            let shown = wanted.lowercased() == "all" ? all : all.filter { $0.isCalled(wanted) }
            guard wanted.lowercased() == "all" || !shown.isEmpty else {
                throw CommandFailure(.noSuchIdentity(wanted))
            }
            return .document(
                Document(
                    lines: Array(shown.map(\.lines).joined(separator: [""])), json: .array(shown.map(\.json)),
                    records: shown.map { [$0.friendlyName, $0.identity, $0.peerName, $0.isDefault ? "yes" : "no"] }))
        }
    }
}

extension JSONShape {
    static let identity: JSONShape = .named(
        "identity", "A key of this user.",
        .object([
            .member("friendlyName", .anyText, "What the user calls it."),
            .member("identity", .anyText, "What other commands take as identity."),
            .member("peerName", .peerName, "The beginning of every name that only this identity can publish."),
            .member("default", .boolean, "Whether it signs names that need no key of their own."),
        ]))
}

extension IdentitySummary {
    func isCalled(_ text: String) -> Bool { identity == text || friendlyName == text }

    var lines: [Line] {
        [
            Line("Friendly name: \(friendlyName)"), Line("Identity:      \(identity)"),
            Line("Peer name:     \(peerName)"), Line("Default:       \(isDefault ? "Yes" : "No")"),
        ]
    }

    var json: JSONValue {
        [
            "friendlyName": .string(friendlyName), "identity": .string(identity), "peerName": .string(peerName),
            "default": .bool(isDefault),
        ]
    }

    fileprivate var peerName: String { "\(authority)." }
}
