extension Parameter {
    /// What every `show` command takes beside its own parameters (netsh 6.13).
    static let watch = Parameter(
        "watch", .duration(.seconds, Limits.shortestWatch...Limits.longestWatch),
        "Shows it again and again, so long apart, until Ctrl-C.", .optional("once"), isTagged: true)
}

extension Command {
    /// Whether it only looks, so that it can be done again and again.
    package var canBeWatched: Bool { isView || Self.isShown(words, work) }

    static func isShown(_ words: [String], _ work: Work) -> Bool {
        guard case .handler = work else { return false }
        return words.first == "show"
    }

    /// The time from one answer to the next, if that was asked for, or if it is a view on a screen that somebody asked
    /// for there: a script goes on behind it.
    package func watchPeriod(of invocation: Invocation, onScreen: Bool) -> Duration? {
        guard canBeWatched else { return nil }
        let usual = isView && onScreen ? Limits.viewPeriod : nil
        return invocation.optionalDuration(Parameter.watch.tag) ?? usual
    }
}
