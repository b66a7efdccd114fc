import CommandTree
import Mesh
import PeerBase
import PeerEngine

extension ShellCommand {
    static var showMeshes: ShellCommand {
        ShellCommand(
            "show meshes", "Shows the meshes that this process is in.",
            notes: CommandNotes(
                output: [
                    .init("State", "Online as soon as there is a neighbor."),
                    .init("Neighbors", "Members with a link to us: two to eight, however large the mesh is."),
                    .init("Members", "Those who were heard of lately, ourselves included."),
                    .init("Mode", "What is protected, and by what members prove themselves."),
                ],
                record: ["mesh", "state", "neighbors", "members", "mode", "profile", "nickname"],
                examples: [.init("show meshes watch=2", "Shows them every two seconds.")]),
            answer: .array(.object(JSONMember.meshSummary))
        ) { _, environment in
            let meshes = await environment.services.meshes()
            var table = Table([
                .init("State"), .init("Neighbors", .right), .init("Members", .right), .init("Mode"), .init("Profile"),
                .init("Nickname"), .init("Mesh"),
            ])
            for mesh in meshes {
                table.add([
                    Line.Run(mesh.stateText, mesh.isOnline ? .good : .warning), Line.Run("\(mesh.neighbours)"),
                    Line.Run("\(mesh.members)"), Line.Run(mesh.modeText), Line.Run(mesh.profile.rawValue),
                    Line.Run(Nickname.shown(mesh.nickname)), Line.Run(mesh.address),
                ])
            }
            let remarks = meshes.compactMap { mesh in mesh.rejection.map { "\(mesh.meshID): \($0)" } }
            return .document(
                Document(
                    body: meshes.isEmpty ? [.line("This process is in no mesh.")] : [.table(table)],
                    json: .array(meshes.map { .object($0.json) }),
                    records: meshes.map {
                        [
                            $0.meshID, $0.stateText, "\($0.neighbours)", "\($0.members)", $0.modeText,
                            $0.profile.rawValue, $0.nickname,
                        ]
                    }, hints: meshes.isEmpty ? ["'p2p mesh join ID' joins one."] : remarks))
        }
    }

    static var showMeshStatistics: ShellCommand {
        ShellCommand(
            "show statistics", "Shows what passed through a mesh here, and what failed.", parameters: [.anyMesh],
            notes: CommandNotes(
                output: [
                    .init("Messages said", "By this member."),
                    .init("Messages delivered", "Of others, each counted once."),
                    .init("Duplicates", "Copies of messages that were here already."),
                    .init("Forwarded", "Copies handed on to neighbors."),
                    .init("Fetched", "Messages that were announced, did not come, and were asked for."),
                    .init("Missed", "Gaps in what somebody said that stayed."),
                    .init("Refused", "Links that were not taken, for whatever reason."),
                    .init("Turned away", "Those who dialled in and were not even heard, as 'show events' tells."),
                ],
                record: ["mesh"] + counterNames,
                examples: [.init("show statistics watch=1", "Shows what goes on.")], endings: [.notFound]),
            answer: .array(.object(statisticsMembers))
        ) { invocation, environment in
            let meshes = try await environment.meshes(for: invocation)
            let blocks = meshes.map { mesh -> [Line] in
                [Line("Mesh: \(mesh.address)", .heading)]
                    + mesh.counters.figures.map { Line("\($0.title): \($0.count)") }
                    + mesh.counters.sortedCauses.map { Line("  \($0.key): \($0.value)") }
            }
            return .document(
                Document(
                    lines: Array(blocks.joined(separator: [""])), json: .array(meshes.map(\.statistics)),
                    records: meshes.map { [$0.meshID] + $0.counters.figures.map { "\($0.count)" } }))
        }
    }

