import CommandTree
import Glibc
import Mesh
import PeerBase
import PeerEngine

/// What it takes to join a mesh as it was typed, and whether a password is still to be asked for.
struct JoinWish: Sendable {
    private(set) var order: MeshOrder
    let asksForPassword: Bool

    /// The same parameters wherever one may join. Passwords are asked for or read from a file: what stands on a line is
    /// seen by others.
    static var parameters: [Parameter] {
        [
            .mesh, .nickname(.optional("the name of the user")),
            Parameter(
                "mode", .choice(SecurityMode.allCases.map(\.rawValue)),
                "What is protected: nothing, the links (transport), every message by its sender's signature (message), "
                    + "or both.",
                .optional("both with a password or certificate, else message"), isTagged: true),
            Parameter(
                "passwordfile", .file, "A file that holds the password of the mesh, which is asked for otherwise.",
                .optional(), isTagged: true, candidates: .files),
            Parameter(
                "password", .named("refused", check: { _ in passwordComplaint }),
                "Not typed on a line, where others may see it: it is asked for, or read from a file.", .optional(),
                isTagged: true, isSecret: true),
            Parameter(
                "certificate", .file, "Your certificate and those above it (PEM), instead of a password.", .optional(),
                isTagged: true, candidates: .files),
            Parameter(
                "key", .file, "The key of your certificate (PEM).", .optional(), isTagged: true, candidates: .files),
            Parameter(
                "trustroots", .file, "A file of root certificates (PEM): whom these vouch for is trusted.",
                .optional(), isTagged: true, candidates: .files),
            Parameter(
                "trustkeys", .named("hex,...", check: keysComplaint),
                "The SHA-256 hashes of the keys that are trusted, in hex.", .optional(), isTagged: true),
            Parameter(
                "profile", .choice(Profile.allCases.map(\.rawValue)),
                "How messages travel: as in 2006 (classic), or along a tree that mends itself (modern).",
                .fallback("modern"), isTagged: true),
            Parameter(
                "port", .integer(0...65535), "The TCP port to listen on; 0 for any.", .fallback("0"), isTagged: true),
            Parameter(
                "resolver", .named("[address]:port,...", check: ResolverList.complaint),
                "Where other members listen, for places without PNRP.", .optional("PNRP"), isTagged: true),
            Parameter(
                "messagelimit", .integer(Mesh.Limits.leastMessageSize...Mesh.Limits.largestMessageSize),
                "The largest message in bytes; the same for all members.",
                .fallback("\(Mesh.Limits.defaultMessageSize)"), isTagged: true),
        ]
    }

    private static let passwordComplaint =
        "A password does not stand on a line: it is asked for, or read from the file that passwordfile= names."

    init(_ invocation: Invocation, _ environment: CommandEnvironment) throws {
        let address = MeshAddress(invocation.text("mesh"))
        let credential = try Self.credential(invocation)
        let mode = try Self.mode(invocation, credential)
        asksForPassword = mode.protectsLinks && credential == .none
        order = MeshOrder(
            meshID: address.id, nickname: invocation.optionalText("nickname") ?? Nickname.usual(environment.userName),
            mode: mode, credential: credential, profile: Profile(rawValue: invocation.text("profile")) ?? .modern)
        order.path = address.path
        order.port = UInt16(invocation.integer("port"))
        order.resolver = try invocation.optionalText("resolver").map { try ResolverList($0).endpoints() }
        order.messageLimit = invocation.integer("messagelimit")
        order.passwordFile = invocation.optionalText("passwordfile").map(FilePath.absolute)
    }

    /// Asks for the password if there has to be one, and goes on with the whole order.
    func reply(_ then: @escaping @Sendable (MeshOrder) async throws -> Reply) async throws -> Reply {
        guard asksForPassword else { return try await then(order) }
        return .secret(
            question: "Password of the mesh '\(order.meshID)':",
            hint: "passwordfile= names a file that holds it."
        ) { [order] password in
            guard password.contains(where: { !$0.isWhitespace }) else {
                throw CommandFailure("A password cannot be empty.", status: .usage)
            }
            var order = order
            order.credential = .password(password)
            return try await then(order)
        }
    }
}

