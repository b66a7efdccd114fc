import CommandTree
import Glibc

/// A run under signals: SIGINT stops the command that runs, SIGTERM and SIGHUP end the program, and whatever is stuck
/// by then is left behind.
struct Conductor {
    /// How long a run may take to end once it was told to.
    private static let grace: Duration = .seconds(1)

    /// Without them, a signal does what it does to any program.
    let signals: Signals?
    /// Whether SIGINT means the command alone, and not the run.
    let isInteractive: Bool
    /// Stops the command that runs.
    let interrupt: @Sendable () -> Void
    /// Ends the reading of lines.
    let endInput: @Sendable () -> Void

    private enum Event: Sendable {
        case finished(ExitStatus)
        case signal(Int32)
        case graceIsOver
    }

    /// The exit code of the program.
    func conduct(_ run: @escaping @Sendable () async -> ExitStatus) async -> Int32 {
        let (events, post) = AsyncStream.makeStream(of: Event.self)
        signals?.receive { post.yield(.signal($0)) }
        Task { post.yield(.finished(await run())) }
        var ending: Int32?
        for await event in events {
            switch event {
            case .finished(let status): return ending ?? status.rawValue
            case .graceIsOver: return ending ?? ExitStatus.interrupted.rawValue
            case .signal(let number):
                interrupt()
                if number == SIGINT, isInteractive { continue }
                if number != SIGINT { ending = 128 + number }
                endInput()
                Task {
                    try await Task.sleep(for: Self.grace)
                    post.yield(.graceIsOver)
                }
            }
        }
        return ExitStatus.failed.rawValue
    }
}

/// Waits for some work to end, but not for ever.
func finish(within limit: Duration, _ work: @escaping @Sendable () async -> Void) async {
    let (ends, end) = AsyncStream.makeStream(of: Void.self)
    Task {
        await work()
        end.finish()
    }
    Task {
        try await Task.sleep(for: limit)
        end.finish()
    }
    for await _ in ends {}
}
