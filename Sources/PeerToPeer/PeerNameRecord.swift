internal import PNRP
internal import PeerEngine

/// What a publisher says of itself, checked against its signature.
public struct PeerNameRecord: Hashable, Sendable {
    public let name: PeerName
    public let endpoints: [PeerEndpoint]
    public let comment: String?
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