extension JoinWish {
    /// Both, as is recommended wherever there is something to prove oneself by (peer channel 20.6); without it, at least
    /// the signatures, which cost nobody anything.
    private static func mode(
        _ invocation: Invocation, _ credential: MeshOrder.Credential
    ) throws(CommandFailure) -> SecurityMode {
        guard let mode = invocation.optionalText("mode").flatMap(SecurityMode.init) else {
            return credential == .none ? .message : .transportWithMessageCredential
        }
        switch (mode, credential) {
        case (.none, .password), (.message, .password):
            throw .usage("With mode=\(mode.rawValue) nobody is asked for a password; with transport and both one is.")
        case (.none, .certificate): throw .usage("With mode=none a certificate is of no use.")
        default: return mode
        }
    }

    private static func credential(_ invocation: Invocation) throws(CommandFailure) -> MeshOrder.Credential {
        let file = invocation.optionalText("passwordfile")
        guard let chain = invocation.optionalText("certificate") else {
            if let tag = ["key", "trustroots", "trustkeys"].first(where: invocation.has) {
                throw .usage("\(tag)= goes with certificate=, which is missing.")
            }
            return try file.map { path throws(CommandFailure) in .password(try PasswordFile(path).password()) } ?? .none
        }
        if file != nil { throw .usage("A mesh is joined with a password or with a certificate, not with both.") }
        guard let key = invocation.optionalText("key") else { throw .usage("certificate= needs key= beside it.") }
        switch (invocation.optionalText("trustroots"), invocation.optionalText("trustkeys")) {
        case (let roots?, nil): return certificate(chain, key, .roots(FilePath.absolute(roots)))
        case (nil, let keys?): return certificate(chain, key, .pinned(trustedKeys(keys)))
        default: throw .usage("certificate= needs either trustroots= or trustkeys=: whom is this mesh to trust?")
        }
    }

    private static func certificate(
        _ chain: String, _ key: String, _ trust: MeshOrder.Trust
    ) -> MeshOrder.Credential {
        .certificate(chain: FilePath.absolute(chain), key: FilePath.absolute(key), trust: trust)
    }

    private static func trustedKeys(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.lowercased().filter { $0 != ":" && $0 != " " } }
    }

    private static let keysComplaint: Parameter.Check = { text in
        let keys = trustedKeys(text)
        let isWhole = !keys.isEmpty && keys.allSatisfy { $0.count == 64 && $0.allSatisfy(\.isHexDigit) }
        return isWhole ? nil : "Hashes of 64 hex digits are expected, separated by commas."
    }
}

extension CommandFailure {
    fileprivate static func usage(_ sentence: String) -> CommandFailure { CommandFailure(sentence, status: .usage) }
}

/// The argument `resolver`: endpoints separated by commas.
struct ResolverList {
    /// As many as are worth trying; ours.
    private static let longest = 16

    private let places: [String]

    init(_ text: String) {
        places = text.split(separator: ",").map {
            String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
    }

    static let complaint: Parameter.Check = { text in
        let list = ResolverList(text)
        if list.places.isEmpty || list.places.count > longest { return "One to \(longest) endpoints are expected." }
        return list.places.first { EndpointText($0).map { ($0.port ?? 0) == 0 } ?? true }.map {
            "'\($0)' is no endpoint: [2001:db8::1]:5555 is one, and [fe80::1%eth0]:5555."
        }
    }

    /// The interface of a link-local address is looked up now.
    func endpoints() throws(CommandFailure) -> [ScopedEndpoint] {
        var endpoints: [ScopedEndpoint] = []
        for place in places {
            guard let text = EndpointText(place) else { continue }
            let zone = text.zone.map { UInt32($0) ?? if_nametoindex($0) } ?? 0
            if let name = text.zone, zone == 0 {
                throw CommandFailure("There is no interface '\(name)'.", status: .notFound)
            }
            if text.address.scope == .linkLocal, zone == 0 {
                throw CommandFailure(
                    "The link-local address '\(place)' needs a zone.", hint: "Write it like [fe80::1%eth0]:5555.",
                    status: .usage)
            }
            endpoints.append(ScopedEndpoint(text.endpoint(defaultPort: 0), zone: zone))
        }
        return endpoints
    }
}
