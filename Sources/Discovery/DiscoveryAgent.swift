package import PeerBase

/// Finding people on the links of this host, and being found there (collab 10.4).
///
/// Pure: give it wishes, links, datagrams and time, and perform the actions of each call in order. Call ``advance(to:)``
/// when ``nextDeadline`` has come.
package struct DiscoveryAgent: Sendable {
    /// Makes an element of a datagram, `nil` where it is no document that is accepted.
    package typealias Reader = @Sendable ([UInt8]) -> XMLElement?

    package enum Phase: Hashable, Sendable {
        case signedOut
        /// The first Hello was not said yet.
        case signingIn
        case signedIn
        /// The last Bye was not said yet.
        case signingOut
    }

    /// The local user, from signing in to signing out.
    struct Presence: Sendable {
        var person: OwnPerson
        /// Names cut until an answer fits into one datagram.
        var said: OwnPerson
        var instance: UInt64
        var sequence: String
        /// Of the last message that has one.
        var number: UInt64 = 0
        var metadataVersion: UInt64 = 1
        var hasSaidHello = false
    }

    enum TimerKey: Hashable, Sendable {
        case hello
        case sweep
        case silence
        case answer(UInt64)
        case transmission(UInt64)
    }

    package internal(set) var counters = DiscoveryCounters()
    let read: Reader
    var random: RandomSource
    var presence: Presence?
    var lastInstance: UInt64 = 0
    var links: [DiscoveryLink] = []
    /// How far the clock of the day was ahead of the other when last looked at.
    var clockLead: Int64?
    var table = PeopleTable()
    var heard = RecentTexts(capacity: DiscoveryLimits.rememberedMessages)
    var own = RecentTexts(capacity: DiscoveryLimits.rememberedOwnMessages)
    var questions: [OpenQuestion] = []
    var answers: [UInt64: PendingAnswer] = [:]
    var transmissions: [UInt64: Transmission] = [:]
    var ration = AnswerRation()
    /// Questions for those who are silent.
    var doubts = LastSecond()
    var timers = TimerTable<TimerKey>()
    private var lastKey: UInt64 = 0

    package init(random: RandomSource, reader: @escaping Reader) {
        self.random = random
        read = reader
    }

    /// Where this agent is on the way in and out (collab 10.4).
    package var phase: Phase {
        guard let presence else { return transmissions.isEmpty ? .signedOut : .signingOut }
        return presence.hasSaidHello ? .signedIn : .signingIn
    }

    /// Those known now, by near id.
    package var people: [DiscoveredPerson] { table.people.sorted { $0.nearID < $1.nearID } }

    package func person(_ nearID: GUID) -> DiscoveredPerson? { table[nearID] }

    /// When ``advance(to:)`` has something to do.
    package var nextDeadline: Instant? { timers.next }

    /// Does what is due.
    package mutating func advance(to now: Instant) -> [DiscoveryAction] {
        var actions: [DiscoveryAction] = []
        while let key = timers.popExpired(now: now) {
            switch key {
            case .hello: actions += sayHello(now: now)
            case .sweep: actions += sweep(now: now)
            case .silence: actions += dropSilent(now: now)
            case .answer(let answer): actions += give(answer, now: now)
            case .transmission(let transmission): actions += transmitAgain(transmission, now: now)
            }
        }
        return actions
    }

    /// A key for something that waits, never used before.
    mutating func nextKey() -> UInt64 {
        lastKey += 1
        return lastKey
    }

    mutating func drop(_ reason: DiscoveryCounters.Drop) {
        counters.dropped[reason, default: 0] += 1
    }

    /// A random part of `duration`.
    mutating func part(of duration: Duration) -> Duration {
        .nanoseconds(Int64.random(in: 0...duration.wholeNanoseconds, using: &random))
    }
}
