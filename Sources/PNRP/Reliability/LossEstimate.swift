/// How much of what we send gets lost, judged by how many answers came to the second transmission only. Tells what
/// silence means: where nothing is lost a silent node is gone, where much is lost it may just not have heard.
struct LossEstimate: Sendable {
    /// The share of late answers among the latest ones.
    private var lateShare = 0.0

    /// A request was answered after its first or second transmission.
    mutating func answered(isLate: Bool) {
        lateShare += ((isLate ? 1 : 0) - lateShare) * Limits.lossSmoothing
    }

    /// Whether so much is lost that silence says little.
    var isHeavy: Bool { patience > 1 }

    /// How often a node is asked, with two transmissions each time, before its silence counts: until a living one would
    /// have kept silent with a probability below ``Limits/residualSilence``.
    ///
    /// Where one exchange fails with probability q, the share of late answers is q / (1 + q) and the two transmissions
    /// of a request both fail with probability q squared.
    var patience: Int {
        let failure = lateShare / max(1 - lateShare, Limits.lossSmoothing)
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
