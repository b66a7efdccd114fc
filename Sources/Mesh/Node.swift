package import PeerBase

/// One process's membership in one mesh: a value that turns links, frames, time and people's wishes into actions.
///
/// A node reads no clock and opens no socket. Each call returns what is to be done; the caller performs all of it, in order,
/// before it calls again, and calls ``advance(to:)`` when ``nextDeadline`` has come.
package struct Node: Sendable {
    package internal(set) var configuration: Configuration
    package let id: NodeID
    let settings: Profile.Settings
    let seal: Seal
    var random: RandomSource
    /// Milliseconds since 1970-01-01 UTC at ``Instant/zero``, kept right by the caller: the only clock that others see.
    package var unixTimeAtZero: Int64

    /// The time that is left out of every `now`, kept right by the caller (see ``AttendedClock``). Rates count it.
    package var missed: Duration = .zero

    package internal(set) var counters = Counters()
    var timers = TimerTable<TimerKey>()
    private(set) var isOpen = false
    var links = LinkTable()
    var reserve: Reserve
    var avoidance = Avoidance<NodeAddress>()
    var bannedKeys = Avoidance<[UInt8]>()
    var maintenance = Maintenance()
    var islandSearch = IslandSearch()
    /// What was last reported: online or offline.
    var wasOnline = false
    var flooding = FloodTables()
    var senders = SenderTable()
    var roster = Roster()
    var nicknames = NicknameBook()
    var voice: Voice
    var recent = RecentMessages()
    var history = HistoryQuest()
    private var lastLink: UInt64 = 0
    private var actions: [Action] = []

    package init(configuration: Configuration, seal: Seal, random: RandomSource, unixTimeAtZero: Int64) {
        var random = random
        self.configuration = configuration
        self.seal = seal
        self.unixTimeAtZero = unixTimeAtZero
        settings = configuration.profile.settings
        id = NodeID(random: &random)
        voice = Voice(random: &random)
        self.random = random
        reserve = Reserve(limit: settings.reserve)
    }

    /// The instant at which ``advance(to:)`` has work to do; `nil` when nothing waits.
    package var nextDeadline: Instant? { timers.next }

    // MARK: What people want

    /// Opens: the first pass of maintenance begins at once (peer channel 3).
    package mutating func open(now: Instant) -> [Action] {
        precondition(!isOpen, "a node opens once")
        isOpen = true
        openMembership(now: now)
        startLinking(now: now)
        return takeActions()
    }

    /// Leaves: says goodbye to members and neighbours with referrals, and closes every link (peer channel 3).
    package mutating func close(now: Instant) -> [Action] {
        guard isOpen else { return takeActions() }
        closeMembership(now: now)
        isOpen = false
        leaveAll()
        timers = TimerTable()
        return takeActions()
    }

    /// Asks the resolver whatever is known, and looks for one neighbour more than there are (peer channel 3). Nodes that
    /// failed before get another chance.
    package mutating func refresh(now: Instant) -> [Action] {
        if isOpen { lookForMore(now: now) }
        return takeActions()
    }

    /// The host's addresses changed; neighbours are asked for a sign of life (peer channel 3 step 6), and told where we
    /// are now.
    package mutating func addressChanged(_ address: NodeAddress, now: Instant) -> [Action] {
        let isNew = configuration.address != address
        configuration.address = address
        if isOpen { askAllForLife(now: now) }
        if isOpen, isNew { tellAddress() }
        return takeActions()
    }

    // MARK: What the driver sees

    /// Somebody dialled us and passed the admission. The link waits for its Connect.
    package mutating func accepted(_ peer: LinkPeer, now: Instant) -> (LinkID, [Action]) {
        let link = nextLinkID()
        admitVisitor(link, peer: peer, now: now)
        return (link, takeActions())
    }

    /// A link we dialled has passed the admission.
    package mutating func opened(_ link: LinkID, peer: LinkPeer, now: Instant) -> [Action] {
        introduce(on: link, to: peer, now: now)
        return takeActions()
    }

    /// A link ended, or never came to be. Not called after ``Action/close(_:)``.
    package mutating func closed(_ link: LinkID, _ closure: Closure, now: Instant) -> [Action] {
        forget(link, closure, now: now)
        return takeActions()
    }

    /// A frame came on a link. Those that cross with our closing it are passed over.
    package mutating func receive(_ frame: Frame, on link: LinkID, now: Instant) -> [Action] {
        counters.framesReceived += 1
        heard(frame, on: link, now: now)
        return takeActions()
    }

    /// The resolver's answer to ``Action/resolve(count:)``; our own address may be among it.
    package mutating func resolved(_ addresses: [NodeAddress], now: Instant) -> [Action] {
        if isOpen { takeAnswer(addresses, now: now) }
        return takeActions()
    }

    /// A link's queue is full, or has room again: floods are announced there instead of pushed (peer channel 20.7).
    package mutating func setCongested(_ link: LinkID, _ isCongested: Bool, now: Instant) -> [Action] {
        links[link]?.isCongested = isCongested
        return takeActions()
    }

    /// Time has come to `now`: everything whose deadline has passed happens, in the order of the deadlines.
    package mutating func advance(to now: Instant) -> [Action] {
        while let timer = timers.popExpired(now: now) { fire(timer, now: now) }
        return takeActions()
    }

    private mutating func fire(_ timer: TimerKey, now: Instant) {
        switch timer {
        case .maintenance: maintain(now: now)
        case .handshake(let link): giveUpHandshake(link, now: now)
        case .silence(let link): watchSilence(link, now: now)
        case .duplicateCheck(let link): endDuplicateCheck(link, now: now)
        case .shuffle: shuffle(now: now)
        case .islands: lookForIslands(now: now)
        case .extraLink(let link): judgeExtraLink(link, now: now)
        case .message(let timer): messageTimerFired(timer, now: now)
        }
    }

    // MARK: For the machines

    /// Puts an action at the end of the list that the present call returns.
    mutating func act(_ action: Action) { actions.append(action) }

    /// Ends a call: hands out what has gathered.
    mutating func takeActions() -> [Action] {
        let taken = actions
        actions = []
        return taken
    }

    mutating func nextLinkID() -> LinkID {
        lastLink += 1
        return LinkID(number: lastLink)
    }
}
