/// What was set for a cloud and is kept for every process to come.
package struct CloudConfiguration: Hashable, Sendable {
    package var mode: CloudMode
    /// `nil` where none were set; empty when there shall be none (netsh 4.3.4).
    package var seeds: [String]?

    package init(mode: CloudMode = .automatic, seeds: [String]? = nil) {
        self.mode = mode
        self.seeds = seeds
    }
}
