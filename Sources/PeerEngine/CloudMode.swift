/// How a cloud takes part (netsh 4.3.3).
package enum CloudMode: String, Hashable, Sendable, CaseIterable {
    /// Nothing was set: what the host does of itself, which is taking part.
    case automatic = "auto"
    /// Takes part, and publishes names.
    case fullParticipant = "full"
    /// Resolves, and publishes nothing.
    case resolveOnly = "RO"
}
