import PeerBase

/// How much of what we send gets lost, judged by how many answers came to the second transmission only. Tells what
/// silence means: where nothing is lost a silent node is gone, where much is lost it may just not have heard.
///
/// Every source has one voice, its latest answer: what is lost on the way to one node, or held back by it, says nothing
/// of the others.
struct LossEstimate: Sendable {
    private struct Voice: Sendable {
        var source: SourceKey
        var isLate: Bool
        var since: Instant
    }

    /// In the order of time.
    private var voices: [Voice] = []
    /// Answers so far, as many as it takes to know.
    private var answers = 0

    /// How often a node is asked, with two transmissions each time, before its silence counts: until a living one would
    /// have kept silent with a probability below ``Limits/residualSilence``.
    private(set) var patience = 1

    /// Whether so much is lost that silence says little.
    var isHeavy: Bool { patience > 1 }

    /// Whether so many answers came that their being in time says something.
    var isKnown: Bool { answers == Limits.tellingAnswers }

    /// Whether any source's latest answer was late: too little to wait longer for everybody, enough to ask once more.
    var isNoticed: Bool { voices.contains(where: \.isLate) }

    /// A request was answered after its first or second transmission.
    mutating func answered(isLate: Bool, by source: SourceKey, now: Instant) {
        voices.removeAll { $0.source == source || now - $0.since >= Limits.lossMemory }
        if voices.count == Limits.lossSources { voices.removeFirst() }
        answers = min(answers + 1, Limits.tellingAnswers)
        voices.append(Voice(source: source, isLate: isLate, since: now))
        patience = Self.patience(
            lateShare: Double(voices.count(where: \.isLate)) / Double(max(voices.count, Limits.fewestLossSources)))
    }

    /// Where one exchange fails with probability q, the share of late answers is q / (1 + q) and the two transmissions
    /// of a request both fail with probability q squared.
    private static func patience(lateShare: Double) -> Int {
        let failure = lateShare < 1 ? min(lateShare / (1 - lateShare), 1) : 1
        let silence = failure * failure
        var patience = 1
        var residual = silence
        while residual > Limits.residualSilence, patience < Limits.patience {
            residual *= silence
            patience += 1
        }
        return patience
    }
}
