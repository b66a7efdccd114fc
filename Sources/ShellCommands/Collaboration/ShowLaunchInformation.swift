import Collaboration
import CommandTree
import PeerBase
import PeerEngine

extension ShellCommand {
    /// Collab 3.11, 10.10.
    static var showLaunchInformation: ShellCommand {
        ShellCommand(
            "show launchinfo", "Shows which invitation has started this process.",
            notes: CommandNotes(
                remarks: [
                    "It is for programs that an invitation starts: they find the file by P2PSH_LAUNCH_INFO. Without "
                        + "one there is nothing to show, which is no failure. The file stays for a day."
                ],
                output: [
                    .init("From", "What the inviter calls himself; who he is stands at Contact and Trust."),
                    .init("Endpoint", "Where the inviter takes invitations; without a port if he is signed out."),
                    .init("Data", "How much came along; --json has all of it, in base64."),
                ],
                record: ["application", "contact", "trust", "nickname", "message", "data"],
                examples: [.init("p2psh --json p2p collab show launchinfo", "Tells a script what it is for.")]),
            answer: .object(launchMembers).orNull
        ) { _, environment in
            let information = try await environment.ask { services async throws(EngineError) in
                try await services.launchInformation()
            }
            guard let information else {
                return .document(
                    Document(lines: ["No invitation has started this process."], json: .null, records: []))
            }
            return .document(information.document)
        }
    }
}

extension LaunchInformation {
    fileprivate var document: Document {
        let rows: [(String, String)] = [
            ("Application:", "\(application)"), ("From:", quoted(nickname)), ("Contact:", contact?.label ?? "-"),
            ("Trust:", trust?.title ?? "Unknown"), ("Endpoint:", "\(quoted(endpointName)) at \(endpoint.place)"),
            ("Message:", message), ("Data:", counted(data.count, "byte", "bytes")),
        ]
        return Document(
            lines: rows.map { Line(padded($0.0, to: 16) + $0.1) },
            json: [
                "application": .string("\(application)"), "nickname": .string(nickname),
                "contact": contact.map { .object($0.members) } ?? .null, "trust": .optional(trust?.key),
                "endpoint": endpoint.json, "endpointName": .string(endpointName), "message": .string(message),
                "data": .string(data.hexText),
            ],
            records: [
                [
                    "\(application)", contact?.peerName ?? "", trust?.key ?? "unknown", nickname, message, data.hexText,
                ]
            ])
    }
}

private let launchMembers: [JSONMember] = [
    .member("application", .guid, "The id of the application."),
    .member("nickname", .anyText, "What the inviter calls himself."),
    .member("contact", .object(JSONMember.card).orNull, "The contact who invited; null for a stranger."),
    .member("trust", .trust.orNull, "How far that contact's key is known; null for a stranger."),
    .member("endpoint", .endpoint, "Where the inviter takes invitations; port 0 if he is signed out."),
    .member("endpointName", .anyText, "What that endpoint is called."),
    .member("message", .anyText, "The words that came with it."), .member("data", .hexData, "The bytes, in hex."),
]
