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
