/// Where a command that takes its time shows what it has and tells how far it is (netsh 6.13).
package struct Stage: Sendable {
    private let showBlocks: @Sendable ([Block]) async -> Void
    private let tellProgress: @Sendable (Progress) -> Void

    package init(
        show: @escaping @Sendable ([Block]) async -> Void, tell: @escaping @Sendable (Progress) -> Void = { _ in }
    ) {
        showBlocks = show
        tellProgress = tell
    }

    /// Shows a part of the answer at once; returns when it is shown. It is text only.
    package func show(_ body: [Block]) async { await showBlocks(body) }
    package func show(_ lines: [Line]) async { await show(lines.blocks) }

    /// Tells what the command is at, in place of what was told before. Never waits. Nobody sees it but who watches
    /// standard error on a terminal, and only as long as the command runs.
    package func tell(_ progress: Progress) { tellProgress(progress) }

    package func tell(_ sentence: String, _ counters: Progress.Counter...) {
        tell(Progress(sentence, counters))
    }
}

/// How far a command is: what it is at, in a few words without a full stop, and what can be counted.
package struct Progress: Sendable, Equatable {
    package struct Counter: Sendable, Equatable {
        package let count: Int
        /// What is counted.
        package let noun: String
        /// How many there will be, if that is known.
        package let total: Int?

        package init(_ count: Int, _ noun: String, of total: Int? = nil) {
            self.count = count
            self.noun = noun
            self.total = total
        }

        /// `3 asked`, or `2 of 4 probes`.
        package var text: String { total.map { "\(count) of \($0) \(noun)" } ?? "\(count) \(noun)" }
    }

    package let sentence: String
    package let counters: [Counter]

    package init(_ sentence: String, _ counters: [Counter] = []) {
        self.sentence = sentence
        self.counters = counters
    }
}
