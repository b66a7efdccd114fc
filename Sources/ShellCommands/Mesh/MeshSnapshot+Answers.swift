import CommandTree
import Mesh
import PeerBase
import PeerEngine

extension MeshSnapshot {
    var address: String { path.isEmpty || path == "/" ? meshID : "net.p2p://\(meshID)/\(path.drop { $0 == "/" })" }

    var stateText: String { isOnline ? "Online" : "Offline" }

    /// `both (password)`.
    var modeText: String { credential.map { "\(mode.rawValue) (\($0.rawValue))" } ?? mode.rawValue }

    var json: [String: JSONValue] {
        [
            "mesh": .string(meshID), "path": .string(path), "nickname": .string(nickname), "key": .string(member.text),
            "mode": .string(mode.rawValue), "credential": .optional(credential?.rawValue),
            "profile": .string(profile.rawValue), "online": .bool(isOnline),
            "endpoints": .array(endpoints.map(\.json)), "resolver": .string(resolver),
            "neighbors": .integer(neighbours), "members": .integer(members), "messageLimit": .integer(messageLimit),
            "notAdmitted": .integer(refusedAdmissions),
        ]
    }

    /// Lines that join it again, full words and tags; nothing secret, and nothing that is known only while it lasts
    /// (netsh 6.10).
    var settings: [String] {
        var words = [
            "join", "mesh=\(Tokenizer.quoted(address))", "nickname=\(Tokenizer.quoted(nickname))",
            "mode=\(mode.rawValue)",
        ]
        words += proof?.settings ?? []
        if profile != .modern { words.append("profile=\(profile.rawValue)") }
        if port != 0 { words.append("port=\(port)") }
        if resolver != "PNRP" { words.append("resolver=\(Tokenizer.inQuotes(resolver))") }
        if messageLimit != Mesh.Limits.defaultMessageSize { words.append("messagelimit=\(messageLimit)") }
        let line = (words + ["wait=0"]).joined(separator: " ")
        guard proof == .password(file: nil) else { return [line] }
        return ["# The password of '\(meshID)' is asked for; where nobody can type it, add passwordfile=FILE.", line]
    }
}

extension ProofSource {
    /// The files, never what is in them.
    fileprivate var settings: [String] {
        switch self {
        case .password(let file): return file.map { ["passwordfile=\(Tokenizer.inQuotes($0))"] } ?? []
        case .certificate(let chain, let key, let trust):
            let trusted =
                switch trust {
                case .roots(let path): "trustroots=\(Tokenizer.inQuotes(path))"
                case .pinned(let keys): "trustkeys=\(keys.joined(separator: ","))"
                }
            return ["certificate=\(Tokenizer.inQuotes(chain))", "key=\(Tokenizer.inQuotes(key))", trusted]
        }
    }
}

extension ScopedEndpoint {
    var json: JSONValue {
        [
            "address": .string("\(endpoint.address)"), "zone": .integer(Int(zone)),
            "port": .integer(Int(endpoint.port)),
        ]
    }

    var text: String { endpoint.text(zone: zone) }
}

extension Endpoint {
    /// In the long form, the zone behind the bracket (netsh 2.5).
    func text(zone: UInt32) -> String {
        "[\(address.longDescription)]\(zone == 0 ? "" : "%\(zone)"):\(port)"
    }
}

extension JSONShape {
    static let memberKey: JSONShape = .pattern("^[0-9a-f]{64}$")

    static let meshMode: JSONShape = .named(
        "meshMode", "What a mesh protects.", .words(SecurityMode.allCases.map(\.rawValue)))
}

extension JSONMember {
    static let mesh = member("mesh", .anyText, "The id of the mesh.")

    /// What is told of a mesh wherever it is told of.
    static let meshSummary: [JSONMember] = [
        .mesh, .member("path", .anyText, "The channel in it; empty or / for the plain mesh."),
        .member("nickname", .anyText, "What others see as our name."),
        .member("key", .memberKey, "The key others know us by, in hex."),
        .member("mode", .meshMode, "What the mesh protects."),
        .member(
            "credential", .words("password", "certificate").orNull,
            "How members prove that they belong to it; null where they need not."),
        .member("profile", .words(Profile.allCases.map(\.rawValue)), "How messages travel."),
        .member("online", .boolean, "Whether there is a neighbor."),
        .member("endpoints", .array(.endpoint), "Where we listen."),
        .member("resolver", .anyText, "PNRP, or where other members were said to listen."),
        .member("neighbors", .count, "Members with a link to us."),
        .member("members", .count, "Members that are known, ourselves included."),
        .member("messageLimit", .count, "The largest message in bytes."),
        .member("notAdmitted", .count, "Attempts that failed for want of the right password or certificate."),
    ]
}
