import Collaboration
import CommandTree
import Glibc
import PeerBase
import PeerEngine

extension ShellCommand {
    /// Collab 3.4, 11.
    static var showPeople: ShellCommand {
        ShellCommand(
            "show people", "Shows who is signed in near you.",
            parameters: [
                Parameter(
                    "wait", .duration(.seconds, 0...10), "How long to ask around before the answer.", .fallback("0")),
                Parameter(
                    "address", .named("ip", check: PersonAddress.complaint),
                    "Asks this host alone, where the network carries no multicast.", .optional(), isTagged: true),
            ],
            notes: CommandNotes(
                remarks: [
                    "You must be signed in. What is shown is what others announce; nothing of it is proven."
                ],
                output: [
                    .init("#", "Its place in this list; #2 means the second until the next list."),
                    .init(
                        "Trust",
                        "Unknown until the key was seen; then that of the contact who has it. (not your contact) "
                            + "calls itself as a contact does and has another key."),
                    .init("Address", "Where it takes invitations; - if it has not been asked yet."),
                ],
                record: ["id", "nickname", "host", "trust", "contact", "address", "zone", "port"],
                examples: [
                    .init("show people", "Shows those who are known now."),
                    .init("show people wait=3", "Asks around for three seconds first."),
                    .init("show people address=192.0.2.7", "Asks one host."),
                ],
                endings: [.notFound]),
            answer: .array(.person)
        ) { invocation, environment in
            let wait = invocation.duration("wait")
            let address = try invocation.optionalText("address").map { try PersonAddress($0).endpoint() }
            let people = try await environment.people(waiting: wait > .zero ? wait : nil, address: address)
            environment.listing.keep(people)
            guard !people.isEmpty else { return .document(try await environment.nobodyThere()) }
            return .document(
                Document(
                    body: [.line(Line(counted(people.count, "person", "people") + " found.")), .blank]
                        + [.table(people.table)],
                    json: .array(people.enumerated().map { $1.json(index: $0 + 1) }), records: people.map(\.record)))
        }
    }

    static var showPerson: ShellCommand {
        ShellCommand(
            "show person", "Asks somebody near you about himself, and shows the answer.", parameters: [.person],
            notes: CommandNotes(
                remarks: [
                    "It takes up to 30 seconds. Applications and objects are shown to contacts who may hear of them; "
                        + "an empty list may mean that you are none."
                ],
                output: [
                    .init(
                        "Fingerprint",
                        "Of the key that answered. Who reads the same to you, by telephone perhaps, has that key."),
                    .init("Trust", "That of the contact whose key it is."),
                ],
                record: ["id", "nickname", "host", "trust", "contact", "fingerprint", "status", "text"],
                examples: [.init("show person #1", "Asks the first of the last list.")],
                endings: [.notFound, .timedOut, .unreachable]),
            answer: .object(JSONMember.person + [.member("endpoints", .array(.endpointDetails), "What each told.")])
        ) { invocation, environment in
            let person = try await environment.person(invocation.text("person"))
            return .announced(
                "Asking \(quoted(person.nickname))",
                .progressive { _ in
                    let details = try await environment.ask { services async throws(EngineError) in
                        try await services.refresh(.person(person.id))
                    }
                    // Its trust is known only now.
                    let known = try await environment.people().first { $0.id == person.id } ?? person
                    return known.document(details)
                })
        }
    }
}

/// `2 people`, `1 person`
func counted(_ count: Int, _ one: String, _ many: String) -> String { "\(count) \(count == 1 ? one : many)" }

/// The argument `address`: IPv6, with its zone where it is link-local, or IPv4.
struct PersonAddress {
    /// Where people are asked (collab 10.3).
    private static let port: UInt16 = 3702

    private let text: String

    init(_ text: String) { self.text = text }

    static let complaint: Parameter.Check = { text in
        let isAddress = PersonAddress(text).parsed.map { $0.port == nil } ?? false
        return isAddress ? nil : "An address is expected, as in 192.0.2.7, 2001:db8::7 or fe80::7%eth0."
    }

    private var parsed: EndpointText? {
        EndpointText(text.contains(":") ? text : "::ffff:\(text)")
    }

    func endpoint() throws(CommandFailure) -> ScopedEndpoint {
        guard let parsed else { throw CommandFailure("'\(text)' is no address.", status: .usage) }
        let zone = parsed.zone.map { UInt32($0) ?? if_nametoindex($0) } ?? 0
        if let name = parsed.zone, zone == 0 {
            throw CommandFailure("There is no interface '\(name)'.", status: .notFound)
        }
        return ScopedEndpoint(parsed.endpoint(defaultPort: Self.port), zone: zone)
    }
}

extension CommandEnvironment {
    func collaborationStatus() async throws -> CollaborationStatus {
        try await ask { services async throws(EngineError) in try await services.collaborationStatus() }
    }

    /// Collab 11.2.
    fileprivate func nobodyThere() async throws -> Document {
        let interfaces = try await collaborationStatus().interfaces
        let place = interfaces.isEmpty ? "no interface" : interfaces.joined(separator: ", ")
        return Document(
            lines: [Line("No people found. Signed in on: \(place)."), "Try: diag"], json: .array([]), records: [])
    }
}

