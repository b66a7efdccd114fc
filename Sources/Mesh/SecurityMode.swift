/// What a mesh protects (peer channel 11). All its nodes must agree: it is part of the admission.
package enum SecurityMode: String, Hashable, Sendable, CaseIterable {
    /// Nothing: everyone can join, read, change and forge.
    case none
    /// Links are encrypted and neighbours prove themselves; any member can forge any other.
    case transport
    /// Messages are signed; anybody can connect, read and relay.
    case message
    /// Both: the recommended one.
    case transportWithMessageCredential = "both"

    /// Whether links are TLS with a proof of admission.
    package var protectsLinks: Bool { self == .transport || self == .transportWithMessageCredential }
    /// Whether messages carry their sender's signature.
    package var signsMessages: Bool { self == .message || self == .transportWithMessageCredential }
}

/// How neighbours prove that they belong to the mesh, where the mode protects links (peer channel 11).
package enum CredentialKind: String, Hashable, Sendable, CaseIterable {
    case password
    case certificate
}
