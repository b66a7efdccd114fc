package import PeerBase

// Which of its addresses a node is asked at, and from which of ours (behaviour 1, "RFC 3484 choice"): the rules of
// RFC 6724 that tell addresses of one scope apart.

/// How well an address of ours and one of theirs go together; the greater, the better.
///
/// RFC 6724 6 compares destinations in this order: whether they can be reached (rule 1), whether the source has their
/// label (rule 5), their precedence (rule 6), and how much the two have in common (rule 9). Its choice of a source for
/// one destination compares labels (5, rule 6) and common bits (rule 8), which is the same order, for the rest is the
/// destination's alone.
struct AddressFit: Comparable, Sendable {
    private let isReachable: Bool
    private let hasSameLabel: Bool
    private let precedence: Int
    private let sharedBits: Int

    init(from own: IPv6Address, to other: IPv6Address) {
        let (mine, theirs) = (AddressKind(own), AddressKind(other))
        // The prefix of a host is 64 bits long, and RFC 6724 2.2 looks no further.
        sharedBits = (own.high ^ other.high).leadingZeroBitCount
        // Unique local addresses of two sites do not reach each other, whatever their label says (RFC 4193 4.1). A site
        // is a /48 (RFC 4193 3.1).
        isReachable = theirs != .uniqueLocal || mine == .uniqueLocal && sharedBits >= 48
        hasSameLabel = mine == theirs
        precedence = theirs.precedence
    }

    static func < (left: AddressFit, right: AddressFit) -> Bool {
        if left.isReachable != right.isReachable { return right.isReachable }
        if left.hasSameLabel != right.hasSameLabel { return right.hasSameLabel }
        return (left.precedence, left.sharedBits) < (right.precedence, right.sharedBits)
    }
}

/// The rows of RFC 6724 2.1's table that a cloud can meet; each has a label of its own.
///
/// The table may be given a row that puts the host's own /48 of unique local addresses before public ones (10.6). It is
/// not here: a VPN that hands one /48 to all its customers makes strangers look like neighbours, and whoever has a
/// public address too answers there.
private enum AddressKind {
    case native
    case sixToFour
    case teredo
    case uniqueLocal

    init(_ address: IPv6Address) {
        self =
            switch address.high {
            case 0x2002 << 48..<0x2003 << 48: .sixToFour
            case 0x2001_0000 << 32..<0x2001_0001 << 32: .teredo
            case 0xfc00 << 48..<0xfe00 << 48: .uniqueLocal
            default: .native
            }
    }

    var precedence: Int {
        switch self {
        case .native: 40
        case .sixToFour: 30
        case .teredo: 5
        case .uniqueLocal: 3
        }
    }
}

extension Configuration {
    /// The best of a node's endpoints to ask it at, the first on a tie.
    func destination(among endpoints: [Endpoint]) -> Endpoint? { endpoints.firstBest(by: fit) }

    /// The endpoint of ours to send a request from. `routed` is the address that the host would take by itself: only its
    /// table of routes knows by which interface a datagram leaves, and another network would drop one with a source of
    /// this (RFC 6724 5 rule 5, BCP 38). It need not be an address of the cloud; the one most like it is taken.
    package func source(for destination: Endpoint, routed: IPv6Address?) -> Endpoint? {
        if let exact = localEndpoints.first(where: { $0.address == routed }) { return exact }
        let aim = routed ?? destination.address
        return localEndpoints.firstBest { AddressFit(from: $0.address, to: aim) }
    }

    private func fit(_ endpoint: Endpoint) -> AddressFit? {
        localEndpoints.lazy.map { AddressFit(from: $0.address, to: endpoint.address) }.max()
    }
}

extension [Endpoint] {
    fileprivate func firstBest(by fit: (Endpoint) -> AddressFit?) -> Endpoint? {
        guard count > 1 else { return first }
        var best: (endpoint: Endpoint, fit: AddressFit)?
        for endpoint in self {
            guard let fit = fit(endpoint) else { continue }
            if best.map({ $0.fit < fit }) ?? true { best = (endpoint, fit) }
        }
        return best?.endpoint
    }
}
