import PeerBase

// No entry enters the cache unverified (behaviour 9.3): its own node must answer for it, and for a place in a leaf
// set it must prove itself with a record.

extension Node {
    /// A route entry that somebody mentioned. Checks it and asks its node.
    mutating func consider(
        _ route: RouteEntry, origin: CandidateOrigin, reached: [Endpoint] = [], now: Instant
    ) {
        guard isAdmissible(route), let destination = destination(of: route) else { return }
        guard admissions[route.id] == nil else {
            // Whoever floods knows what it floods (behaviour 14.2).
            if case .flood(let source) = origin { admissions.merge(union(reached, [source]), into: route.id) }
            return
        }
        if isFresh(route.id, now: now), cache[route.id]?.route.hasSameEndpoints(as: route) == true { return }
        let source = sourceKey(origin.source)
        guard admissions.hasRoom(for: source) else {
            counters.turnedAwayCandidates += 1
            return
        }
        let needsRecord = cache.isLeaf(route.id)
        let nonce = needsRecord ? Nonce.random(using: &random) : nil
        admissions.add(
            PendingAdmission(
                route: route, origin: origin, source: source, reached: reached, tested: destination, nonce: nonce))
        let inquire = Inquire(
            flags: needsRecord ? [.cpa, .certificateChain] : [], validate: route.id, nonce: nonce)
        request(.inquire(inquire), for: .admission(route.id), to: destination, route: route, now: now)
    }

    /// Rule 1: an endpoint that can be used, of the cloud's scope, and not ourselves.
    func isAdmissible(_ route: RouteEntry) -> Bool {
        guard route.port > 1024, !route.addresses.isEmpty, !route.id.isZero else { return false }
        guard registrations[route.id] == nil, route.addresses.allSatisfy(configuration.admits) else { return false }
        return !route.endpoints.allSatisfy(isOwn)
    }

    /// Rule 2: validated within the last minute.
    func isFresh(_ id: PeerID, now: Instant) -> Bool {
        guard let entry = cache[id] else { return false }
        return now - entry.lastHeard < Limits.admissionFreshness
    }

    /// Rules 5 and 6: what the candidate's node says.
    mutating func admissionAnswered(_ id: PeerID, with buffer: AuthorityBuffer, now: Instant) {
        guard var admission = admissions.remove(id) else { return }
        if buffer.flags.contains(.notFound) { return removeRoute(id, at: admission.tested, now: now) }
        if buffer.flags.contains(.busy) { return }
        if let nonce = admission.nonce {
            guard let record = proof(in: buffer, of: admission, nonce: nonce, now: now) else { return }
            admission.key = cryptography.sha1(record.certified.publicKey)
        }
        // Taken back meanwhile by the same key: the record is the older word.
        if let doubt = admission.doubt, doubt.key == admission.key { return apply(doubt, now: now) }
        // A place in a leaf set that opened since the question takes a record after all.
        if admission.nonce == nil, cache.isLeaf(id) {
            return consider(admission.route, origin: admission.origin, reached: admission.reached, now: now)
        }
        admission.route.moveToFront(admission.tested.address)
        admit(admission, now: now)
        if let doubt = admission.doubt { askOwner(about: doubt, now: now) }
    }

    /// Rule 6 and 9.4: into the cache, and told to others when it entered a leaf set.
    mutating func admit(_ admission: PendingAdmission, now: Instant) {
        switch cache.insert(admission.route, key: admission.key, now: now, random: &random) {
        case .refreshed: break
        case .inserted(let leafOf):
            act(.report(.routeAdmitted(admission.route.id)))
            firstRouteAdmitted(now: now)
            splits.learned += 1
            guard !leafOf.isEmpty else { return }
            leavesGained(by: leafOf, now: now)
            flood(newLeaf: admission, of: leafOf, now: now)
        }
    }

    private mutating func proof(
        in buffer: AuthorityBuffer, of admission: PendingAdmission, nonce: Nonce, now: Instant
    ) -> ValidRecord? {
        let expected = RecordExpectation(
            validate: admission.route.id, nonce: nonce, now: configuration.calendar(at: now), wantsPayload: false)
        guard let record = try? expected.validate(buffer, with: cryptography),
            record.certified.matches(admission.route)
        else {
            counters.invalidRecords += 1
            return nil
        }
        return record
    }

    /// Behaviour 9.5: the node at `endpoint` kept silent or denied the identifier. An entry that lives elsewhere stays,
    /// or whoever names a wrong address for an identifier could drive out the right one (behaviour 24.7).
    /// A leaf is missed by others too: `reached` says who knows already.
    mutating func removeRoute(_ id: PeerID, at endpoint: Endpoint, reached: [Endpoint] = [], now: Instant) {
        guard let entry = cache[id], entry.route.lives(at: endpoint) else { return }
        let departure = departure(of: entry.route)
        removeRoute(id, now: now)
        if let departure { leafDeparted(departure, reached: reached, now: now) }
    }

    /// The node at `endpoint` stood by its identifier; `false` when no cached entry says that it lives there.
    @discardableResult
    mutating func heard(_ id: PeerID, at endpoint: Endpoint, now: Instant) -> Bool {
        guard let entry = cache[id], entry.route.endpoints.contains(endpoint) else { return false }
        return cache.heard(id, now: now)
    }

    /// An entry that proved false leaves at once; the last one takes the cloud to Alone.
    mutating func removeRoute(_ id: PeerID, now: Instant) {
        guard let entry = cache.remove(id) else { return }
        act(.report(.routeRemoved(id)))
        if cache.isEmpty { lastRouteRemoved(entry.route, now: now) }
    }
}

extension RouteEntry {
    func hasSameEndpoints(as other: RouteEntry) -> Bool {
        port == other.port && Set(addresses) == Set(other.addresses)
    }

    /// The address that was tested is the one to keep first (behaviour 9.3 rule 6).
    mutating func moveToFront(_ address: IPv6Address) {
        guard let index = addresses.firstIndex(of: address) else { return }
        addresses.swapAt(0, index)
    }
}

extension CertifiedPeerAddress {
    /// Whether the service addresses are those of a route entry: same set, order ignored, same port
    /// (behaviour 9.3 rule 5).
    func matches(_ route: RouteEntry) -> Bool { Set(serviceAddresses) == Set(route.endpoints) }
}