    static var showNeighbors: ShellCommand {
        ShellCommand(
            "show neighbors", "Shows the members of a mesh that have a link to this one.", parameters: [.anyMesh],
            notes: CommandNotes(
                remarks: ["A neighbor is an address and no person: 'show members' shows people."],
                output: [
                    .init("Link", "Who made it: out is ours, in is theirs."),
                    .init("Utility", "0 to 4096: how many of its messages were news, of late."),
                    .init("Delay", "The last round trip, where it was measured."),
                    .init("Received", "Messages that came from it, and how many were news."),
                    .init("Push", "Whether messages are sent to it at once (eager), or announced (lazy)."),
                    .init("Heard", "How long ago anything came from it."),
                    .init("Since", "When it became a neighbor, in UTC."),
                ],
                record: [
                    "mesh", "address", "zone", "port", "link", "utility", "roundTripMs", "received", "useful", "sent",
                    "push", "since", "lastHeard",
                ],
                examples: [.init("show neighbors quickreturntraderchat", "Shows those in one mesh.")],
                endings: [.notFound]),
            answer: .array(.object(neighbourMembers))
        ) { invocation, environment in
            var table = Table([
                .init("Link"), .init("Utility", .right), .init("Delay", .right), .init("Received", .right),
                .init("Useful", .right), .init("Sent", .right), .init("Push"), .init("Heard", .right), .init("Since"),
                .init("Mesh"), .init("Address"),
            ])
            var found: [(mesh: String, neighbour: Neighbour)] = []
            for mesh in try await environment.meshes(for: invocation) {
                let neighbours = try await environment.ask { services async throws(EngineError) in
                    try await services.neighbours(ofMesh: mesh.meshID)
                }
                found += neighbours.map { (mesh.meshID, $0) }
            }
            for (mesh, neighbour) in found {
                table.add(
                    neighbour.cells + [
                        environment.ageText(of: neighbour.lastHeard), timeText(neighbour.since), mesh, neighbour.place,
                    ])
            }
            return .document(
                Document(
                    body: found.isEmpty ? [.line("There are no neighbors.")] : [.table(table)],
                    json: .array(found.map { $1.json(mesh: $0) }), records: found.map { $1.record(mesh: $0) }))
        }
    }

    static var showMeshMembers: ShellCommand {
        ShellCommand(
            "show members", "Shows who is in a mesh.", parameters: [.anyMesh],
            notes: CommandNotes(
                remarks: [
                    "A mesh has no list of its members: shown is who has spoken or given a sign of life lately. A "
                        + "nickname proves nothing, and two may have the same; a key is nobody else's."
                ],
                output: [
                    .init("Key", "The first digits, as 'tell' takes them."),
                    .init("Heard", "How long ago it spoke, or gave a sign of life."),
                    .init("Since", "When it was first heard, in UTC."),
                    .init(
                        "Remark",
                        "you; same name: somebody else was called so first; no key: cannot be told anything alone."),
                ],
                record: ["mesh", "key", "nickname", "you", "sameName", "canBeTold", "since", "lastHeard"],
                examples: [.init("show members quickreturntraderchat", "Shows those of one mesh.")],
                endings: [.notFound]),
            answer: .array(.object([.mesh] + JSONMember.meshMember))
        ) { invocation, environment in
            var found: [(mesh: String, member: Member)] = []
            for mesh in try await environment.meshes(for: invocation) {
                found += try await environment.members(ofMesh: mesh.meshID).map { (mesh.meshID, $0) }
            }
            var table = Table([
                .init("Key"), .init("Heard", .right), .init("Since"), .init("Remark"), .init("Mesh"),
                .init("Nickname"),
            ])
            for (mesh, member) in found {
                table.add([
                    member.id.shortText, member.isOurselves ? "-" : environment.ageText(of: member.lastHeard),
                    timeText(member.since), member.remark, mesh, Nickname.shown(member.nickname),
                ])
            }
            return .document(
                Document(
                    body: found.isEmpty ? [.line("Nobody is known.")] : [.table(table)],
                    json: .array(found.map { .object($1.json.merging(["mesh": .string($0)]) { $1 }) }),
                    records: found.map { mesh, member in
                        [
                            mesh, member.id.text, member.nickname, member.isOurselves ? "yes" : "no",
                            member.isNicknameTaken ? "yes" : "no", member.canBeTold ? "yes" : "no",
                            timeText(member.since), timeText(member.lastHeard),
                        ]
                    }))
        }
    }
}

extension CommandEnvironment {
    func members(ofMesh mesh: String) async throws -> [Member] {
        try await ask { services async throws(EngineError) in try await services.members(ofMesh: mesh) }
    }

    /// How long ago something was, as `12 s`.
    fileprivate func ageText(of milliseconds: Int64) -> String {
        "\(max(0, Int64(wallClock()) - milliseconds / 1000)) s"
    }
}

// MARK: Members

extension Member {
    var json: [String: JSONValue] {
        [
            "key": .string(id.text), "nickname": .string(nickname), "you": .bool(isOurselves),
            "sameName": .bool(isNicknameTaken), "canBeTold": .bool(canBeTold), "since": .string(timeText(since)),
            "lastHeard": .string(timeText(lastHeard)),
        ]
    }

    var remark: String {
        [isOurselves ? "you" : nil, isNicknameTaken ? "same name" : nil, canBeTold || isOurselves ? nil : "no key"]
            .compactMap { $0 }.joined(separator: ", ")
    }
}

