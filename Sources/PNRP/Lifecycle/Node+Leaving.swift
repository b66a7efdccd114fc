package import PeerBase

// The ways out of an open cloud: unused, without a network, forbidden, and gone for good (behaviour 6.4).

extension Node {
    /// Nobody has wanted the cloud for fifteen minutes: nothing of it stays but the list of nodes worth asking.
    mutating func cleanupTimerExpired(now: Instant) {
        guard openCount == 0 else { return }
        leave(for: .virtual, resolvesEnd: .networkUnreachable, now: now)
        act(.release)
    }

    /// The last address is gone. Names are kept; the routes become the nodes to ask first when an address returns.
    mutating func networkLost(now: Instant) {
        hasAddresses = false
        guard state.isRunning else { return }
        // Names that were being taken back reach nobody any more, and a forbidden cloud must not wait for an address.
        if !isEnabled { return becomeDisabled(now: now) }
        leave(for: .noNet, resolvesEnd: .networkUnreachable, now: now)
        holdEnded(now: now)
    }

    /// The interface, or the last of the cloud's scope, is gone for good. A cloud that was never opened just loses its
    /// addresses. A dead one stays dead: when the interface comes back, a new node takes its place (behaviour 6.4). A
    /// socket that fails is opened again for as long as its address is there, so that no cloud dies of one.
    package mutating func interfaceVanished(now: Instant) -> [Action] {
        hasAddresses = false
        if state.isRunning || state == .noNet {
            leave(for: .dead, resolvesEnd: .cloudDead, now: now)
            dropRegistrations(now: now)
            act(.release)
        }
        return takeActions()
    }

    /// What the policy says. An Active cloud with names takes them back first and stays for as long as that needs; it
    /// serves nobody of ours any more. An enabled cloud is Virtual, and opens again for those who hold it.
    package mutating func setEnabled(_ isEnabled: Bool, now: Instant) -> [Action] {
        self.isEnabled = isEnabled
        if isEnabled {
            timers.stop(.departure)
            if state == .disabled {
                enter(.virtual)
                if openCount > 0 { openIfVirtual(now: now) }
            }
        } else if state == .active, !registrations.isEmpty {
            revokeAll(now: now)
            timers.set(.departure, at: now + Limits.departure)
        } else if timers[.departure] == nil {
            becomeDisabled(now: now)
        }
        return takeActions()
    }

    mutating func departureTimerExpired(now: Instant) {
        if !isEnabled { becomeDisabled(now: now) }
    }

    private mutating func becomeDisabled(now: Instant) {
        guard state != .disabled else { return }
        guard state.isRunning || state == .noNet else { return enter(.disabled) }
        leave(for: .disabled, resolvesEnd: .cloudDisabled, now: now)
        dropRegistrations(now: now)
        act(.release)
    }

    /// Names that nobody can be told of any more.
    private mutating func dropRegistrations(now: Instant) {
        for registration in registrations.all {
            registrations.remove(registration.id)
            cache.removeLocal(registration.id, now: now, random: &random)
            act(.report(.nameUnregistered(registration.name, registration.id)))
        }
    }
}

// MARK: Letting go

extension Node {
    /// Ends all that goes on, from the conversations of others to the resolves of our own, and forgets the routes.
    private mutating func leave(
        for newState: CloudState, resolvesEnd result: ResolveOutcome.Result, now: Instant
    ) {
        if !cache.isEmpty {
            act(.remember(rememberedRoutes))
            bootstrap.remember(contacts)
        }
        stopDiscovery()
        enter(newState)
        abandonResolves(result, now: now)
        abandonRequests()
        abandonSignatures()
        abandonRepairs()
        conversations = ConversationTable()
        admissions = AdmissionTable()
        reassembly = Reassembly()
        doubtfulRevocations = [:]
        upkeep = Upkeep()
        replies = Replies()
        // The next network may lose more, or less.
        loss = LossEstimate()
        cache.removeAll()
        registrations.markUnheard()
        // Time unused counts on without a network.
        let cleanup = timers[.cleanup]
        timers = TimerTable()
        if newState == .noNet, let cleanup { timers.set(.cleanup, at: cleanup) }
    }

    private mutating func abandonRequests() {
        for pending in reliable.removeAll() {
            switch pending.purpose {
            case .ping(let id, _): act(.completePing(id, .unanswered))
            case .synchronization(let id, _): act(.completeSynchronization(id, .unanswered))
            case .solicit, .request, .flood, .farewell, .lookup, .finalInquire, .admission, .revocationCheck,
                .liveness, .leafQuestion:
                break
            }
        }
    }

    /// Nobody is left who could tell whether the cloud is whole.
    private mutating func abandonRepairs() {
        answerRepairs(.unanswered)
        for id in splits.reports { act(.completeRepair(id, .unanswered)) }
        splits = SplitWatch()
    }

    /// Unregistrations under way have done what they could.
    private mutating func abandonSignatures() {
        let unsigned = signatures.values.compactMap { purpose -> RequestID? in
            guard case .farewell(let farewell) = purpose else { return nil }
            return farewell.request
        }
        for id in (unsigned + farewells.keys).sorted() { act(.completeUnregistration(id)) }
        signatures = [:]
        farewells = [:]
    }
}
