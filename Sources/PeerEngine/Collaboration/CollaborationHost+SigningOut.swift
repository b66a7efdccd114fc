internal import Collaboration
internal import Logging
internal import PeerBase
internal import PeerStore
internal import Signalling

// Signing out (collab 3.2, 10.4), and what is looked after as long as somebody is signed in.

extension CollaborationHost {
    /// Does nothing about scopes that are not signed in to.
    func signOut(of scope: Scope) async throws(EngineError) {
        try await inTurn { host throws(EngineError) in await host.leave(scope) }
    }

    /// One event for all (collab 3.2); those who wait for an answer learn that we sign out.
    func leave(_ scope: Scope) async {
        let leaving = scope.intersection(publication.scope)
        guard session != nil, leaving != .none else { return }
        acquaintances.scope = publication.scope.subtracting(leaving)
        for occurrence in publication.signOut(leaving) { log.happened(occurrence) }
        watch(acquaintances.contacts)
        if publication.scope == .none {
            await reception.signedOut()
            endVerifications()
            watchers.endAll()
        }
        if leaving.contains(.internet) { withdrawName() }
        if leaving.contains(.nearMe), let near = session?.near {
            session?.near = nil
            await near.close()
            forgetPeople()
        }
        if publication.scope == .none { await endSession() }
        setAlarm()
    }

    /// With the session go the near id and the port.
    func endSession() async {
        guard let session else { return }
        self.session = nil
        await session.near?.close()
        forgetPeople()
        await session.server.close()
    }

    private func forgetPeople() {
        people = [:]
        told = [:]
        refreshWords()
        unidentified = []
        impostors = []
    }

    private func endVerifications() {
        for peer in verifications.keys { advanceVerification { $0.cancel(peer) } }
        for connection in Array(waitingSteps.keys) { left(connection) }
    }

    // MARK: While signed in

    /// When to look again at what other processes of this user have changed, and at our own addresses.
    var nextLook: Instant? { session == nil ? nil : lastLook + around.figures.lookPause }

    /// The kernel says that interfaces or addresses changed: nobody waits for the next look (collab 10.3).
    func hostChanged() async {
        guard let session else { return }
        acquaintances.links = .current
        await session.near?.look()
    }

    func lookAround() async {
        guard let time = nextLook, time <= now.instant else { return }
        lastLook = now.instant
        acquaintances.links = .current
        await reconcilePeople()
        let version = try? await memory.use("") { store throws(StoreError) in try store.dataVersion() }
        guard version != seenVersion else { return }
        seenVersion = version
        try? await readPublication()
        try? await contactsChanged()
        await announceNames()
    }

    /// `anyone` goes back to contacts when its time is over (collab 10.9).
    func endOpenDoor() async {
        let policy = acquaintances.policy
        let inForce = policy.inForce(time: now.time)
        guard policy != inForce else { return }
        acquaintances.policy = inForce
        _ = try? await changeSettings("") { settings in
            if settings.acceptance == policy { settings.acceptance = inForce }
        }
        log.happened(.acceptanceFellBack)
    }

    /// Sets and keeps whose invitations are heard.
    func setAcceptance(_ policy: AcceptPolicy) async throws(EngineError) {
        _ = try await changeSettings("") { $0.acceptance = policy }
        // One that began before may have brought back the old policy.
        try await readPublication()
        setAlarm()
    }

    func setAutomaticSignIn(_ scope: Scope) async throws(EngineError) {
        _ = try await changeSettings("") { $0.automaticSignIn = scope }
    }

    /// What a session does at its start, where that was set. A person has agreed to the notice before, or is told.
    func signInAutomatically() async {
        guard let settings = try? await settings(), settings.automaticSignIn != .none else { return }
        guard settings.hasAgreedToNotice else {
            return log.happened(.warning("You were not signed in: sign in once to see what others will see."))
        }
        do throws(EngineError) {
            let outcome = try await signIn(SignInOrder(scope: settings.automaticSignIn))
            if outcome.lacksIPv6 { log.happened(.warning(Self.lacksIPv6)) }
        } catch {
            log.happened(.warning("You could not be signed in."))
            logger.debug("automatic sign-in: \(error)")
        }
    }

    /// Kept from the original (collab 4.2).
    private static let lacksIPv6 =
        "The sign-in succeeded, but there are no IPv6 addresses available at this time."

    // MARK: Status

    func status() async throws(EngineError) -> CollaborationStatus {
        let me = try await ourselves()
        try await readPublication()
        let contacts = try await contacts()
        let settings = try await settings()
        let interfaces = await session?.near?.interfaces ?? []
        return CollaborationStatus(
            scope: publication.scope, automaticSignIn: settings.automaticSignIn, nickname: publication.nickname,
            endpointName: publication.endpointName, peerName: me.peerName, pin: me.pin, nearID: session?.nearID,
            endpoints: endpoints(on: interfaces), interfaces: interfaces,
            acceptance: settings.acceptance.inForce(time: now.time), presence: publication.presence,
            people: people.count, contacts: contacts.count, openInvitations: await reception.openRecords.count)
    }

    /// Where our service can be reached: on the links that we are signed in on, or else wherever others are.
    private func endpoints(on interfaces: [String]) -> [ScopedEndpoint] {
        guard let port = session?.server.port else { return [] }
        return acquaintances.links.entries
            .filter { interfaces.isEmpty ? !$0.isLoopback : interfaces.contains($0.interface) }
            .map { entry in
                var place = entry.place
                place.endpoint.port = port
                return place
            }
    }
}
