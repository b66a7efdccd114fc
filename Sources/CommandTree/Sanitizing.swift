/// Makes text that came from elsewhere harmless to print (netsh 4.3.7; netsh 7, row 19).
///
/// Control characters, line and paragraph separators, bidirectional overrides and other invisible formatting become
/// `\xNN` (below U+0080) or `\u{N}`. Only the two joiners that scripts and emoji need are left alone. What is already
/// sanitized stays as it is, so the function may be applied twice.
package func sanitized(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isHarmful) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
        if isHarmful(scalar) {
            result += escaped(scalar)
        } else {
            result.unicodeScalars.append(scalar)
        }
    }
    return result
}

/// The same for bytes that may not be UTF-8: each byte that does not belong to a well-formed character becomes `\xNN`.
package func sanitized(bytes: [UInt8]) -> String {
    var result = ""
    var rest = bytes[...]
    while let first = rest.first {
        let lengths = 1...min(4, rest.count)
        let length = lengths.first { String(validating: rest.prefix($0), as: UTF8.self) != nil }
        if let length, let scalar = String(validating: rest.prefix(length), as: UTF8.self) {
            result += sanitized(scalar)
        } else {
            result += hexEscape(UInt32(first))
        }
        rest = rest.dropFirst(length ?? 1)
    }
    return result
}

/// The same for a JSON document, which stays the same document: harmful characters can stand only inside its strings,
/// where they become `\uNNNN`.
package func sanitized(json document: String) -> String {
    guard document.unicodeScalars.contains(where: isHarmful) else { return document }
    var result = ""
    for scalar in document.unicodeScalars {
        guard isHarmful(scalar) else {
            result.unicodeScalars.append(scalar)
            continue
        }
        for unit in String(scalar).utf16 {
            let digits = String(unit, radix: 16)
            result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
    }
    return result
}

private func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value >= 0x20, scalar.value < 0x7F { return false }
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: return true
    case .format: return !isJoiner(scalar)
    default: return false
    }
}

private func isJoiner(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0x200C || scalar.value == 0x200D
}

private func escaped(_ scalar: Unicode.Scalar) -> String {
    scalar.value < 0x80 ? hexEscape(scalar.value) : "\\u{" + String(scalar.value, radix: 16) + "}"
}

private func hexEscape(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return "\\x" + (digits.count < 2 ? "0" : "") + digits
}
