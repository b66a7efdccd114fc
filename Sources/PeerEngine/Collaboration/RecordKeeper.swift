internal import Collaboration
internal import PeerStore

/// Keeps the records of invitations in the order in which they come, without letting anybody wait (collab 10.11).
struct RecordKeeper: Sendable {
    private enum Item {
        case record(InvitationRecord)
        case mark(CheckedContinuation<Void, Never>)
    }

    private let items: AsyncStream<Item>.Continuation

    init(_ memory: CollaborationMemory) {
        let (stream, items) = AsyncStream.makeStream(of: Item.self)
        self.items = items
        Task {
            for await item in stream {
                switch item {
                case .record(let record): await memory.note { store throws(StoreError) in try store.log(record) }
                case .mark(let continuation): continuation.resume()
                }
            }
        }
    }

    func keep(_ record: InvitationRecord) { items.yield(.record(record)) }

    /// Returns when all that was given before is kept.
    func settle() async {
        await withCheckedContinuation { continuation in
            if case .terminated = items.yield(.mark(continuation)) { continuation.resume() }
        }
    }

    func finish() { items.finish() }
}
