internal import PNRP
internal import PeerEngine

/// What a publisher says of itself, checked against its signature.
public struct PeerNameRecord: Hashable, Sendable {
    /// The name that was looked for.
    public let name: PeerName
    /// Up to ten, in the publisher's order.
    public let endpoints: [PeerEndpoint]
    /// For people; it comes from a stranger and may hold anything.
    public let comment: String?
    /// For programs.
    public let payload: PeerPayload?
    /// The cloud in which it was found.
    public let cloud: Cloud
}

extension PeerNameRecord {
    init(_ record: ResolvedRecord, cloud: CloudSnapshot) {
        name = PeerName(record.name)
        endpoints = record.endpoints.map { PeerEndpoint($0, interface: cloud.scopeID) }
        comment = record.comment
        payload = record.payload.map(PeerPayload.init)
        self.cloud = Cloud(cloud)
    }
}
