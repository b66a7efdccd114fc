package import PeerBase

// Publishing a name and taking it back (behaviour 11).

extension Node {
    /// Publishes a name. It is registered as soon as this returns; the cloud hears of it by and by (behaviour 11.2).
    package mutating func register(
        _ request: RegistrationRequest, now: Instant
    ) throws(RegistrationError) -> (PeerID, [Action]) {
        precondition(request.publicKey.count == 140, "public key data has 140 bytes (wire 7.4)")
        if let refusal = registrationRefusal { throw refusal }
        try check(request)
        let id = freshID(for: request)
        registrations.insert(Registration(request, id: id, sha1: cryptography.sha1))
        cache.addLocal(id)
        act(.report(.nameRegistered(request.name, id)))
        openIfVirtual(now: now)
        updateAdvertisement()
        firstNameRegistered(now: now)
        announceUnannounced(now: now)
        return (id, takeActions())
    }

    /// Replaces what a registration says. Records are made for each INQUIRE, so whoever asks next is told; nobody needs
    /// to hear of it before (behaviour 11.3).
    package mutating func update(
        _ id: PeerID, with content: RegistrationContent, now: Instant
    ) throws(RegistrationError) -> [Action] {
        guard registrations[id] != nil else { throw .notRegistered }
        try check(content)
        registrations.update(id, with: content)
        return takeActions()
    }

    /// Takes a name back: neighbours are told and the ring is closed behind it (behaviour 11.4). Ends with
    /// ``Action/completeUnregistration(_:)``. `nil` when nothing is registered under this identifier.
    package mutating func unregister(_ id: PeerID, now: Instant) -> (RequestID, [Action])? {
        revoke(id, now: now).map { ($0, takeActions()) }
    }

    /// The same within another call.
    @discardableResult
    mutating func revoke(_ id: PeerID, now: Instant) -> RequestID? {
        guard let registration = registrations.remove(id) else { return nil }
        let request = nextRequestID()
        let above = cache.above(id, count: Limits.leavesPerSide)
        let below = cache.below(id, count: Limits.leavesPerSide)
        cache.removeLocal(id, now: now, random: &random)
        cancelAnnouncement(of: id)
        act(.report(.nameUnregistered(registration.name, id)))
        updateAdvertisement()
        holdEnded(now: now)
        guard !above.isEmpty else {
            act(.completeUnregistration(request))
            return request
        }
        let draft = RecordDraft(
            registration: registration, serviceAddresses: configuration.localEndpoints, nonce: .zero,
            notAfter: configuration.calendar(at: now) + Limits.recordValidity)
        let revocation = draft.revocation
        let farewell = Farewell(request: request, revocation: revocation, above: above, below: below)
        requestSignatures([revocation.signedBytes], with: registration.identity, for: .farewell(farewell))
        return request
    }

    /// The signatures that ``Action/sign(_:)`` asked for, in its order; `nil` when the key cannot be used.
    package mutating func signed(_ id: RequestID, signatures made: [[UInt8]]?, now: Instant) -> [Action] {
        let purpose = signatures.removeValue(forKey: id)
        if let purpose, let made { precondition(made.count == purpose.parts, "one signature for each part") }
        switch (purpose, made) {
        case (.proof(let proof), let made?): complete(proof, with: made, now: now)
        case (.farewell(let farewell), let made?): complete(farewell, with: made[0], now: now)
        case (.farewell(let farewell), nil): act(.completeUnregistration(farewell.request))
        case (.proof, nil), (nil, _): break
        }
        return takeActions()
    }

    mutating func requestSignatures(_ parts: [[UInt8]], with identity: SHA1Digest, for purpose: SignaturePurpose) {
        let id = nextRequestID()
        signatures[id] = purpose
        act(.sign(SigningRequest(id: id, identity: identity, parts: parts)))
    }

    // MARK: Registering

    /// Behaviour 11.1 and 19. A node is one process in one cloud, so a name is registered with it once, secure or not. That
    /// a secure name be registered once per host is left to whoever uses its key: another process has a node of its own,
    /// which this one knows no better than those of other hosts, and whoever resolves finds both.
    private func check(_ request: RegistrationRequest) throws(RegistrationError) {
        try check(request.content)
        if registrations[request.name] != nil { throw .duplicateName }
        if registrations.count >= Limits.registrations { throw .tooManyRegistrations }
    }

    private func check(_ content: RegistrationContent) throws(RegistrationError) {
        if content.endpoints.isEmpty, content.payload == nil { throw .nothingToPublish }
        if content.endpoints.count > Limits.applicationEndpoints { throw .tooManyEndpoints }
        if let comment = content.comment, comment.utf16.count > Limits.commentLength { throw .commentTooLong }
        if let payload = content.payload, payload.isEmpty { throw .emptyPayload }
        if let payload = content.payload, payload.byteCount > Limits.payloadBytes { throw .payloadTooLarge }
    }

