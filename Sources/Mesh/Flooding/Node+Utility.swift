import PeerBase

// How useful a link is, told to the other side (peer channel 8): both ends learn that it is redundant.

extension Node {
    /// A report goes out after 32 messages, or 60 s after the first one that was not reported.
    mutating func reportIfDue(_ link: LinkID, now: Instant) {
        guard let flow = links[link]?.flow, flow.unreported.total > 0 else { return }
        let timer = TimerKey.message(.report(link))
        if flow.unreported.total >= Limits.reportAfter {
            reportUtility(to: link)
        } else if timers[timer] == nil {
            timers.set(timer, at: now + Limits.reportInterval)
        }
    }

    mutating func reportUtility(to link: LinkID) {
        timers.stop(.message(.report(link)))
        guard let report = links[link]?.flow.takeReport(), report.total > 0 else { return }
        send(.linkUtility(report), on: link)
    }

    /// A report that does not add up ends the link.
    mutating func receiveReport(_ report: Frame.LinkUtility, on link: LinkID, now: Instant) {
        guard links[link]?.flow.apply(report) == true else {
            return abort(link, .misbehaved("a report of use that does not add up"), now: now)
        }
    }
}