extension JSONMember {
    static let meshMember: [JSONMember] = [
        .member("key", .memberKey, "The key the member is known by, in hex."),
        .member("nickname", .anyText, "What the member calls itself; it proves nothing."),
        .member("you", .boolean, "Whether it is this process."),
        .member("sameName", .boolean, "Whether somebody else was called so first."),
        .member("canBeTold", .boolean, "Whether something can be said to it alone."),
        .member("since", .time, "When it was first heard, in UTC."),
        .member("lastHeard", .time, "When it last spoke or gave a sign of life, in UTC."),
    ]
}

// MARK: Neighbors

private let neighbourMembers: [JSONMember] =
    [.mesh] + JSONMember.endpoint + [
        .member("link", .words("out", "in"), "Who made it: out is ours, in is theirs."),
        .member("utility", .integer(0...4096), "How many of its messages were news, of late."),
        .member("roundTripMs", .milliseconds.orNull, "The last round trip; null where none was measured."),
        .member("received", .count, "Messages that came from it."),
        .member("useful", .count, "Those of them that were news."), .member("sent", .count, "Messages sent to it."),
        .member("push", .words("eager", "lazy"), "Whether messages are sent to it at once, or announced."),
        .member("since", .time, "When it became a neighbor, in UTC."),
        .member("lastHeard", .time, "When anything last came from it, in UTC."),
    ]

extension Neighbour {
    fileprivate var place: String { endpoint.text(zone: zone) }
    private var link: String { isInitiator ? "out" : "in" }
    private var push: String { isEager ? "eager" : "lazy" }

    fileprivate var cells: [String] {
        [
            link, "\(utility)", roundTrip.map { "\($0.milliseconds) ms" } ?? "-", "\(received)", "\(useful)", "\(sent)",
            push,
        ]
    }

    fileprivate func json(mesh: String) -> JSONValue {
        [
            "mesh": .string(mesh), "address": .string("\(endpoint.address)"), "zone": .integer(Int(zone)),
            "port": .integer(Int(endpoint.port)), "link": .string(link), "utility": .integer(utility),
            "roundTripMs": .optional(roundTrip?.milliseconds), "received": .integer(received),
            "useful": .integer(useful), "sent": .integer(sent), "push": .string(push),
            "since": .string(timeText(since)), "lastHeard": .string(timeText(lastHeard)),
        ]
    }

    fileprivate func record(mesh: String) -> [String] {
        [
            mesh, "\(endpoint.address)", "\(zone)", "\(endpoint.port)", link, "\(utility)",
            roundTrip.map { "\($0.milliseconds)" } ?? "", "\(received)", "\(useful)", "\(sent)", push,
            timeText(since), timeText(lastHeard),
        ]
    }
}

// MARK: Statistics

private let counterNames = Counters().figures.map(\.name)

private let statisticsMembers: [JSONMember] =
    [.mesh] + Counters().figures.map { .member($0.name, .count, "\($0.title).") } + [
        .member(
            "causes",
            .array(
                .object([
                    .member("cause", .anyText, "In words."), .member("count", .count, "How often."),
                ])), "Why attempts failed, neighbors were lost and messages were dropped.")
    ]

extension MeshSnapshot {
    fileprivate var statistics: JSONValue {
        let figures = counters.figures.map { ($0.name, JSONValue.integer($0.count)) }
        let causes = counters.sortedCauses.map { cause -> JSONValue in
            ["cause": .string(cause.key), "count": .integer(cause.value)]
        }
        return .object(
            Dictionary(figures) { $1 }.merging(["mesh": .string(meshID), "causes": .array(causes)]) { $1 })
    }
}

extension Counters {
    fileprivate var figures: [(name: String, title: String, count: Int)] {
        [
            ("said", "Messages said", said), ("delivered", "Messages delivered", delivered),
            ("duplicates", "Duplicates", duplicates), ("forwarded", "Forwarded", forwarded),
            ("fetched", "Fetched", grafts), ("missed", "Missed", missed), ("dialled", "Links dialled", dialled),
            ("accepted", "Links accepted", accepted), ("refused", "Links refused", refused),
            ("pruned", "Links pruned", pruned), ("framesSent", "Frames sent", framesSent),
            ("framesReceived", "Frames received", framesReceived), ("turnedAway", "Turned away", turnedAway),
        ]
    }

    fileprivate var sortedCauses: [(key: String, value: Int)] { causes.sorted { $0.key < $1.key } }
}