    /// The identifier: what the name says, where we are, and 64 bits of chance (wire 10.4).
    private mutating func freshID(for request: RegistrationRequest) -> PeerID {
        let p2pID = request.name.p2pID(sha1: cryptography.sha1)
        let prefix = request.locationPrefix ?? ownEndpoint.address.high
        while true {
            let id = PeerID(
                p2pID: p2pID, serviceLocation: ServiceLocation(prefix: prefix, suffix: random.next()))
            if registrations[id] == nil { return id }
        }
    }

    // MARK: Announcing

    /// All names make themselves known anew: after a change of address, when the network is back, when a split is
    /// suspected (behaviour 11.3). Walks under way carry what may have changed and are given up.
    mutating func announceAgain(now: Instant) {
        for id in registrations.ids { cancelAnnouncement(of: id) }
        registrations.markUnannounced()
        announceUnannounced(now: now)
    }

    /// Behaviour 6.4: names registered while nobody was there to hear of them, a few at a time.
    mutating func announceUnannounced(now: Instant) {
        guard state == .active, !cache.isEmpty else { return }
        var running = Set(resolves.values.compactMap(\.announced))
        for registration in registrations.all where !registration.isAnnounced {
            guard running.count < Limits.announcements else { return }
            if running.insert(registration.id).inserted { announce(registration.id, now: now) }
        }
    }

    /// Behaviour 11.2 step 2: a walk to ID + 1 carries our route entry as its best match past everybody on the way.
    private mutating func announce(_ id: PeerID, now: Instant) {
        beginWalk(to: id.successor, for: .announcement(id), reason: .registration, best: ownRoute(id), now: now)
    }

    /// The walk is over; the names that wait for their turn come next. A walk that nobody heard announced nothing and
    /// is repeated: the silent hops have left the cache.
    mutating func announcementEnded(_ id: PeerID, wasHeard: Bool, now: Instant) {
        // Walks after the first only add to what it has done.
        if registrations[id]?.isAnnounced == false { registrations.note(wasHeard ? .ok : .problem, of: id) }
        if wasHeard, state == .active { announced(id, now: now) }
        announceUnannounced(now: now)
    }

    /// The lower side is walked too while few are known (behaviour 11.2, R).
    private mutating func announced(_ id: PeerID, now: Instant) {
        guard let registration = registrations[id], !registration.isAnnounced else { return }
        let spread = Limits.reannouncementSpread.wholeNanoseconds
        let pause = Limits.reannouncement + .nanoseconds(Int64.random(in: -spread...spread, using: &random))
        registrations.markAnnounced(id, until: now + pause)
        act(.report(.nameAnnounced(registration.name, id)))
        if cache.count < 2 * Limits.leavesPerSide {
            beginWalk(
                to: id.predecessor, for: .announcement(id), reason: .registration, best: ownRoute(id), now: now)
        }
        // Distant caches learn of the name by a walk that begins at one of their nodes.
        let distant = cache.entries.filter { !cache.isLeaf($0.id) }
        if let hop = distant.randomElement(using: &random) { beginDistantWalk(of: id, from: hop.route, now: now) }
    }

    // MARK: Unregistering

    /// Behaviour 11.4 steps 2 and 3: the revocation to the nearest on both sides, and new neighbours to the edges.
    private mutating func complete(_ farewell: Farewell, with signature: [UInt8], now: Instant) {
        var revocation = farewell.revocation
        revocation.signature = signature
        let record = revocation.encoded()
        var told: [PeerID] = []
        for target in [farewell.below.first, farewell.above.first].compactMap({ $0 }) where !told.contains(target.id) {
            told.append(target.id)
            sayFarewell(farewell.request, to: target, revoke: record, route: nil, now: now)
        }
        handOver(farewell.above.first, to: farewell.below.last, farewell.request, now: now)
        handOver(farewell.below.first, to: farewell.above.last, farewell.request, now: now)
        if farewells[farewell.request] == nil { act(.completeUnregistration(farewell.request)) }
    }

    private mutating func handOver(
        _ route: RouteEntry?, to target: RouteEntry?, _ request: RequestID, now: Instant
    ) {
        guard let route, let target, route.id != target.id else { return }
        sayFarewell(request, to: target, revoke: nil, route: route, now: now)
    }

    private mutating func sayFarewell(
        _ farewell: RequestID, to target: RouteEntry, revoke: [UInt8]?, route: RouteEntry?, now: Instant
    ) {
        guard let destination = destination(of: target) else { return }
        let body = Flood(
            wantsNoAck: false, validate: target.id, revoke: revoke, routeEntry: route, flooded: [ownEndpoint])
        farewells[farewell, default: 0] += 1
        request(
            .flood(body), for: .farewell(farewell, validate: target.id), to: destination, route: target, now: now)
    }

    /// One FLOOD of an unregistration was acknowledged or given up.
    mutating func farewellEnded(_ farewell: RequestID) {
        guard let left = farewells[farewell] else { return }
        farewells[farewell] = left > 1 ? left - 1 : nil
        if left == 1 { act(.completeUnregistration(farewell)) }
    }
}
