import PeerBase

// The order of collab 10.8: policy, sizes, who he says he is, the same again, registered, room, busy, a person.

extension InvitationDesk {
    /// A request has come; its body was read, or could not be. Whoever reads bodies asks
    /// ``AcceptPolicy/decide(_:time:)`` before, so that nothing of a stranger is looked at under a closed policy; it is
    /// asked here again.
    package mutating func receive(
        _ body: Result<Invitation, DocumentFault>, on connection: ConnectionID, from caller: Caller,
        in surroundings: Surroundings, at moment: Moment
    ) -> [Action] {
        switch surroundings.policy.decide(caller, time: moment.time) {
        case .silence: return [.close(connection)]
        case .forbidden: return [.refuse(connection, .policy)]
        case .heard: break
        }
        guard surroundings.isSignedIn else { return [.refuse(connection, .signingOut)] }
        switch body {
        case .failure(let fault):
            if case .tooLong = fault.reason { return [.refuse(connection, .size)] }
            return [.refuse(connection, .malformed)]
        case .success(let invitation):
            return receive(invitation, on: connection, from: caller, in: surroundings, at: moment)
        }
    }

    private mutating func receive(
        _ invitation: Invitation, on connection: ConnectionID, from caller: Caller, in surroundings: Surroundings,
        at moment: Moment
    ) -> [Action] {
        guard invitation.data.count <= Limits.dataSize else {
            return [.answer(connection, .error(.tooLarge), id: invitation.id)]
        }
        // He is who the pin says; one who calls himself otherwise is not heard.
        if let contact = caller.contact, contact.card.peerName != invitation.from.peerName {
            return [.refuse(connection, .policy)]
        }
        let key = Key(pin: caller.pin, id: invitation.id)
        if let answer = ended.answer(to: key, now: moment.instant) {
            return [.answer(connection, answer, id: invitation.id)]
        }
        if let number = open.first(where: { $0.value.key == key })?.key { return join(number, connection) }
        var record = record(of: invitation, from: caller, at: moment)
        guard let application = surroundings.applications.application(invitation.application) else {
            return declineUnasked(.notRegistered, record, on: connection, at: moment)
        }
        record.applicationDescription = application.description
        let openHere = open.values.count { $0.key.pin == caller.pin }
        guard open.count < Limits.openInvitations, openHere < Limits.openInvitationsPerPin,
            ended.takenBack(by: caller.pin, now: moment.instant) < Limits.takenBackPerPin
        else {
            return [.refuse(connection, .rate)]
        }
        if surroundings.presence.status.isBusy, surroundings.policy.whenBusy == .decline {
            return declineUnasked(.busy, record, on: connection, at: moment)
        }
        return prompt(
            Open(key: key, invitation: invitation, caller: caller, record: record, connections: [connection]),
            at: moment)
    }

    private mutating func prompt(_ invitation: Open, at moment: Moment) -> [Action] {
        var invitation = invitation
        let number = takeNumber()
        invitation.record.number = number
        open[number] = invitation
        timers.set(number, at: moment.instant + .seconds(Limits.answerTime))
        return invitation.connections.map { .hold($0) }
            + [.log(invitation.record), .event(.invited(invitation.record))]
    }

    /// The same invitation on another connection waits for the same answer.
    private mutating func join(_ number: Int, _ connection: ConnectionID) -> [Action] {
        guard let connections = open[number]?.connections, connections.count < Limits.connectionsPerInvitation else {
            return [.refuse(connection, .rate)]
        }
        open[number]?.connections.append(connection)
        return [.hold(connection)]
    }

    /// No person is asked, and nothing is remembered: the same again is judged again, by what is registered then.
    private mutating func declineUnasked(
        _ reason: InvitationAnswer.DeclineReason, _ record: InvitationRecord, on connection: ConnectionID,
        at moment: Moment
    ) -> [Action] {
        guard let pin = record.pin, declinePace.admits(pin, now: moment.instant) else {
            return [.refuse(connection, .rate)]
        }
        var record = record
        record.state = .declined
        record.reason = reason.rawValue
        record.endedAt = moment.time
        return [.answer(connection, .declined(reason), id: record.id), .log(record)]
    }

    /// Who it is comes from the pin: the contact's label and trust, or the nickname he gives and no trust at all.
    private func record(of invitation: Invitation, from caller: Caller, at moment: Moment) -> InvitationRecord {
        InvitationRecord(
            id: invitation.id, direction: .incoming, peerName: caller.contact?.card.peerName, pin: caller.pin,
            name: caller.contact?.label.cleaned() ?? invitation.from.nickname.cleaned(), trust: caller.contact?.trust,
            application: invitation.application, message: invitation.message.cleaned(), state: .pending,
            createdAt: moment.time, endpoint: caller.endpoint(port: invitation.from.port))
    }
}
