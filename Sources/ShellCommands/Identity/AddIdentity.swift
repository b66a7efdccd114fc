import CommandTree
import PeerEngine

extension ShellCommand {
    /// Ours: in Windows an identity was made by a program, not by netsh.
    static var addIdentity: ShellCommand {
        ShellCommand(
            "add identity", "Makes an identity with a key of its own.",
            parameters: [
                Parameter("name", .text(maximumCharacters: 128), "What you want to call it: the friendly name.")
            ],
            notes: CommandNotes(
                remarks: [
                    "The key is RSA with 1024 bits, for the protocol knows no other. It tells who published a name "
                        + "among people who mean well; do not rely on it against a determined attacker."
                ],
                record: ["friendlyName", "identity"],
                examples: [.init("add identity Alice", "Makes an identity and shows it.")]),
            answer: .identity
        ) { invocation, environment in
            let name = invocation.text("name")
            let identity = try await environment.ask { services async throws(EngineError) in
                try await services.addIdentity(friendlyName: name)
            }
            return .document(
                Document(
                    lines: identity.lines, json: identity.json, records: [[identity.friendlyName, identity.identity]]))
        }
    }
}
