internal import Glibc
internal import PNRP
internal import PNRPTransport
internal import PeerBase
internal import PeerStore
internal import Sockets

/// What one run leaves for the next: the nodes of each cloud to ask first (behaviour 7.1, 9.7), and what people set.
/// The database is opened at the first need, and made only when there is something to keep; one that cannot be used is
/// reported once and then left alone, for it only makes starting slower.
actor Memory {
    private enum Access {
        case notOpened
        case open(Store)
        case unusable(StoreError)
    }

    private let path: String
    private let complain: @Sendable (StoreError) -> Void
    private var access = Access.notOpened

    init(path: String, complain: @escaping @Sendable (StoreError) -> Void) {
        self.path = path
        self.complain = complain
    }

    // MARK: Nodes

    /// Most recently heard first.
    func nodes(ofCloud key: String) -> [RouteEntry] {
        let nodes = try? recall { store throws(StoreError) in
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
        try? use { store throws(StoreError) in try store.remember(nodes, inCloud: key) }
    }

    // MARK: Settings

    /// Nothing is kept for a cloud that ends with this process.
    func settings(of cloud: Cloud) throws(EngineError) -> CloudSettings {
        guard let key = cloud.memoryKey else { return CloudSettings() }
        return try kept { store throws(StoreError) in try CloudSettings(store, cloud: key) } ?? CloudSettings()
    }

    func machineName() throws(EngineError) -> MachineNameSettings {
        try kept { store throws(StoreError) in try MachineNameSettings(store) } ?? MachineNameSettings()
    }

    /// Sets a value for a cloud, or with `nil` for this machine; no value forgets it.
    func set(_ setting: Setting, to value: String?, ofCloud key: String?) throws(EngineError) {
        do throws(StoreError) {
            try use { store throws(StoreError) in try store.setSetting(setting, to: value, cloud: key) }
        } catch {
            throw .storage("\(error)")
        }
    }

    // MARK: Registrations

    func registrations() throws(EngineError) -> [(cloud: String, registration: KeptRegistration)] {
        try kept { store throws(StoreError) in try store.keptRegistrations() } ?? []
    }

    func keep(_ registration: KeptRegistration, ofCloud key: String) throws(EngineError) {
        do throws(StoreError) {
            try use { store throws(StoreError) in try store.keep(registration, inCloud: key) }
        } catch {
            throw .storage("\(error)")
        }
    }

    /// Tells whether there was one.
    func forgetRegistration(_ name: String, ofCloud key: String) throws(EngineError) -> Bool {
        do throws(StoreError) {
            return try use { store throws(StoreError) in try store.forgetRegistration(name, inCloud: key) }
        } catch {
            throw .storage("\(error)")
        }
    }

    // MARK: The database

    /// What people keep: not to be able to read it is not the same as there being nothing.
    private func kept<Value>(_ body: (Store) throws(StoreError) -> Value) throws(EngineError) -> Value? {
        do throws(StoreError) {
            return try recall(body)
        } catch {
            throw .storage("\(error)")
        }
    }

    /// `nil` where there is no file: nothing was ever kept.
    private func recall<Value>(_ body: (Store) throws(StoreError) -> Value) throws(StoreError) -> Value? {
        if case .notOpened = access, Glibc.access(path, F_OK) != 0, errno == ENOENT { return nil }
        return try use(body)
    }

    private func use<Value>(_ body: (Store) throws(StoreError) -> Value) throws(StoreError) -> Value {
        do throws(StoreError) {
            switch access {
            case .open(let store): return try body(store)
            case .unusable(let error): throw error
            case .notOpened:
                let store = try Store(path: path)
                access = .open(store)
                return try body(store)
            }
        } catch {
            if case .unusable = access { throw error }
            access = .unusable(error)
            complain(error)
            throw error
        }
    }
}
