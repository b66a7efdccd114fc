/// One thing a command wants to know.
package struct Parameter: Sendable {
    /// The syntax of a named kind: nil for a good text, else one clear sentence about what is wrong with it.
    package typealias Check = @Sendable (String) -> String?

    package enum Unit: Sendable { case seconds, milliseconds }

    package enum Kind: Sendable {
        case text(maximumCharacters: Int, maximumBytes: Int = Limits.lineBytes)
        case integer(ClosedRange<Int>)
        /// A number, decimals allowed, of the unit.
        case duration(Unit, ClosedRange<Double>)
        /// One of these words, or an unambiguous beginning of one.
        case choice([String])
        /// Pairs of hex digits; at most that many bytes.
        case hexBytes(maximum: Int)
        /// `yes` or `no`; also written `--tag` and `--no-tag`. Never by position.
        case boolean
        /// A word that is either there or not: the tag itself. Binds as a boolean.
        case keyword
        case file
        /// A text with a syntax of its own; the label stands in usage lines.
        case named(String, check: Check)
    }

    /// What a parameter is when it is not given.
    package enum Absence: Sendable, Equatable {
        case required
        /// Absent; the text tells what that means, for example "all clouds".
        case optional(String? = nil)
        /// As if this had been typed.
        case fallback(String)
    }

    package let tag: String
    /// One sentence for help.
    package let summary: String
    package let kind: Kind
    package let absence: Absence
    /// Given as `tag=value` only, never by position.
    package let isTagged: Bool
    /// How often it may be given.
    package let maximumCount: Int
    /// Once it has a value, whatever stands behind belongs to it too, word by word as it is spelled on the line.
    package let takesRest: Bool
    /// Keeps the line out of the history and the value out of messages.
    package let isSecret: Bool
    /// Where values to offer come from, beside those the kind itself knows.
    package let candidates: CandidateSource?

    package init(
        _ tag: String, _ kind: Kind, _ summary: String, _ absence: Absence = .required, isTagged: Bool = false,
        maximumCount: Int = 1, takesRest: Bool = false, isSecret: Bool = false, candidates: CandidateSource? = nil
    ) {
        self.tag = tag
        self.kind = kind
        self.summary = summary
        self.absence = absence
        self.isTagged = isTagged
        self.maximumCount = maximumCount
        self.takesRest = takesRest
        self.isSecret = isSecret
        self.candidates = candidates
    }

    var isRequired: Bool { absence == .required }

    /// Whether a bare value may fill it.
    var isPositional: Bool {
        switch kind {
        case .boolean, .keyword: false
        default: !isTagged
        }
    }

    /// The value when none is given. A fallback that is no value of its kind is a mistake in the table.
    var fallback: Value? {
        guard case .fallback(let text) = absence else { return nil }
        guard let value = try? kind.value(of: text) else {
            preconditionFailure("the fallback '\(text)' of the parameter '\(tag)' is not a value of its kind")
        }
        return value
    }

    /// The values as usage lines show them.
    var placeholder: String {
        switch kind {
        case .text: "text"
        case .integer(let range): "\(range.lowerBound)..\(range.upperBound)"
        case .duration(let unit, _): "\(unit)"
        case .choice(let words): "{\(words.joined(separator: "|"))}"
        case .hexBytes: "hex"
        case .boolean: "{yes|no}"
        case .keyword: tag
        case .file: "file"
        case .named(let label, _): label
        }
    }

    /// As in a usage line (netsh 2.1): `[tag=]value` where the tag may be left out, brackets around what is optional.
    var usage: String {
        if case .keyword = kind { return "[\(tag)]" }
        let prefix = isPositional ? "[\(tag)=]" : "\(tag)="
        let dots = maximumCount > 1 ? " ..." : ""
        return (isRequired ? "\(prefix)\(placeholder)" : "[\(prefix)\(placeholder)]") + dots
    }
}

/// A source of candidates that the outside knows: names a list, holds none of it.
package struct CandidateSource: Sendable, Hashable, ExpressibleByStringLiteral {
    package let name: String

    package init(stringLiteral value: String) { self.name = value }

    /// The files below the directory named by the text typed so far.
    package static let files: CandidateSource = "files"
}
