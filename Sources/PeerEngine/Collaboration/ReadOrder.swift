/// Which of several reads that overlap is the latest: one that ends after a later one has nothing new to tell.
struct ReadOrder: Sendable {
    private var taken = 0
    private var applied = 0

    /// Before a read begins.
    mutating func take() -> Int {
        taken += 1
        return taken
    }

    /// Whether what the read with this number brought is to be used: nothing that began later was.
    mutating func isNews(_ number: Int) -> Bool {
        guard number > applied else { return false }
        applied = number
        return true
    }
}
