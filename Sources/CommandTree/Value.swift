/// A bound argument.
package enum Value: Sendable, Equatable {
    /// Text, a choice (as spelled in the table), a file path, or anything named.
    case text(String)
    case integer(Int)
    case duration(Duration)
    case boolean(Bool)
    case bytes([UInt8])
}

/// Why a text is not a value of its kind: one sentence.
struct MalformedValue: Error {
    let sentence: String
}

extension ClosedRange<Double> {
    /// `from 0.1 to 3600`
    var limits: String { "from \(plain(lowerBound)) to \(plain(upperBound))" }

    private func plain(_ number: Double) -> String { Int(exactly: number).map(String.init) ?? "\(number)" }
}

extension Parameter.Kind {
    /// Reads a typed text as a value of this kind (netsh 2.2).
    func value(of text: String) throws(MalformedValue) -> Value {
        switch self {
        case .text(let characters, let bytes): try bounded(text, characters, bytes)
        case .integer(let range): try integer(text, range)
        case .duration(let unit, let range): try duration(text, unit, range)
        case .choice(let words): try choice(text, words)
        case .hexBytes(let maximum): try hexBytes(text, maximum)
        case .boolean: try boolean(text)
        case .keyword: try boolean(text)
        case .file: try file(text)
        case .named(_, let check): try named(text, check)
        }
    }

    private func bounded(_ text: String, _ characters: Int, _ bytes: Int) throws(MalformedValue) -> Value {
        if text.count > characters {
            throw MalformedValue(sentence: "It has \(text.count) characters; at most \(characters) are allowed.")
        }
        if text.utf8.count > bytes {
            throw MalformedValue(sentence: "It has \(text.utf8.count) bytes; at most \(bytes) are allowed.")
        }
        return .text(text)
    }

    private func integer(_ text: String, _ range: ClosedRange<Int>) throws(MalformedValue) -> Value {
        guard let number = Int(text), range.contains(number) else {
            let limits = "from \(range.lowerBound) to \(range.upperBound)"
            throw MalformedValue(sentence: "A whole number \(limits) is expected.")
        }
        return .integer(number)
    }

    private func duration(
        _ text: String, _ unit: Parameter.Unit, _ range: ClosedRange<Double>
    ) throws(MalformedValue) -> Value {
        guard let number = Double(text), range.contains(number) else {
            throw MalformedValue(sentence: "A number of \(unit) \(range.limits) is expected.")
        }
        return .duration(unit == .seconds ? .seconds(number) : .milliseconds(number))
    }

    private func choice(_ text: String, _ words: [String]) throws(MalformedValue) -> Value {
        switch Abbreviation(of: text, among: words.map { Spelling($0, $0) }) {
        case .one(let word): return .text(word)
        case .many(let words): throw MalformedValue(sentence: "It is ambiguous: \(words.joined(separator: ", ")).")
        case .none: throw MalformedValue(sentence: "Allowed are: \(words.joined(separator: ", ")).")
        }
    }

    private func hexBytes(_ text: String, _ maximum: Int) throws(MalformedValue) -> Value {
        let digits = Array(text)
        let pairs = stride(from: 0, to: digits.count, by: 2).map { digits[$0..<min($0 + 2, digits.count)] }
        let bytes = pairs.compactMap { pair in
            pair.allSatisfy(\.isHexDigit) && pair.count == 2 ? UInt8(String(pair), radix: 16) : nil
        }
        guard bytes.count == pairs.count else {
            throw MalformedValue(sentence: "An even number of hex digits is expected.")
        }
        guard bytes.count <= maximum else {
            throw MalformedValue(sentence: "It has \(bytes.count) bytes; at most \(maximum) are allowed.")
        }
        return .bytes(bytes)
    }

    private func boolean(_ text: String) throws(MalformedValue) -> Value {
        let spellings = [("yes", true), ("true", true), ("no", false), ("false", false)]
        switch Abbreviation(of: text, among: spellings.map { Spelling($0.0, $0.1) }) {
        case .one(let answer): return .boolean(answer)
        case .many, .none: throw MalformedValue(sentence: "Allowed are: yes, no.")
        }
    }

    private func file(_ text: String) throws(MalformedValue) -> Value {
        guard !text.isEmpty else { throw MalformedValue(sentence: "The path of a file is expected.") }
        return .text(text)
    }

    private func named(_ text: String, _ check: Parameter.Check) throws(MalformedValue) -> Value {
        if let sentence = check(text) { throw MalformedValue(sentence: sentence) }
        return .text(text)
    }
}
