package import PeerBase

/// Who is at the other end of a link that has passed its admission.
package struct LinkPeer: Hashable, Sendable {
    /// The far end of the connection.
    package var endpoint: Endpoint
    /// The interface by which it is reached if its address is link-local, 0 otherwise.
    package var zone: UInt32
    /// SHA-256 of the key of its certificate; empty on links without TLS.
    package var key: [UInt8]
    /// The node that it said it is while it was admitted; it stays that one. `nil` where the admission does not ask.
    package var node: NodeID?

    package init(endpoint: Endpoint, zone: UInt32 = 0, key: [UInt8] = [], node: NodeID? = nil) {
        self.endpoint = endpoint
        self.zone = zone
        self.key = key
        self.node = node
    }
}
