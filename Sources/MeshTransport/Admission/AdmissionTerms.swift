internal import Mesh
internal import MeshFrames
internal import PeerIdentity

/// What a node says of itself at every admission, and asks of others.
struct AdmissionTerms: Sendable {
    var node: NodeID
    var meshHash: [UInt8]
    var meshID: String
    var mode: SecurityMode
    var credential: CredentialKind
    var profile: Profile
    var messageLimit: Int
    var port: UInt16
    /// The hash of our certificate's key; empty without TLS.
    var ownKey: [UInt8] = []
    /// `nil` where none is asked for.
    var password: StretchedPassword?

    func hello(nonce: [UInt8]) -> Hello {
        Hello(
            nonce: nonce, node: node, meshHash: meshHash, mode: mode, credential: credential, profile: profile,
            messageLimit: messageLimit, port: port)
    }

    /// Why two nodes cannot be neighbours, as each of them reads it (peer channel 23, check 23).
    struct Mismatch: Hashable, Sendable {
        var seenHere: String
        var seenThere: String

        /// Nothing about the other mesh is told: who asks for one knows only that it is not here.
        static let mesh = Mismatch(seenHere: "it belongs to another mesh", seenThere: "this node is of another mesh")

        private init(seenHere: String, seenThere: String) {
            (self.seenHere, self.seenThere) = (seenHere, seenThere)
        }

        init(_ what: String, theirs: String, ours: String) {
            seenHere = "its \(what) is \(theirs), ours is \(ours)"
            seenThere = "your \(what) is \(theirs), ours is \(ours)"
        }
    }

    /// All that must be equal; `nil` when it is.
    func mismatch(with peer: Hello) -> Mismatch? {
        if !peer.versions.contains(Hello.version) {
            return Mismatch("version", theirs: Self.list(peer.versions), ours: Self.list([Hello.version]))
        }
        if peer.meshHash != meshHash { return .mesh }
        if peer.mode != mode { return Mismatch("mode", theirs: peer.mode.rawValue, ours: mode.rawValue) }
        if mode.protectsLinks || mode.signsMessages, peer.credential != credential {
            return Mismatch("credential", theirs: peer.credential.rawValue, ours: credential.rawValue)
        }
        if peer.profile != profile { return Mismatch("profile", theirs: peer.profile.rawValue, ours: profile.rawValue) }
        if peer.messageLimit != messageLimit {
            return Mismatch("message limit", theirs: "\(peer.messageLimit)", ours: "\(messageLimit)")
        }
        return nil
    }

    private static func list(_ versions: [UInt32]) -> String {
        versions.prefix(4).map(String.init).joined(separator: ", ")
    }
}
