internal import PNRP
internal import PeerBase
internal import PeerEngine

/// Where an application listens: what a record publishes.
public struct PeerEndpoint: Hashable, Sendable {
    /// An IPv6 address in its short form. That of a link-local cloud carries the interface, `fe80::1%3`, which the
    /// system's own functions understand.
    public var address: String
    /// 0 where the application listens on none.
    public var port: UInt16
    /// The Internet protocol number: 6 for TCP, 17 for UDP.
    public var protocolNumber: UInt16

    /// A TCP endpoint unless another protocol is named.
    public init(address: String, port: UInt16, protocolNumber: UInt16 = 6) {
        self.address = address
        self.port = port
        self.protocolNumber = protocolNumber
    }
}

extension PeerEndpoint: CustomStringConvertible {
    /// `[address]:port`.
    public var description: String { "[\(address)]:\(port)" }
}

extension PeerEndpoint {
    /// `interface` is the index of the cloud's interface; a link-local address means nothing without it.
    init(_ endpoint: ApplicationEndpoint, interface: UInt32) {
        let zone = endpoint.address.scope == .linkLocal && interface != 0 ? "%\(interface)" : ""
        self.init(
            address: "\(endpoint.address)\(zone)", port: endpoint.port, protocolNumber: endpoint.protocolNumber)
    }

    /// What is published in a cloud; `nil` where the address belongs to the link of another interface.
    func published(in cloud: CloudSnapshot) throws(PeerToPeerError) -> ApplicationEndpoint? {
        guard let text = EndpointText(address), text.port == nil else {
            throw .invalidRegistration("'\(address)' is no IPv6 address.")
        }
        if let zone = text.zone, zone != "\(cloud.scopeID)", zone != cloud.interfaceName { return nil }
        return ApplicationEndpoint(address: text.address, port: port, protocolNumber: protocolNumber)
    }
}
