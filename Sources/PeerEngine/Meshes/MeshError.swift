/// Why the engine cannot do with a mesh what was asked.
package enum MeshError: Error, Hashable, Sendable {
    /// This process is not in that mesh.
    case notJoined(mesh: String)
    /// A second joining with other settings; one process is one member of a mesh (peer channel 2).
    case joinedDifferently(mesh: String)
    /// A mesh id, a nickname, a password or a message that cannot be one; the sentence says why.
    case invalidInput(String)
    /// Certificates or keys that cannot be used; the sentence says which and why.
    case unusableCredential(String)
    /// The port is taken, or no address can be had; the sentence says why.
    case cannotListen(port: UInt16, reason: String)
    /// Nobody answers to that nickname or key.
    case noSuchMember(String, mesh: String)
    case ambiguousMember(String, mesh: String)
    /// Private messages need the members' keys, and this mesh does not sign.
    case noPrivateMessages(mesh: String)
    case messageTooLong(limit: Int)
}
