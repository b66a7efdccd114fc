/// How many terminal columns a text takes: wide characters two, combining ones none, all others one.
///
/// The standard library knows general categories and emoji, but not the East Asian width, hence the short table.
package func displayWidth(of text: String) -> Int {
    text.utf8.allSatisfy { $0 < 0x80 } ? text.utf8.count : text.reduce(0) { $0 + displayWidth(of: $1) }
}

/// The text followed by as many blanks as bring it to `width` columns; never cut.
package func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - displayWidth(of: text)))
}

private func displayWidth(of character: Character) -> Int {
    var width = 0
    for scalar in character.unicodeScalars {
        if scalar.properties.isEmojiPresentation || scalar.value == 0xFE0F || isWide(scalar) { return 2 }
        if !isInvisible(scalar) { width = 1 }
    }
    return width
}

private func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: true
    default: false
    }
}

private func isWide(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x1100 else { return false }
    return wideRanges.contains { $0.contains(scalar.value) }
}

/// Blocks of Unicode Standard Annex 11 that are wide or full-width throughout.
private let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
    0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
    0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x20000...0x3FFFD,
]
