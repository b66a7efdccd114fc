/// Names that people give to themselves, to their endpoint and to contacts (collab 2.1, 2.2).
package enum NameRule {
    /// The name as others will see it: without control characters and controls of direction, which documents and screens
    /// leave out (collab 10.12, 10.13), and without white space around it. Lengths are not looked at.
    package static func shown(_ name: String) -> String {
        let scalars = name.cleaned(limit: .max).unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }
}
