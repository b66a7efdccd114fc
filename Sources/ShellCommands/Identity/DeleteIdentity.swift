import CommandTree
import PeerEngine

extension ShellCommand {
    /// Netsh 4.7: it destroys a key, so it is confirmed, and there is no ALL.
    static var deleteIdentity: ShellCommand {
        ShellCommand(
            "delete identity", "Destroys an identity and its key.",
            parameters: [
                Parameter(
                    "identity", .text(maximumCharacters: 256), "The identity as show identities prints it.",
                    candidates: .identities)
            ],
            notes: CommandNotes(
                remarks: [
                    "Nobody can publish the names of a destroyed identity again. Asks for confirmation first; where "
                        + "nobody can be asked, --yes is needed."
                ],
                examples: [
                    .init(
                        "delete identity 2460f44f457b670116f55709f3e6324dd12ad70e.PnrpProtocolV2",
                        "Destroys it, once confirmed.")
                ],
                endings: [.notFound]),
            answer: .done
        ) { invocation, environment in
            let wanted = invocation.text("identity")
            let all = try await environment.ask { services async throws(EngineError) in
                try await services.identities()
            }
            guard let identity = all.first(where: { $0.identity == wanted }) else {
                throw CommandFailure(.noSuchIdentity(wanted))
            }
            let question = "Destroy the identity '\(identity.friendlyName)' and its key for ever?"
            return .confirmation(question: question) {
                try await environment.ask { services async throws(EngineError) in
                    try await services.deleteIdentity(identity.identity)
                }
                return .done
            }
        }
    }
}
