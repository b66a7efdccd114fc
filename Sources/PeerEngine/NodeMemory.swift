internal import PNRP
internal import PNRPTransport
internal import PeerBase
internal import PeerStore

/// The nodes of each cloud that a later start asks first (behaviour 7.1, 9.7). The database is opened at the first
/// need; one that cannot be used is reported once and then left alone, for it only makes starting slower.
actor NodeMemory {
    private enum Access {
        case notOpened
        case open(Store)
        case unusable
    }

    private let path: String
    private let complain: @Sendable (StoreError) -> Void
    private var access = Access.notOpened

    init(path: String, complain: @escaping @Sendable (StoreError) -> Void) {
        self.path = path
        self.complain = complain
    }

    /// Most recently heard first.
    func nodes(ofCloud key: String) -> [RouteEntry] {
        let nodes = use { store throws(StoreError) in
            try store.rememberedNodes(inCloud: key, limit: Limits.rememberedNodes)
        }
        return (nodes ?? []).map { RouteEntry(id: $0.id, port: $0.port, addresses: $0.addresses) }
    }

    /// An empty list says nothing new: what was good once may be good again.
    func keep(_ routes: [RememberedRoute], ofCloud key: String) {
        guard !routes.isEmpty else { return }
        let nodes = routes.map {
            RememberedNode(
                id: $0.route.id, port: $0.route.port, addresses: $0.route.addresses,
                lastHeardUnixSeconds: MonotonicClock.unixNanoseconds(at: $0.lastHeard) / 1_000_000_000)
        }
        _ = use { store throws(StoreError) in try store.remember(nodes, inCloud: key) }
    }

    private func use<Value>(_ body: (Store) throws(StoreError) -> Value) -> Value? {
        do throws(StoreError) {
            switch access {
            case .open(let store): return try body(store)
            case .unusable: return nil
            case .notOpened:
                let store = try Store(path: path)
                access = .open(store)
                return try body(store)
            }
        } catch {
            access = .unusable
            complain(error)
            return nil
        }
    }
}
