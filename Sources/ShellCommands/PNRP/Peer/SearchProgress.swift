import CommandTree
import PNRP
import Synchronization

/// How far the search for a name is, over all clouds: whom it asked, and who was found.
final class SearchProgress: Sendable {
    private struct Counts {
        var asked = 0
        var found = 0
    }

    private let name: PeerName
    private let stage: Stage
    private let counts = Mutex(Counts())

    init(_ name: PeerName, _ stage: Stage) {
        self.name = name
        self.stage = stage
    }

    /// A cloud has to find members first.
    func settling(_ cloud: String) { stage.tell("Looking for members of \(cloud)") }

    func searching() { tell { _ in } }

    /// The first step of every search is ourselves; whoever else is asked takes some time to answer.
    func passed(_ step: TraceStep) {
        if step.elapsed > .zero { tell { $0.asked += 1 } }
    }

    func found() { tell { $0.found += 1 } }

    private func tell(_ change: (inout sending Counts) -> Void) {
        counts.withLock { counts in
            change(&counts)
            let found: [Progress.Counter] = counts.found > 0 ? [.init(counts.found, "found")] : []
            stage.tell(Progress("Searching for \(name)", [.init(counts.asked, "asked")] + found))
        }
    }
}
