import CLineEditor

/// Text as a terminal may show it.
enum DisplayText {
    /// The columns a text takes, by the character tables of the locale.
    static func width(of text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
    }

    private static func width(of scalar: Unicode.Scalar) -> Int {
        Int(line_scalar_width(scalar.value))
    }

    /// The text with everything that could command the terminal or turn its writing direction made visible. Peers
    /// choose names, and names are printed.
    static func harmless(_ text: some StringProtocol) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            result.append(commands(scalar) ? "?" : scalar == "\t" ? " " : scalar)
        }
        return String(result)
    }

    private static func commands(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09: false
        case 0x00...0x1F, 0x7F...0x9F: true
        // Line and paragraph separators, and the bidirectional embeddings, overrides and isolates.
        case 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// The beginning of a text that fits into so many columns, with a mark if something is missing.
    static func cut(_ text: String, to columns: Int) -> String {
        guard width(of: text) > columns else { return text }
        var result = String.UnicodeScalarView()
        var used = 1
        for scalar in text.unicodeScalars {
            used += width(of: scalar)
            if used > columns { break }
            result.append(scalar)
        }
        return String(result) + "…"
    }
}
