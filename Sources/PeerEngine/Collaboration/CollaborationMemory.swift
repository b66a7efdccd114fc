internal import Collaboration
internal import PeerBase
internal import PeerStore

/// What people keep for collaboration (collab 10.11). The database is opened at the first need; a damaged one is moved
/// aside, for nothing of it can be used, and the person is told where it went.
actor CollaborationMemory {
    private let path: String
    private let complain: @Sendable (String) -> Void
    private let time: @Sendable () -> Int64
    private var store: CollaborationStore?

    /// - Parameter time: milliseconds since 1970 UTC.
    init(path: String, time: @escaping @Sendable () -> Int64, complain: @escaping @Sendable (String) -> Void) {
        self.path = path
        self.time = time
        self.complain = complain
    }

    /// Reads or changes what is kept. `failure` is the first line of the error, what failed (collab 4.2).
    func use<Value: Sendable>(
        _ failure: String, _ body: @Sendable (CollaborationStore) throws(StoreError) -> Value
    ) throws(EngineError) -> Value {
        do throws(StoreError) {
            return try body(try opened())
        } catch {
            throw .collaboration(CollaborationError(failure, .sentence("\(error)")))
        }
    }

    /// The same for what nobody waits for: a fault is told as an event.
    func note(_ body: @Sendable (CollaborationStore) throws(StoreError) -> Void) {
        do throws(StoreError) {
            try body(try opened())
        } catch {
            complain("\(error)")
        }
    }

    private func opened() throws(StoreError) -> CollaborationStore {
        if let store { return store }
        let (store, movedTo) = try CollaborationStore.replacingDamaged(path: path)
        self.store = store
        if let movedTo { complain("The contacts could not be read. The damaged file is now \(movedTo).") }
        _ = try store.cancelAbandonedInvitations(at: time())
        return store
    }
}
