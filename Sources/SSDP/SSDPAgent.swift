package import PeerBase

/// Discovery on the links of this host, for all clouds of a process.
///
/// Pure: give it wishes, datagrams and time, and perform the actions of each call in order. Call ``advance(to:)`` when
/// ``nextDeadline`` has come.
package struct SSDPAgent: Sendable {
    /// One endpoint of ours on one link.
    struct Publication: Hashable, Sendable {
        var endpoint: Endpoint
        var scope: SSDPScope
        var interface: UInt32
    }

    /// Where a datagram came from, port left out.
    struct Neighbour: Hashable, Sendable {
        var address: IPv6Address
        var interface: UInt32
    }

    /// Who waits for which answer.
    struct DelayedAnswer: Hashable, Sendable {
        var publication: Publication
        var searcher: Endpoint
    }

    enum TimerKey: Hashable, Sendable {
        case answer(DelayedAnswer)
        case announcement(Publication)
    }

    /// One question of ours, on one or several links.
    struct Search: Sendable {
        var scope: SSDPScope
        var interfaces: Set<UInt32>
        var found: Set<Publication> = []
        var end: Instant
    }

    package internal(set) var counters = SSDPCounters()
    /// What is published, first published first: a seeded run repeats.
    var publications: [Publication] = []
    /// What was published until a moment ago, and until when that matters.
    var retired: [Publication: Instant] = [:]
    var searches: [Search] = []
    var timers = TimerTable<TimerKey>()
    var delayedAnswers = 0
    var random: RandomSource
    var answerQuota = Quota<Neighbour>(
        SSDPLimits.answersPerSource, keys: SSDPLimits.answeredSources, every: SSDPLimits.answerWindow)
    var heard = Announcements()

    package init(random: RandomSource) {
        self.random = random
    }

    /// When ``advance(to:)`` has something to do.
    package var nextDeadline: Instant? { timers.next }

    /// Does what is due.
    package mutating func advance(to now: Instant) -> [SSDPAction] {
        var actions: [SSDPAction] = []
        while let key = timers.popExpired(now: now) {
            switch key {
            case .answer(let answer): actions += give(answer)
            case .announcement(let publication): actions += announceAgain(publication, now: now)
            }
        }
        return actions
    }
}
