/// Where a node listens, with the interface that leads there.
package struct ScopedEndpoint: Hashable, Sendable {
    package var endpoint: Endpoint
    /// The interface of a link-local address, as this host counts them; 0 for others. Never sent: whoever hears of such an
    /// address puts in the interface it heard by.
    package var zone: UInt32

    package init(_ endpoint: Endpoint, zone: UInt32 = 0) {
        self.endpoint = endpoint
        self.zone = zone
    }
}
