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
                    "The name is published as long as this process lives. To keep one, publish it in a session, or "
                        + "put the line into a file and start p2psh --alias with it.",
                    "Without an address, the addresses this machine has in the cloud are published.",
                    "Without a cloud, the name is published in every cloud that can be used. Clouds that only resolve, "
                        + "have lost their network or are switched off are left out, and told.",
                ],
                examples: [
                    .init("add registration 0.alice", "Publishes a name in all clouds, with this machine's addresses."),
                    .init(
                        "add registration 0.web Global_ comment=\"my pages\" address=[2001:db8::7]:8080/tcp",
                        "Publishes one address of a service."),
                    .init("add registration 0.note payload=hello", "Publishes a text beside the addresses."),
                    .init(
                        "add registration 0.note payload=bye replace=yes", "Changes what is published under the name."),
                ],
                endings: [.notFound, .notPermitted]),
            answer: .done
        ) { invocation, environment in
            let name = try invocation.peerName()
            let content = try RegistrationContent(invocation)
            let clouds = try await environment.usableClouds(for: invocation)
            let omissions = try await environment.register(clouds.map { content.order(for: name, in: $0) })
            return .document(.done(hints: omissions + (environment.isOneShot ? [farewell(to: name)] : [])))
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
                "replace", .boolean, "Changes the registration if there is one already.", .fallback("no")),
        ]
    }
}

/// What is said once the name is gone again with the process (architecture 3).
private func farewell(to name: PeerName) -> String {
    "The name '\(name)' ended with this process. To keep it, type the line in a session, or put it into a file and "
        + "start 'p2psh --alias FILE'."
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

extension CommandEnvironment {
    /// Publishes a name in several clouds: in all of them, or in none. Clouds that cannot publish do not count, unless
    /// there is no other; what is said about them is returned.
    fileprivate func register(_ orders: [RegistrationOrder]) async throws -> [String] {
        var done: [RegistrationOrder] = []
        var obstacles: [(cloud: String, error: EngineError)] = []
        do throws(EngineError) {
            for order in orders {
                do throws(EngineError) {
                    try await services.register(order)
                    done.append(order)
                } catch {
                    guard error.isAboutOneCloud else { throw error }
                    obstacles.append((order.cloud, error))
                }
            }
        } catch {
            // What was changed in place cannot be changed back, and stays.
            for order in done where !order.replaces {
                _ = try? await services.unregister(order.name, inCloud: order.cloud)
            }
            throw error.asSeenByPeople
        }
        if done.isEmpty, let obstacle = obstacles.first { throw CommandFailure(obstacle.error) }
        return obstacles.map { "Not published in \($0.cloud): \(CommandFailure($0.error).sentence)" }
    }
}

extension EngineError {
    /// Whether it keeps nobody from publishing elsewhere.
    fileprivate var isAboutOneCloud: Bool {
        switch self {
        case .noAddress, .cloudUnusable, .resolveOnly: true
        default: false
        }
    }
}
