// Texts that people write, as others get to see them.

extension String {
    /// Whether there are no more characters than that. Counted are Unicode scalars, as near to the original's characters
    /// as can be: what a terminal shows as one sign may hide any number of them.
    package func fits(_ limit: Int) -> Bool {
        guard utf8.count > limit else { return true }
        return unicodeScalars.prefix(limit + 1).count <= limit
    }

    /// Without control characters, line and paragraph separators and bidirectional controls, and cut: a message as it is
    /// shown to the invitee (collab 10.8, 10.13). Line breaks and tabs become blanks.
    package func cleaned(limit: Int = Limits.textLength) -> String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars.lazy.compactMap(Self.shown).prefix(limit) { result.append(scalar) }
        return String(result)
    }

    private static func shown(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x09, 0x0a, 0x0d, 0x2028, 0x2029: " "
        case 0..<0x20, 0x7f..<0xa0: nil
        // Marks, embeddings, overrides and isolates of direction.
        case 0x061c, 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x2069: nil
        default: scalar
        }
    }
}
