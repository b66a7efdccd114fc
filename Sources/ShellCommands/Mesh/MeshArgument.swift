import CommandTree
import Mesh
import PeerBase
import PeerEngine

/// A mesh as a person names it: its id, or the address of a channel in it, `net.p2p://id/path` (peer channel 2).
struct MeshAddress: Equatable {
    private static let scheme = "net.p2p://"
    /// With `0.` before it, a peer name whose classifier has at most 149 characters.
    private static let longestID = 149

    let id: String
    /// Empty for the plain id.
    let path: String

    init(_ text: String) {
        guard text.lowercased().hasPrefix(Self.scheme) else {
            (id, path) = (text.lowercased(), "")
            return
        }
        let rest = text.dropFirst(Self.scheme.count)
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        id = rest[..<slash].lowercased()
        path = String(rest[slash...].dropFirst())
    }

    /// How it is typed.
    var text: String { path.isEmpty ? id : "\(Self.scheme)\(id)/\(path)" }

    static let complaint: Parameter.Check = { text in
        let address = MeshAddress(text)
        let labels = address.id.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isLetter || $0.isNumber || "-_".contains($0) } })
        else { return "A mesh id is shaped like the name of a host, as in quickreturntraderchat." }
        if address.id.count > longestID { return "A mesh id has at most \(longestID) characters." }
        if address.path.utf8.count > Mesh.Limits.pathBytes {
            return "A path has at most \(Mesh.Limits.pathBytes) bytes."
        }
        return nil
    }
}

extension Parameter {
    /// One mesh.
    static var mesh: Parameter {
        Parameter(
            "mesh", .named("id", check: MeshAddress.complaint), "The mesh: its id, or net.p2p://ID/PATH.",
            candidates: .meshes)
    }

    /// One mesh, or all that were joined.
    static var anyMesh: Parameter {
        Parameter(
            "mesh", .named("id", check: MeshAddress.complaint), "The mesh: its id, or net.p2p://ID/PATH.",
            .optional("all that were joined"), candidates: .meshes)
    }

    /// What is said. Its words need no quotes.
    static var words: Parameter {
        Parameter(
            "text", .text(maximumCharacters: CommandTree.Limits.lineBytes), "What is said: all the words that follow.",
            maximumCount: 2000)
    }

    static func nickname(_ absence: Absence) -> Parameter {
        Parameter(
            "nickname", .named("name", check: Nickname.complaint),
            "What others see as your name; at most \(Mesh.Limits.nicknameBytes) bytes, without blanks.", absence)
    }
}

extension Invocation {
    var meshID: String { MeshAddress(text("mesh")).id }
}

extension CommandEnvironment {
    /// The meshes that the optional argument means: one that must be joined, or all.
    func meshes(for invocation: Invocation) async throws -> [MeshSnapshot] {
        let all = await services.meshes()
        guard invocation.has("mesh") else { return all }
        let id = invocation.meshID
        let one = all.filter { $0.meshID.lowercased() == id }
        guard !one.isEmpty else { throw CommandFailure(.mesh(.notJoined(mesh: id))) }
        return one
    }
}

/// What a member calls itself (peer channel 20.6). It proves nothing, and may be anything.
enum Nickname {
    /// What could be taken for the marks around a name.
    private static let marks: Set<Character> = ["<", ">", "*", "(", ")", "#", "/", "\""]

    /// Ours are words that can be typed.
    static let complaint: Parameter.Check = { text in
        if text.isEmpty { return "A nickname has at least one character." }
        if text.utf8.count > Mesh.Limits.nicknameBytes {
            return "A nickname has at most \(Mesh.Limits.nicknameBytes) bytes."
        }
        guard shown(text) == text else { return "A nickname has no blanks, and none of < > * ( ) # / \"." }
        return nil
    }

    /// As it stands in a line, where it must not be able to look like more than a name.
    static func shown(_ nickname: String) -> String {
        let name = String(nickname.map { $0.isWhitespace || marks.contains($0) ? "_" : $0 })
        return name.isEmpty ? "?" : sanitized(name)
    }

    /// The one of this user, as far as it can be one.
    static func usual(_ userName: String?) -> String {
        let name = shown(String((userName ?? "").prefix(32)))
        return complaint(name) == nil && name != "?" ? name : "somebody"
    }
}

extension MemberID {
    /// In hex.
    var text: String { bytes.hexText }
    /// Enough to tell members apart, and to be typed.
    var shortText: String { Array(bytes.prefix(8)).hexText }
}
