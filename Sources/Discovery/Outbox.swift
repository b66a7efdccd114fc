internal import PeerBase

/// A message on its way: said several times, because datagrams get lost, at growing distances (collab 10.3).
struct Transmission: Sendable {
    enum Destination: Hashable, Sendable {
        case everybody
        case host(Endpoint, link: UInt32)
    }

    var bytes: [UInt8]
    var kind: DiscoveryMessage.Kind
    var destination: Destination
    /// Still to be made.
    var left: Int
    /// Until the next one.
    var delay: Duration

    var action: DiscoveryAction {
        switch destination {
        case .everybody: .multicast(bytes)
        case .host(let endpoint, let link): .send(bytes, to: endpoint, link: link)
        }
    }
}

/// A question that may still be answered.
struct OpenQuestion: Sendable {
    var id: String
    var kind: DiscoveryMessage.Kind
    /// The only host that may answer; `nil` for anybody on the link.
    var host: IPv6Address?
    var end: Instant
}

/// An answer that waits for its time.
struct PendingAnswer: Sendable {
    var question: String
    var searcher: Endpoint
    var link: UInt32
}
