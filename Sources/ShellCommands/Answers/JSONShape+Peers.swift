import CommandTree
import PNRP

// What the documents of several commands have in common; each is described once in the published schema.

extension JSONShape {
    static let cloudName: JSONShape = .anyText
    /// Milliseconds, rounded.
    static let milliseconds: JSONShape = .count
    static let port: JSONShape = .integer(0...65535)

    /// `authority.classifier`.
    static let peerName: JSONShape = .pattern("^(0|[0-9a-f]{40})\\.")

    static let address: JSONShape = .text(TextRule(pattern: "^[0-9a-f:.]+$", format: "ipv6"))

    /// Half an identifier in hex.
    static let p2pID: JSONShape = .pattern("^[0-9a-f]{32}$")

    static let pnrpID: JSONShape = .pattern("^[0-9a-f]{32}\\.[0-9a-f]{32}$")

    /// A second in UTC (netsh 6.14).
    static let time: JSONShape = .text(
        TextRule(pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$", format: "date-time"))

    static let cloudState: JSONShape = .named(
        "cloudState", "How a cloud is.",
        .words(([.virtual, .synchronizing, .active, .dead, .disabled, .noNet, .alone] as [CloudState]).map(\.text)))

    static let cloudMode: JSONShape = .named(
        "cloudMode", "How this machine takes part in a cloud.", .words("Auto", "Full Participant", "Resolve Only"))

    /// Netsh 2.5.
    static let endpoint: JSONShape = .named(
        "endpoint", "Where a node is reached.", .object(JSONMember.endpoint))

    static let applicationEndpoint: JSONShape = .named(
        "applicationEndpoint", "Where a service is reached.",
        .object(
            JSONMember.endpoint + [
                .member("protocol", .pattern("^(tcp|udp|protocol [0-9]+)$"), "tcp, udp, or the number of another one.")
            ]))

    /// Netsh 4.5.4.
    static let payload: JSONShape = .named(
        "payload", "What is published beside the addresses.",
        .anyOf([
            .object([
                .member("type", .words("string"), "string: it is a text."), .member("text", .anyText, "The text."),
            ]),
            .object([
                .member("type", .words("binary"), "binary: it is bytes."),
                .member("hex", .pattern("^([0-9a-f]{2})*$"), "The bytes, two hex digits each."),
            ]),
        ]))

    /// Netsh 4.3.7.
    static let payloadSummary: JSONShape = .named(
        "payloadSummary", "What is published beside the addresses, without the thing itself.",
        .object([
            .member("type", .words("string", "binary"), "Whether it is a text or bytes."),
            .member("length", .count, "How many bytes it has."),
        ]))
}

extension JSONMember {
    /// The cloud an answer is about.
    static let cloud = member("cloud", .cloudName, "The name of the cloud.")

    static let done = member("ok", .boolean, "true: it is done.")

    static let endpoint: [JSONMember] = [
        .member("address", .address, "The IPv6 address, in its short spelling."),
        .member("zone", .count, "The index of the interface a link-local address is on; else 0."),
        .member("port", .port, "The port."),
    ]

    /// What every answer about a cloud begins with (netsh 4.3.6).
    static let cloudSummary: [JSONMember] = [
        .member("name", .cloudName, "The name of the cloud."),
        .member("scope", .integer(1...3), "1 for the global cloud, 3 for a link-local one."),
        .member("scopeName", .words("global", "linkLocal"), "The same in a word."),
        .member("scopeId", .count, "The index of the interface; 0 for the global cloud."),
        .member("addresses", .array(.endpoint), "Where this machine takes part in the cloud."),
        .member("addressCount", .count, "How many these are."),
        .member("state", .cloudState, "The state of the cloud."),
    ]

    /// Netsh 4.3.7.
    static let registeredName = name(id: .p2pID, pnrpID: .pnrpID, states: ["OK", "Problem"])

    /// Netsh 4.5.9; a name that is kept and not published has no place in the cloud.
    static let registration =
        name(id: .p2pID.orNull, pnrpID: .pnrpID.orNull, states: ["OK", "Problem", "Not published"]) + [
            .member(
                "lifetime", .words("process", "persistent"),
                "How long the name stays published: as long as this process, or in every session."),
            .optional(
                "port", .integer(0...65535),
                "The port at which this machine's addresses will be published, if it is kept only and names none."),
        ]

    private static func name(id: JSONShape, pnrpID: JSONShape, states: [String]) -> [JSONMember] {
        [
            .member("name", .peerName, "The peer name."), .cloud,
            .member("identity", .anyText.orNull, "Whose key signs what is published; null for nobody's."),
            .member("comment", .anyText.orNull, "What its publisher says about it; null for nothing."),
            .member("p2pId", id, "The first half of its place in the cloud: the name, hashed."),
            .member("serviceLocation", id, "The second half: where it is published."),
            .member("pnrpId", pnrpID, "Both halves."),
            .member("state", .words(states), "Problem as long as the cloud has not heard of it."),
            .member("endpoints", .array(.applicationEndpoint), "What is published under the name."),
            .member("payload", .payloadSummary.orNull, "What is published beside them; null for nothing."),
            .member("persistent", .boolean, "Whether every session to come publishes it again."),
        ]
    }
}
