import PeerBase

/// Whoever counts as one source when something is shared out.
///
/// In the global cloud it is a /64: that is what one home or host is given, and what it can choose its addresses from.
/// Our own link is the exception, as is the link-local cloud, whose nodes share a /64 and are told apart by address. In
/// a private cloud they share even the address, and the port tells them apart.
struct SourceKey: Hashable, Sendable {
    private let prefix: UInt64
    private let host: UInt64
    private let port: UInt16

    init(_ endpoint: Endpoint, in configuration: Configuration) {
        prefix = endpoint.address.high
        let isNeighbour = configuration.localEndpoints.contains { $0.address.high == endpoint.address.high }
        host = configuration.reach == .global && !isNeighbour ? 0 : endpoint.address.low
        port = configuration.reach == .loopback ? endpoint.port : 0
    }
}
