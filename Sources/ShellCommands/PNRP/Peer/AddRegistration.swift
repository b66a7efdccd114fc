import CommandTree
import PNRP
import PeerEngine

extension ShellCommand {
    /// Netsh 4.5.1; `Ok.` is pinned by O-5.
    static var addRegistration: ShellCommand {
        ShellCommand(
            "add registration", "Publishes a peer name.", parameters: [.peerName(), .cloud()] + contents,
            notes: CommandNotes(
                remarks: [
                    "The name is published as long as this process lives. With persistent=yes it is kept, and every "
                        + "session and batch publishes it again when it begins, until 'delete registration' forgets "
                        + "it. A single command of the command line ends too soon to be found: there persistent=yes "
                        + "keeps the name and publishes nothing, and of all commands only monitor and wait publish "
                        + "what is kept.",
                    "Without an address, the addresses this machine has in the cloud are published.",
                    "Without a cloud, the name is published in every cloud that can be used. Clouds that only resolve, "
                        + "have lost their network or are switched off are left out, and told. A cloud that appears later, as "
                        + "with a new network, does not get the name by itself: publish it there by naming that cloud.",
                ],
                examples: [
                    .init("add registration 0.alice", "Publishes a name in all clouds, with this machine's addresses."),
                    .init(
                        "add registration 0.web Global_ comment=\"my pages\" address=[2001:db8::7]:8080/tcp",
                        "Publishes one address of a service."),
                    .init("add registration 0.note payload=hello", "Publishes a text beside the addresses."),
                    .init(
                        "add registration 0.note payload=bye replace=yes", "Changes what is published under the name."),
                    .init(
                        "add registration 0.alice persistent=yes",
                        "Publishes a name now and in every session to come."),
                ],
                endings: [.notFound, .notPermitted]),
            answer: .done, isKeptForCommit: { $0.has("persistent") || $0.boolean("replace") }
        ) { invocation, environment in
            let name = try invocation.peerName()
            let content = try RegistrationContent(invocation)
            let clouds = try await environment.usableClouds(for: invocation)
            let publishing = Publishing(environment, persistence: invocation.optionalBoolean("persistent"))
            let result = try await publishing.carryOut(clouds.map { content.order(for: name, in: $0) })
            let remark = result.isKept ? promise(about: name) : farewell(to: name)
            return .document(.done(hints: result.omissions + (environment.isOneShot ? [remark] : [])))
        }
    }

    private static var contents: [Parameter] {
        [
            Parameter(
                "comment", .named("text", check: commentComplaint),
                "A remark that whoever finds the name sees; at most \(Limits.commentLength) characters.", .optional(),
                isTagged: true),
            Parameter(
                "address", .named("{auto|[address]:port[/tcp|/udp]}", check: addressComplaint),
                "What is published: an IPv6 address in brackets with a port, or auto.", .optional("auto"),
                isTagged: true, maximumCount: Limits.applicationEndpoints),
            Parameter(
                "port", .integer(0...65535), "The port of addresses that were given without one.", .fallback("0"),
                isTagged: true),
            Parameter(
                "payload", .named("text", check: payloadComplaint),
                "A text published beside the addresses; at most \(Limits.payloadBytes - 1) bytes.", .optional(),
                isTagged: true),
            Parameter(
                "payloadhex", .hexBytes(maximum: Limits.payloadBytes), "Bytes published instead of a text.",
                .optional(), isTagged: true),
            Parameter(
                "payloadfile", .file, "A file whose bytes are published instead of a text.", .optional(),
                isTagged: true, candidates: .files),
            Parameter(
                "identity", .text(maximumCharacters: 256), "Whose key signs.",
                .optional("the owner of the name, or the default identity"), isTagged: true, candidates: .identities),
            Parameter(
                "persistent", .boolean, "Keeps the registration for every session to come.",
                .optional("no; with replace=yes, as it is")),
            Parameter(
                "replace", .boolean, "Changes the registration if there is one already.", .fallback("no")),
        ]
    }
}

/// What is said once the name is gone again with the process (architecture 3).
private func farewell(to name: PeerName) -> String {
    "The name '\(name)' ended with this process. To keep it, type the line in a session, or add persistent=yes and "
        + "leave a session running."
}

private func promise(about name: PeerName) -> String {
    "The name '\(name)' is kept. It is published as long as a session of p2psh runs, and not by this command."
}

/// Comments are counted in UTF-16 code units (netsh 2.4).
private let commentComplaint: Parameter.Check = { text in
    let count = text.utf16.count
    guard count > Limits.commentLength else { return nil }
    return "It has \(count) characters; at most \(Limits.commentLength) are allowed."
}

/// The terminator counts too (behaviour 19).
private let payloadComplaint: Parameter.Check = { text in
    if text.isEmpty { return "A payload cannot be empty." }
    let count = text.utf8.count
    guard count >= Limits.payloadBytes else { return nil }
    return "It has \(count) bytes; at most \(Limits.payloadBytes - 1) are allowed."
}

private let addressComplaint: Parameter.Check = { PublishedAddress($0) == nil ? PublishedAddress.expectation : nil }
