internal import PeerBase

// Answering searches after a random delay, so that a link does not hear all of its members at once (wire 14.3).

extension SSDPAgent {
    /// Nobody outside the link is answered, so nobody can have us send there; see ``SSDPLimits/answersPerSource`` for
    /// the link itself.
    mutating func searched(
        _ scope: SSDPScope, maximumDelay: Int, by searcher: Endpoint, on interface: UInt32, now: Instant
    ) {
        for publication in publications where publication.scope == scope && publication.interface == interface {
            delay(DelayedAnswer(publication: publication, searcher: searcher), upTo: maximumDelay, now: now)
        }
    }

    /// A search that came twice is answered once.
    private mutating func delay(_ answer: DelayedAnswer, upTo seconds: Int, now: Instant) {
        guard timers[.answer(answer)] == nil else { return }
        let neighbour = Neighbour(address: answer.searcher.address, interface: answer.publication.interface)
        guard delayedAnswers < SSDPLimits.delayedAnswers, answerQuota.take(neighbour, now: now) else {
            counters.turnedAway += 1
            return
        }
        let bound = Duration.seconds(min(seconds, SSDPLimits.maximumDelay)).wholeNanoseconds
        let delay = Int64.random(in: 0..<max(1, bound), using: &random)
        timers.set(.answer(answer), at: now + .nanoseconds(delay))
        delayedAnswers += 1
    }

    /// The time of an answer has come; what was withdrawn meanwhile is not said any more.
    mutating func give(_ answer: DelayedAnswer) -> [SSDPAction] {
        delayedAnswers -= 1
        let publication = answer.publication
        guard publications.contains(publication) else { return [] }
        let message = SSDPMessage.answer(publication.scope, publication.endpoint)
        return [.send(message.encoded(), to: answer.searcher, interface: publication.interface)]
    }
}
