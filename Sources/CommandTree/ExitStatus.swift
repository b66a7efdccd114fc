/// How a command ended, as scripts see it (netsh 6.11). The raw value is the exit code of the program.
package enum ExitStatus: Int32, Sendable, CaseIterable {
    case success = 0
    case failed = 1
    case usage = 2
    case notFound = 3
    case timedOut = 4
    case unreachable = 5
    case notPermitted = 6
    case interrupted = 130

    /// A sentence for the manual.
    var explanation: String {
        switch self {
        case .success: "Done."
        case .failed: "It failed; the message says why."
        case .usage: "The line was not understood, or something in it is wrong. Nothing was done."
        case .notFound: "The name, cloud or identity was not found."
        case .timedOut: "The time was up before there was an answer."
        case .unreachable: "The node does not run or cannot be reached."
        case .notPermitted: "This user, or this cloud as it is set, may not do that."
        case .interrupted: "Ctrl-C ended it."
        }
    }

    /// A few words for help pages.
    package var meaning: String {
        switch self {
        case .success: "done"
        case .failed: "failed"
        case .usage: "usage"
        case .notFound: "not found"
        case .timedOut: "timed out"
        case .unreachable: "node not running or not reachable"
        case .notPermitted: "not permitted"
        case .interrupted: "interrupted"
        }
    }
}
