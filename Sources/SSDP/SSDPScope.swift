package import PeerBase

/// Which cloud a message is about: the last word of the search target (wire 14.1).
package enum SSDPScope: Hashable, Sendable, CaseIterable {
    case global
    case siteLocal
    case linkLocal

    /// The search target; the single blanks are part of it (wire 14.1).
    package var target: String { "urn:Microsoft Windows Peer Name Resolution Protocol: V4:IPV6:\(word)" }

    private var word: String {
        switch self {
        case .global: "Global"
        case .siteLocal: "SiteLocal"
        case .linkLocal: "LinkLocal"
        }
    }

    /// Whether a member of the cloud can have this endpoint. Ours beyond the text of wire 14.2: whoever answers would
    /// otherwise choose that we ask ourselves, a multicast group or a privileged service (behaviour 9.3 rule 1, 23
    /// item 22).
    package func admits(_ endpoint: Endpoint) -> Bool {
        guard endpoint.port > SSDPLimits.lastRefusedPort else { return false }
        return switch self {
        case .global: endpoint.address.scope == .global
        case .siteLocal: endpoint.address.scope == .siteLocal
        case .linkLocal: endpoint.address.scope == .linkLocal
        }
    }
}
