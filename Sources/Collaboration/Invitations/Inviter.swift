package import PeerBase

/// One invitation that goes out, to all endpoints of a contact at once, or to one person near us (collab 3.10, 10.8).
///
///     Connecting → Waiting → Accepted | Declined | Expired | Failed | Canceled
///
/// The first who accepts wins, and the others are cancelled by closing. Where nobody accepts, it is declined if anybody
/// declined, or else expired if anybody let it expire, or else failed. Nothing of an invitation to a contact is sent
/// before the contact's pin was shown.
package struct Inviter: Sendable {
    package struct Target: Hashable, Sendable {
        package var endpoint: ScopedEndpoint
        /// Who must answer there; `nil` for whoever does.
        package var pin: Pin?

        package init(_ endpoint: ScopedEndpoint, pin: Pin?) {
            self.endpoint = endpoint
            self.pin = pin
        }
    }

    package enum Action: Hashable, Sendable {
        /// Then comes ``Inviter/connected(_:pin:at:)`` or ``Inviter/failed(_:_:at:)``.
        case connect(attempt: Int, ScopedEndpoint, expecting: Pin?)
        case send(attempt: Int, Invitation)
        case close(attempt: Int)
        case event(CollaborationEvent.Occurrence)
        case log(InvitationRecord)
    }

    /// Why an attempt came to nothing without an answer; the reason in the record.
    package enum Failure: String, Hashable, Sendable {
        /// No connection, or it was closed without an answer: that is all that a stranger learns under a closed policy.
        case connection
        /// Another key than the contact's answered.
        case certificate
        /// The invitee is asked too much (429).
        case rate
        /// What came is no answer.
        case malformed
    }

    enum Progress: Hashable, Sendable {
        case connecting
        case waiting
        case answered(InvitationAnswer)
        case failed(Failure)

        var isOpen: Bool { self == .connecting || self == .waiting }
    }

    package private(set) var record: InvitationRecord
    let invitation: Invitation
    private var targets: [Target]
    private var attempts: [Progress] = []
    private var timers = TimerTable<Int>()

    /// `record` is a new one in state connecting, its number taken from the desk. Endpoints beyond
    /// ``Limits/connectionsPerContact`` are left out.
    package init(_ invitation: Invitation, record: InvitationRecord, to targets: [Target]) {
        self.invitation = invitation
        self.record = record
        if targets.count == 1 { self.record.endpoint = targets[0].endpoint }
        self.targets = Array(targets.prefix(Limits.connectionsPerContact))
    }

    package var nextDeadline: Instant? { timers.next }

    /// Asks all endpoints at once. Without any, it has failed.
    package mutating func start(at moment: Moment) -> [Action] {
        attempts = targets.map { _ in .connecting }
        guard !targets.isEmpty else { return finish(.failed, Failure.connection.rawValue, at: moment) }
        for attempt in targets.indices { timers.set(attempt, at: moment.instant + Limits.connectTime) }
        return [.log(record)]
            + targets.enumerated().map { .connect(attempt: $0.offset, $0.element.endpoint, expecting: $0.element.pin) }
    }

    /// The other side has shown a certificate, at `endpoint` if that is another than was asked for: one target may have
    /// several addresses. Only now is there anything to send.
    package mutating func connected(
        _ attempt: Int, pin: Pin, endpoint: ScopedEndpoint? = nil, at moment: Moment
    ) -> [Action] {
        guard attempts.indices.contains(attempt), attempts[attempt] == .connecting else { return [] }
        if let endpoint {
            targets[attempt].endpoint = endpoint
            if targets.count == 1 { record.endpoint = endpoint }
        }
        if let expected = targets[attempt].pin, expected != pin {
            var actions: [Action] = [.close(attempt: attempt)]
            if let contact = record.peerName {
                actions.append(.event(.certificateChanged(contact: contact, label: record.name)))
            }
            return actions + failed(attempt, .certificate, at: moment)
        }
        attempts[attempt] = .waiting
        timers.set(attempt, at: moment.instant + .seconds(Limits.inviterPatience))
        var actions: [Action] = [.send(attempt: attempt, invitation)]
        if record.state == .connecting {
            record.state = .waiting
            actions.append(.log(record))
        }
        return actions
    }

    /// The invitee, or his program for him, has answered.
    package mutating func answered(_ attempt: Int, _ answer: InvitationAnswer, at moment: Moment) -> [Action] {
        settle(attempt, .answered(answer), at: moment)
    }

    /// A status of HTTP instead of an answer (collab 10.5, 10.9).
    package mutating func refused(_ attempt: Int, _ fault: Fault, at moment: Moment) -> [Action] {
        switch fault {
        case .policy: answered(attempt, .declined(.policy), at: moment)
        case .busy: answered(attempt, .declined(.busy), at: moment)
        case .size: answered(attempt, .error(.tooLarge), at: moment)
        case .signingOut: answered(attempt, .error(.signedOut), at: moment)
        case .rate: failed(attempt, .rate, at: moment)
        case .unknownID: failed(attempt, .connection, at: moment)
        case .malformed: failed(attempt, .malformed, at: moment)
        }
    }

    /// The attempt ended without an answer.
    package mutating func failed(_ attempt: Int, _ failure: Failure, at moment: Moment) -> [Action] {
        settle(attempt, .failed(failure), at: moment)
    }

    /// Takes it back: what is not connected is dropped, what waits is closed. After the end it has no effect (collab 3.10).
    package mutating func cancel(at moment: Moment) -> [Action] {
        guard record.state.isOpen else { return [] }
        return closeOpen() + finish(.canceled, nil, at: moment)
    }

    /// Gives up what took too long: the receiver's clock decides, ours is the later one.
    package mutating func advance(to moment: Moment) -> [Action] {
        var actions: [Action] = []
        while let attempt = timers.popExpired(now: moment.instant) {
            actions.append(.close(attempt: attempt))
            actions +=
                attempts[attempt] == .waiting
                ? answered(attempt, .expired, at: moment) : failed(attempt, .connection, at: moment)
        }
        return actions
    }

    private mutating func settle(_ attempt: Int, _ progress: Progress, at moment: Moment) -> [Action] {
        guard record.state.isOpen, attempts.indices.contains(attempt), attempts[attempt].isOpen else { return [] }
        // An answer to what was not sent is none.
        if case .answered = progress, attempts[attempt] == .connecting {
            attempts[attempt] = .failed(.malformed)
        } else {
            attempts[attempt] = progress
        }
        timers.stop(attempt)
        if attempts[attempt] == .answered(.accepted) {
            record.endpoint = targets[attempt].endpoint
            return closeOpen() + finish(.accepted, nil, at: moment)
        }
        guard !attempts.contains(where: \.isOpen) else { return [] }
        let (state, reason) = outcome
        return finish(state, reason, at: moment)
    }

    /// The priority of collab 3.10 when all have ended and none accepted; of equals, the first.
    private var outcome: (InvitationRecord.State, String?) {
        let answers = attempts.compactMap { if case .answered(let answer) = $0 { answer } else { nil } }
        for state in [InvitationRecord.State.declined, .expired] {
            if let answer = answers.first(where: { $0.state == state }) { return (state, answer.reason) }
        }
        if let answer = answers.first { return (.failed, answer.reason) }
        let failures = attempts.compactMap { if case .failed(let failure) = $0 { failure } else { nil } }
        return (.failed, (failures.first { $0 != .connection } ?? .connection).rawValue)
    }

    private mutating func closeOpen() -> [Action] {
        attempts.indices.filter { attempts[$0].isOpen }.map { attempt in
            timers.stop(attempt)
            attempts[attempt] = .failed(.connection)
            return .close(attempt: attempt)
        }
    }

    private mutating func finish(_ state: InvitationRecord.State, _ reason: String?, at moment: Moment) -> [Action] {
        record.state = state
        record.reason = reason
        record.endedAt = moment.time
        return [.log(record), .event(.invitationEnded(record))]
    }
}
