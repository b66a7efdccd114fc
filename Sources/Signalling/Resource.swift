package import PeerBase

/// What there is below a near id (collab 10.5): `/<near id>/<resource>`.
package enum Resource: String, Hashable, Sendable, CaseIterable {
    case card, data, watch, invitations, verify

    /// The others are asked for with GET.
    var takesBody: Bool { self == .invitations || self == .verify }

    func path(below nearID: GUID) -> String { "/\(nearID)/\(rawValue)" }

    /// In a path. The near id is the one asked for.
    static func parse(_ path: String) -> (nearID: GUID, resource: Resource)? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].isEmpty, let nearID = GUID(parts[1]),
            let resource = Resource(rawValue: String(parts[2]))
        else { return nil }
        return (nearID, resource)
    }
}

extension GUID {
    /// In place of a near id: whoever listens there. Contacts may ask so, for the name that they resolve in the Internet
    /// tells addresses and no near id (collab 10.7).
    package static let anybody = GUID(high: 0, low: 0)
}
