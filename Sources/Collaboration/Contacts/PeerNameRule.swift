import PeerBase

/// The peer name of a person: 40 hexadecimal digits in lower case, a point, and a classifier (collab 2.1, 2.10). In one
/// case only, so that nobody is a second person by writing a name of another in capitals.
package enum PeerNameRule {
    /// Characters of a classifier at most (collab 2.10).
    package static let classifierLength = 149

    package static func isMet(by name: String) -> Bool {
        let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 40, [UInt8](hexText: parts[0])?.hexText == String(parts[0])
        else { return false }
        let classifier = String(parts[1])
        return !classifier.isEmpty && classifier.fits(classifierLength) && classifier == classifier.cleaned()
    }
}
