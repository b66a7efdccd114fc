/// Bounds on what may be typed.
package enum Limits {
    /// Bytes of one line: room for 4,096 bytes of payload in hex, with plenty around (netsh 6.6).
    package static let lineBytes = 16 * 1024
    /// As many letters of a word say which one is meant.
    static let tellingCharacters = 4
    /// Nearest words farther away than this are no help.
    static let spellingDistance = 2
    /// Seconds from one answer of `watch=` to the next: often enough for the eye, and seldom enough for an evening.
    static let shortestWatch = 0.1
    static let longestWatch = 3600.0
    /// Running text is no wider than this on any terminal, and in a pipe.
    static let readableWidth = 79
    /// A text beside its term, or in the last column of a table, is no narrower than this: there would be one word a
    /// line.
    static let leastTextWidth = 20
    /// From one picture of a view to the next; ours.
    static let viewPeriod: Duration = .seconds(2)
    /// Candidates beyond this are not offered by completion; nobody reads them.
    static let candidates = 500
}
