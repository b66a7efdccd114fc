internal import Mesh
internal import NIOCore
internal import PeerBase
internal import Sockets

// The core, and what it wants done.

extension MeshDriver {
    /// What the core is told by connections.
    enum Occurrence {
        case admitted(UInt64)
        case closed(LinkID, Closure)
        case received(Frame, LinkID)
        case congested(LinkID, Bool)
    }

    /// Tells the core, at once or, where its last actions are still being carried out, after those: a write that fails
    /// in the middle of them is nothing that the core may hear of before it is asked again.
    func happen(_ occurrence: Occurrence) {
        waiting.append(occurrence)
        guard !isPerforming else { return }
        settle()
    }

    /// A call of the core by whoever uses the driver.
    func step(_ call: (isolated MeshDriver, Instant) -> [Action]) {
        isPerforming = true
        perform(call(self, present()))
        isPerforming = false
        settle()
    }

    /// Everything that happened meanwhile, then what is to be written, then the alarm.
    func settle() {
        guard !isPerforming else { return }
        isPerforming = true
        repeat {
            while !waiting.isEmpty {
                let occurrences = waiting
                waiting = []
                for occurrence in occurrences { perform(actions(of: occurrence)) }
            }
            if reading == nil { writeOut() }
        } while !waiting.isEmpty
        isPerforming = false
        setAlarm()
    }

    private func actions(of occurrence: Occurrence) -> [Action] {
        let now = present()
        switch occurrence {
        case .admitted(let number): return admitted(number, now: now)
        case .closed(let link, let closure): return node.closed(link, closure, now: now)
        case .received(let frame, let link):
            guard numbers[link] != nil else { return [] }
            return node.receive(frame, on: link, now: now)
        case .congested(let link, let isCongested):
            guard numbers[link] != nil else { return [] }
            return node.setCongested(link, isCongested, now: now)
        }
    }

    /// The link is the core's from here on, under a name that it gives where we did not dial.
    private func admitted(_ number: UInt64, now: Instant) -> [Action] {
        guard let connection = connections[number], case .admitting(let admission) = connection.stage else { return [] }
        let peer = LinkPeer(
            endpoint: connection.remote.endpoint, zone: connection.remote.zone, key: connection.key,
            node: admission.peerNode)
        if let link = connection.dialled {
            open(number, as: link)
            return node.opened(link, peer: peer, now: now)
        }
        let (link, actions) = node.accepted(peer, now: now)
        open(number, as: link)
        return actions
    }

    private func open(_ number: UInt64, as link: LinkID) {
        connections[number]?.stage = .open(link)
        connections[number]?.deadline = nil
        numbers[link] = number
    }

    /// Now, without the time in which this loop was not let run, or had more to read than it could (see
    /// ``Mesh/AttendedClock``).
    func attendedTime() -> Instant {
        let due = [alarm?.time, nextTick].compactMap(\.self).min()
        return clock.time(at: MonotonicClock.now, due: due)
    }

    /// Now, with the core's idea of the calendar put right: the system's clock may have been set.
    func present() -> Instant {
        let now = attendedTime()
        node.missed = clock.missed
        node.unixTimeAtZero = MonotonicClock.unixMilliseconds(at: clock.wall(at: .zero))
        return now
    }

    // MARK: Actions

    /// Carries out what a call of the core returned, all of it and in order.
    private func perform(_ actions: [Action]) {
        for action in actions {
            switch action {
            case .dial(let link, let address): dial(link, address)
            case .send(let frame, let link): send(frame, on: link)
            case .close(let link): leave(link)
            case .resolve(let count): resolver.yield(count)
            case .deliver(let delivery): traffic.unreadLost += unreadDeliveries.post(delivery, bytes: delivery.size)
            case .report(let event): report(event)
            }
        }
    }

    func report(_ event: Event) {
        guard !event.isOfStranger || isRefusalTold() else { return }
        if case .dropped = reporter.yield(event) { traffic.unreadLost += 1 }
    }

    /// A few a second: the others are only counted.
    private func isRefusalTold() -> Bool {
        let rate = RateLimit(perSecond: figures.refusalsToldPerSecond, burst: figures.refusalsToldPerSecond)
        return refusalsTold.take(of: rate, now: MonotonicClock.now)
    }

    /// The one alarm of the core. An earlier one than needed is kept: timers are mostly stopped long before their time.
    private func setAlarm() {
        guard let deadline = node.nextDeadline, !isOver else { return }
        let time = clock.wall(at: deadline)
        if let alarm, alarm.time <= time || alarm.isSecondLook { return }
        setAlarm(at: time, isSecondLook: false)
    }

    private func setAlarm(at time: Instant, isSecondLook: Bool) {
        alarm?.task.cancel()
        let task = loop.scheduleTask(deadline: time.deadline) { self.assumeIsolated { $0.wake() } }
        alarm = Alarm(task: task, time: time, isSecondLook: isSecondLook)
    }

    /// After a late alarm everything that waits unread is read before anybody is judged by it.
    private func wake() {
        guard let alarm else { return }
        _ = attendedTime()
        let wall = MonotonicClock.now
        if wall - alarm.time > Limits.lateAlarm, !alarm.isSecondLook {
            return setAlarm(at: wall + Self.secondLook, isSecondLook: true)
        }
        self.alarm = nil
        step { $0.node.advance(to: $1) }
    }

    /// Ours: long enough for the loop to turn to its sockets first.
    private static let secondLook: Duration = .milliseconds(5)
}

extension Event {
    /// Whether strangers can make it happen as often as they like.
    fileprivate var isOfStranger: Bool {
        switch self {
        case .admissionRefused, .turnedAway: true
        default: false
        }
    }
}

/// The one alarm of a core.
struct Alarm {
    let task: Scheduled<Void>
    /// By the wall's clock.
    let time: Instant
    /// Whether it stands for one that came late.
    let isSecondLook: Bool
}

extension Delivery {
    /// About the bytes that it takes while it waits to be read.
    fileprivate var size: Int {
        let body =
            switch content.body {
            case .text(let text): text.utf8.count
            case .sealed(_, let box): box.count
            case .presence, .unknown: 0
            }
        return body + (privateText?.utf8.count ?? 0) + content.path.utf8.count + content.nickname.utf8.count
    }
}
