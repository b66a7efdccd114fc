/// A search for a place on the ring of identifiers, exchange by exchange.
package struct Walk: Sendable, Equatable {
    package enum Result: Sendable, CaseIterable {
        case found, notFound, timedOut
    }

    /// What came of one exchange.
    package enum Verdict: Sendable, CaseIterable {
        case accepted, suspicious, deadEnd, unreachable, busy, final
    }

    /// Somebody on the ring.
    package struct Node: Sendable, Equatable {
        /// An address; whatever it is, it is shown as text.
        package var label: String
        /// The leading 64 bits of the identifier; `nil` for somebody whose identifier nobody knows.
        package var place: UInt64?
        /// How many leading bits of the identifier are those of the target, 0...256.
        package var bits: Int?

        package init(label: String, place: UInt64?, bits: Int?) {
            self.label = label
            self.place = place
            self.bits = bits
        }
    }

    package struct Step: Sendable, Equatable {
        package var node: Node
        package var verdict: Verdict
        /// From the question to the answer, or to giving up.
        package var time: Duration

        package init(node: Node, verdict: Verdict, time: Duration) {
            self.node = node
            self.verdict = verdict
            self.time = time
        }
    }

    /// What was looked for, and where.
    package var name: String
    package var cloud: String
    package var result: Result
    package var elapsed: Duration
    /// The identifier looked for, as text.
    package var targetText: String
    /// Its leading 64 bits; `nil` when the search never began.
    package var target: UInt64?
    /// Who searched.
    package var origin: Node?
    package var steps: [Step]

    package init(
        name: String, cloud: String, result: Result, elapsed: Duration, targetText: String = "",
        target: UInt64? = nil, origin: Node? = nil, steps: [Step] = []
    ) {
        self.name = name
        self.cloud = cloud
        self.result = result
        self.elapsed = elapsed
        self.targetText = targetText
        self.target = target
        self.origin = origin
        self.steps = steps
    }
}

extension Walk {
    /// A step with its number, from 1.
    struct Numbered {
        let number: Int
        let step: Step
    }

    /// The steps to draw: all of them, or of very many the first and the last.
    var drawnSteps: [Numbered] {
        let all = steps.enumerated().map { Numbered(number: $0 + 1, step: $1) }
        guard all.count > Self.mostDrawn else { return all }
        return all.prefix(Self.firstDrawn) + all.suffix(Self.mostDrawn - Self.firstDrawn)
    }

    /// What the pictures leave out.
    var omission: String? {
        guard steps.count > Self.mostDrawn else { return nil }
        let end = steps.count - (Self.mostDrawn - Self.firstDrawn)
        return "Exchanges \(Self.firstDrawn + 1) to \(end) are left out."
    }

    /// More than a walk in a sound network ever has; a picture of more would show nothing.
    static let mostDrawn = 40
    private static let firstDrawn = 10

    /// Why there are no steps.
    var silence: String {
        result == .found ? "Nobody had to be asked: this machine publishes the name itself." : "Nobody was asked."
    }

    /// `found after 6 exchanges in 1.23 s`.
    var summary: String {
        let exchanges = steps.count == 1 ? "1 exchange" : "\(steps.count) exchanges"
        return "\(result.word) after \(exchanges) in \(elapsed.text)"
    }
}

extension Walk.Node {
    /// Whether it bears the very name: its identifier shares the half that is made of the name.
    var hasName: Bool { (bits ?? 0) >= 128 }
}

extension Walk.Result {
    var word: String {
        switch self {
        case .found: "found"
        case .notFound: "not found"
        case .timedOut: "timed out"
        }
    }
}

extension Walk.Verdict {
    var word: String {
        switch self {
        case .accepted: "accepted"
        case .suspicious: "suspicious"
        case .deadEnd: "dead end"
        case .unreachable: "unreachable"
        case .busy: "too busy"
        case .final: "proved"
        }
    }

    /// What that means, for a legend.
    var meaning: String {
        switch self {
        case .accepted: "named somebody closer"
        case .suspicious: "did too, and claims to be next to the target"
        case .deadEnd: "knows nobody closer"
        case .unreachable: "did not answer"
        case .busy: "asked to be left alone for now"
        case .final: "signed that the name is its own"
        }
    }
}

extension Duration {
    var milliseconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) * 1000 + Double(attoseconds) / 1e15
    }

    /// `0.4 ms`, `47 ms`, `1.23 s`.
    var text: String {
        let milliseconds = milliseconds
        if milliseconds < 9.95 { return "\(decimal(milliseconds, places: 1)) ms" }
        if milliseconds < 999.5 { return "\(Int(milliseconds.rounded())) ms" }
        return "\(decimal(milliseconds / 1000, places: 2)) s"
    }
}

/// A number with at most so many decimals, the last of them not 0.
func decimal(_ value: Double, places: Int) -> String {
    let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
    let scaled = Int((value * scale).rounded())
    let digits = String(scaled.magnitude)
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    var fraction = padded.suffix(places)
    while fraction.hasSuffix("0") { fraction.removeLast() }
    return (scaled < 0 ? "-" : "") + padded.dropLast(places) + (fraction.isEmpty ? "" : "." + fraction)
}
