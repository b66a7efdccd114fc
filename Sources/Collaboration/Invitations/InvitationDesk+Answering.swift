import PeerBase

/// Why a person's answer does not count.
package enum AnswerRefusal: Error, Hashable, Sendable {
    case unknown
    /// The program is being started already.
    case underWay
    /// It ended before: canceled by the inviter, expired, answered.
    case ended(InvitationRecord)
}

extension InvitationDesk {
    /// A person has answered. Accepting starts the program first; the inviter is told when that has worked (collab 8.13).
    package mutating func answer(
        _ number: Int, accepting: Bool, in surroundings: Surroundings, at moment: Moment
    ) throws(AnswerRefusal) -> [Action] {
        guard let invitation = open[number] else {
            if let record = ended.record(number: number) { throw .ended(record) }
            throw .unknown
        }
        guard !invitation.isLaunching else { throw .underWay }
        guard accepting else { return end(number, .declined(.user), at: moment) }
        guard let application = surroundings.applications.application(invitation.invitation.application) else {
            return end(number, .declined(.notRegistered), at: moment)
        }
        open[number]?.isLaunching = true
        timers.stop(number)
        return [.launch(number: number, application, invitation.launchInformation)]
    }

    /// The program runs, or could not be started.
    package mutating func launched(_ number: Int, _ isRunning: Bool, at moment: Moment) -> [Action] {
        guard open[number]?.isLaunching == true else { return [] }
        return end(number, isRunning ? .accepted : .error(.launchFailed), at: moment)
    }

    /// A connection is gone. With its last connection an invitation is taken back, unless it was answered.
    package mutating func closed(_ connection: ConnectionID, at moment: Moment) -> [Action] {
        for (number, invitation) in open where invitation.connections.contains(connection) {
            open[number]?.connections.removeAll { $0 == connection }
            if invitation.connections.count == 1, !invitation.isLaunching {
                return end(number, .error(.canceled), at: moment)
            }
        }
        return []
    }

    /// Signed out of everything: nothing can be answered any more.
    package mutating func signedOut(at moment: Moment) -> [Action] {
        let numbers = open.filter { !$0.value.isLaunching }.keys.sorted()
        return numbers.flatMap { end($0, .error(.signedOut), at: moment) }
    }

    /// Ends what nobody answered in time: the invitee's clock decides (collab 10.8).
    package mutating func advance(to moment: Moment) -> [Action] {
        var actions: [Action] = []
        while let number = timers.popExpired(now: moment.instant) { actions += end(number, .expired, at: moment) }
        return actions
    }

    private mutating func end(_ number: Int, _ answer: InvitationAnswer, at moment: Moment) -> [Action] {
        guard let invitation = open.removeValue(forKey: number) else { return [] }
        timers.stop(number)
        var record = invitation.record
        record.state = answer.state
        record.reason = answer.reason
        record.endedAt = moment.time
        ended.remember(invitation.key, answer, record, now: moment.instant)
        return invitation.connections.map { .answer($0, answer, id: invitation.invitation.id) }
            + [.log(record), .event(.invitationEnded(record))]
    }
}

extension InvitationAnswer {
    /// The end that an answer means, on both sides.
    package var state: InvitationRecord.State {
        switch self {
        case .accepted: .accepted
        case .declined: .declined
        case .expired: .expired
        case .error(.canceled): .canceled
        case .error: .failed
        }
    }
}

extension InvitationDesk.Open {
    /// What the program may know; who it is comes from the pin, here too.
    fileprivate var launchInformation: LaunchInformation {
        LaunchInformation(
            contact: caller.contact?.card, trust: caller.contact?.trust,
            endpoint: caller.endpoint(port: invitation.from.port),
            endpointName: invitation.from.endpointName.cleaned(),
            nickname: caller.contact?.card.nickname.cleaned() ?? invitation.from.nickname.cleaned(),
            application: invitation.application, message: record.message, data: invitation.data)
    }
}
