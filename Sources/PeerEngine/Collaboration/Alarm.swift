internal import Collaboration
internal import PeerBase

/// The one alarm of a host: wakes it at the earliest of its deadlines.
struct Alarm {
    let deadline: Instant
    let task: Task<Void, Never>
}

extension CollaborationHost {
    /// Whatever has a deadline, by the clock that the cores go by.
    private var deadlines: [Instant] {
        let now = now
        var deadlines = [verification?.nextDeadline, nextIdentification, nextLook, nextSearch, nextPublishing]
        deadlines += outgoing.values.map(\.inviter.nextDeadline)
        if session != nil, let until = acquaintances.policy.until, acquaintances.policy.who == .anyone {
            deadlines.append(now.instant + .milliseconds(max(0, until - now.time)))
        }
        return deadlines.compactMap(\.self)
    }

    func setAlarm() {
        guard let deadline = deadlines.min(), !isClosed else {
            alarm?.task.cancel()
            alarm = nil
            return
        }
        if let alarm, alarm.deadline == deadline { return }
        alarm?.task.cancel()
        let delay = deadline - now.instant
        alarm = Alarm(
            deadline: deadline,
            task: Task {
                guard (try? await Task.sleep(for: max(delay, .zero))) != nil else { return }
                await wake()
            })
    }

    private func wake() async {
        alarm = nil
        for number in outgoing.keys.sorted() { advance(number) { $0.advance(to: $1) } }
        advanceVerification { [now] in $0.advance(to: now.instant) }
        await endOpenDoor()
        await lookAround()
        identifyNext()
        searchDue()
        publishDue()
        setAlarm()
    }
}