// MARK: Answers

extension [Person] {
    /// Collab 11.1.
    var table: Table {
        var table = Table([
            .init("  #", .right), .init("Nickname", minimumWidth: 16), .init("Host", minimumWidth: 16),
            .init("Trust", minimumWidth: 10), .init("Address", minimumWidth: 47),
        ])
        for (index, person) in enumerated() {
            table.add([
                Line.Run("\(index + 1)"), Line.Run(person.nickname), Line.Run(person.host),
                Line.Run(person.standing.title, person.standing.style), Line.Run(person.endpoint?.place ?? "-"),
            ])
        }
        return table
    }
}

extension Person {
    fileprivate var members: [String: JSONValue] {
        [
            "id": .string("\(id)"), "nickname": .string(nickname), "host": .string(host),
            "trust": .string(standing.key), "contact": .optional(standing.contact),
            "endpoint": endpoint?.json ?? .null, "fingerprint": .optional(pin?.bytes.hexText),
        ]
    }

    func json(index: Int) -> JSONValue { .object(members.merging(["index": .integer(index)]) { $1 }) }

    var json: JSONValue { .object(members) }

    fileprivate var record: [String] {
        let place = endpoint.map { ["\($0.endpoint.address)", "\($0.zone)", "\($0.endpoint.port)"] }
        return ["\(id)", nickname, host, standing.key, standing.contact ?? ""] + (place ?? ["", "", ""])
    }

    /// What asking came to.
    fileprivate func document(_ details: [EndpointDetails]) -> Document {
        let pin = details.first?.pin ?? pin
        let rows: [(String, String)] = [
            ("Nickname:", nickname), ("Host:", host), ("Near id:", "\(id)"), ("Trust:", standing.title),
            ("Contact:", standing.contact ?? "-"), ("Fingerprint:", pin?.fingerprint ?? "-"),
        ]
        let presence = details.first?.snapshot.presence
        return Document(
            lines: rows.map { Line(padded($0.0, to: 16) + $0.1) } + details.flatMap(\.lines),
            json: .object(members.merging(["endpoints": .array(details.map(\.json))]) { $1 }),
            records: [
                [
                    "\(id)", nickname, host, standing.key, standing.contact ?? "", pin?.bytes.hexText ?? "",
                    presence?.status.word ?? "", presence?.text ?? "",
                ]
            ])
    }
}

extension EndpointDetails {
    var lines: [Line] {
        let rows: [(String, String)] = [
            ("Endpoint:", "\(quoted(snapshot.endpointName)) at \(endpoint.place)"),
            ("Presence:", snapshot.presence.summary),
        ]
        let applications = snapshot.applications.map { application in
            ("Application:", "\(application.id) \(quoted(application.description))")
        }
        let objects = snapshot.objects.map { ("Object:", "\($0.id), \(counted($0.data.count, "byte", "bytes"))") }
        return (rows + applications + objects).map { Line(padded($0.0, to: 16) + $0.1) }
    }

    var json: JSONValue {
        [
            "endpoint": endpoint.json, "endpointName": .string(snapshot.endpointName),
            "nickname": .string(snapshot.nickname), "presence": snapshot.presence.json,
            "fingerprint": .string(pin.bytes.hexText), "trust": .string(standing.key),
            "applications": .array(snapshot.applications.map(\.json)),
            "objects": .array(snapshot.objects.map(\.json)),
        ]
    }
}

extension JSONMember {
    static let person: [JSONMember] = [
        .member("id", .guid, "The near id: of this endpoint, for this sign-in."),
        .member("nickname", .anyText, "What it calls itself; it proves nothing."),
        .member("host", .anyText, "What it calls its machine."),
        .member("trust", .standing, "What is known of who it is."),
        .member("contact", .anyText.orNull, "The peer name of the contact whose key it has; null for none."),
        .member("endpoint", .endpoint.orNull, "Where it takes invitations; null if it has not been asked."),
        .member("fingerprint", .fingerprint.orNull, "The SHA-256 hash of its key, in hex; null until it was seen."),
    ]
}

extension JSONShape {
    static let person: JSONShape = .object(
        [.member("index", .integer(1...Int.max), "Its place in the list.")] + JSONMember.person)

    static let endpointDetails: JSONShape = .named(
        "endpointDetails", "What an endpoint of somebody told.",
        .object([
            .member("endpoint", .endpoint, "Where it is."), .member("endpointName", .anyText, "What it is called."),
            .member("nickname", .anyText, "What the person is called there."),
            .member("presence", .presence, "How the person is there."),
            .member("fingerprint", .fingerprint, "The SHA-256 hash of the key that answered, in hex."),
            .member("trust", .standing, "What is known of whose key it is."),
            .member("applications", .array(.publishedApplication), "The applications it tells of."),
            .member("objects", .array(.object(JSONMember.object)), "The objects it tells of."),
        ]))
}
