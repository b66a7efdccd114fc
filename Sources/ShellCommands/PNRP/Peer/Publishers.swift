import PNRP
import Synchronization

/// Those found so far in one cloud, each once: the outcome of a search may repeat the last one told.
final class Publishers: Sendable {
    private let found = Mutex<[Search.Publisher]>([])

    var all: [Search.Publisher] { found.withLock { $0 } }

    /// Whether it was not there before.
    func add(_ publisher: Search.Publisher) -> Bool {
        found.withLock { found in
            guard !found.contains(where: { $0.record.id == publisher.record.id }) else { return false }
            found.append(publisher)
            return true
        }
    }
}
