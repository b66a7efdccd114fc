internal import Collaboration
internal import Glibc
internal import Logging
internal import PNRPTransport
internal import PeerBase
internal import PeerIdentity
internal import PeerStore
internal import Signalling

/// From signing in to signing out of everything.
struct Session {
    /// Tells this endpoint of ours from others, and is forgotten with the session, so that nobody is known again the next
    /// day (collab 10.2).
    let nearID: GUID
    let server: SignallingServer
    /// While signed in near me.
    var near: NearMe?
}

// Signing in (collab 3.2, 10.4).

extension CollaborationHost {
    private enum Text {
        static let failed = "Peer collaboration SignIn failed."
        static let noScope = "Cannot SignIn with None scope."
    }

    /// What others will see (collab 10.5, 11); makes the key of Me at the first use.
    func signInNotice(nickname: String?) async throws(EngineError) -> SignInNotice {
        _ = try await ourselves(Text.failed)
        let settings = try await settings(Text.failed)
        return SignInNotice(
            nickname: nickname ?? settings.nicknameInUse, endpointName: settings.endpointNameInUse,
            addresses: LinkPrefixes.current.entries.filter { !$0.isLoopback }.map(\.place),
            isAgreed: settings.hasAgreedToNotice)
    }

    func signIn(_ order: SignInOrder) async throws(EngineError) -> SignInOutcome {
        try check(order)
        return try await inTurn { host throws(EngineError) in try await host.enter(order) }
    }

    /// In the order of the original (collab 3.2): the scope, then who may at all.
    private func check(_ order: SignInOrder) throws(EngineError) {
        guard Scope.all.isSuperset(of: order.scope) else {
            throw .collaboration(Text.failed, .sentence("There is no such scope."))
        }
        guard order.scope != .none else { throw .collaboration(Text.noScope, .none) }
        let isAllowed = order.allowsRoot || around.environment["P2PSH_ALLOW_ROOT"] == "1"
        guard geteuid() != 0 || isAllowed else { throw .collaboration("", .code(.serviceNotAvailable)) }
        guard let nickname = order.nickname else { return }
        guard !nickname.isEmpty else {
            throw .collaboration(Text.failed, .sentence("The nickname is empty."))
        }
        guard nickname.fits(Limits.textLength) else {
            throw .collaboration(
                Text.failed, .sentence("The nickname is longer than \(Limits.textLength) characters."))
        }
    }

    private func enter(_ order: SignInOrder) async throws(EngineError) -> SignInOutcome {
        guard !isClosed else { throw .closed }
        let me = try await ourselves(Text.failed)
        _ = try await signaller(Text.failed)
        let links = LinkPrefixes.current
        acquaintances.links = links
        launcher.clean()
        _ = try await contacts()
        _ = try await changeSettings(Text.failed) { settings in
            settings.nickname = order.nickname ?? settings.nickname
            settings.hasAgreedToNotice = true
        }
        try await readPublication(Text.failed)
        let isFresh = session == nil
        do throws(EngineError) {
            try await open(order, me)
        } catch {
            if isFresh { await endSession() }
            throw error
        }
        await announceNames()
        acquaintances.scope = publication.scope.union(order.scope)
        for occurrence in publication.signIn(order.scope) { log.happened(occurrence) }
        lastLook = now.instant
        watch(acquaintances.contacts)
        setAlarm()
        return SignInOutcome(scope: publication.scope, lacksIPv6: lacksIPv6(order.scope, links))
    }

    private func open(_ order: SignInOrder, _ me: Me) async throws(EngineError) {
        if session == nil {
            let nearID = newID()
            session = Session(nearID: nearID, server: try await listen(order, me, nearID))
            unidentified = []
            identified = 0
        } else if let port = order.port, port != session?.server.port {
            throw .collaboration(
                Text.failed, .sentence("You are signed in on port \(session?.server.port ?? 0) already."))
        }
        if order.scope.contains(.nearMe), let session, session.near == nil {
            self.session?.near = try await openNear(
                order, nearID: session.nearID, port: session.server.port, Text.failed)
        }
        if order.scope.contains(.internet), !publication.scope.contains(.internet) { publishName(me) }
    }

    private func listen(
        _ order: SignInOrder, _ me: Me, _ nearID: GUID
    ) async throws(EngineError) -> SignallingServer {
        var setup = SignallingServer.Setup(key: me.key, nearID: nearID, host: Attendant(self))
        setup.port = order.port
        setup.figures = around.figures.signalling
        let moment = around.moment
        setup.unixTime = { moment().time }
        do throws(SignallingOpenFailure) {
            return try await SignallingServer.opened(setup)
        } catch {
            switch error {
            case .listening: throw .collaboration(Text.failed, .code(.unableToListen))
            case .unusableKey: throw .collaboration(Text.failed, .code(.noKeyAccess))
            }
        }
    }

    /// An address of IPv6 at all for those near, one of global reach for the Internet (collab 3.2, 8.3, 10.7).
    private func lacksIPv6(_ scope: Scope, _ links: LinkPrefixes) -> Bool {
        scope.contains(.nearMe) && !links.hasIPv6
            || scope.contains(.internet) && HostInterfaces.current.globalAddresses.isEmpty
    }

    // MARK: The Internet

    /// A cloud takes its time to open, and the prompt does not wait for it. What cannot be done yet is tried again, and
    /// told once.
    private func publishName(_ me: Me, again: Bool = false) {
        guard let port = session?.server.port else { return }
        wantsName = true
        nextPublishing = nil
        let before = publishing
        publishing = Task {
            await before?.value
            guard wantsName, session?.server.port == port else { return }
            do throws(EngineError) {
                try await around.rendezvous.publish(me.peerName, port)
            } catch {
                logger.debug("\(me.peerName) is not published: \(error)")
                guard wantsName else { return }
                nextPublishing = now.instant + around.figures.publishingPause
                setAlarm()
                guard !again else { return }
                log.happened(.warning("Your name cannot be published in the Internet yet: contacts do not find you."))
            }
        }
    }

    func publishDue() {
        if let me, let time = nextPublishing, time <= now.instant { publishName(me, again: true) }
    }

    /// A network that was not there at the sign-in is there now, perhaps.
    func cloudsAppeared(_ names: [String]) {
        if let me, nextPublishing != nil, names.contains(Cloud.globalName) { publishName(me, again: true) }
    }

    /// Takes the name back, when it was published.
    func withdrawName() {
        wantsName = false
        nextPublishing = nil
        guard let me else { return }
        let before = publishing
        publishing = Task {
            await before?.value
            await around.rendezvous.withdraw(me.peerName)
        }
    }

    // MARK: Changes

    /// Nickname or endpoint name changed, perhaps: those near us are told what is new (collab 10.2).
    func announceNames() async {
        guard let session else { return }
        await session.near?.announce(nickname: publication.nickname, host: publication.endpointName)
        tellWatchers()
    }

    func newID() -> GUID {
        var random = RandomSource.system
        return GUID(random: &random)
    }
}
