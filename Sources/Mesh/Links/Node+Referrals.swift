import PeerBase

// Third nodes, told in Welcome, Refuse, Disconnect and the samples of a shuffle (peer channel 4.3, 22).

extension Node {
    /// Neighbours that somebody may turn to: connected now, never itself, at most ten, by chance.
    mutating func referrals(for link: LinkID) -> [Referral] {
        guard configuration.sharesReferrals, let asking = links[link] else { return [] }
        var told = links.neighbours.compactMap { $0.node == asking.node ? nil : referral(to: $0, for: asking.peer) }
        guard told.count > Limits.referralsPerFrame else { return told }
        told.shuffle(using: &random)
        return Array(told.prefix(Limits.referralsPerFrame))
    }

    private func referral(to neighbour: Link, for peer: LinkPeer) -> Referral? {
        guard let node = neighbour.node else { return nil }
        let address = neighbour.whereabouts.said(to: peer)
        return address.endpoints.isEmpty ? nil : Referral(node: node, address: address)
    }

    /// Keeps what a peer told. A bad entry costs the classic profile the list and the link; the modern one drops it, and
    /// the link at the third (17). Answers whether the link still stands.
    mutating func takeReferrals(_ told: [Referral], from link: LinkID, now: Instant) -> Bool {
        guard let peer = links[link]?.peer else { return false }
        let good = told.filter(\.address.isValid)
        links[link]?.badReferrals += told.count - good.count
        let bad = links[link]?.badReferrals ?? 0
        let isTooBad = settings.shuffleInterval == nil ? bad > 0 : bad >= Limits.badReferrals
        guard !isTooBad, told.count <= Limits.referralsPerFrame else {
            abort(link, .misbehaved("bad referrals"), now: now)
            return false
        }
        guard configuration.sharesReferrals else { return true }
        for referral in good where referral.node != id {
            let address = referral.address.heard(from: peer)
            guard !address.endpoints.isEmpty, !isLinked(referral.node, address) else { continue }
            reserve.add(referral.node, address, random: &random)
        }
        search(now: now)
        return links[link] != nil
    }

    // MARK: Shuffle

    /// Exchanges a sample with a neighbour by chance: ourselves, some neighbours, and as many of the reserve as fit.
    mutating func shuffle(now: Instant) {
        guard let interval = settings.shuffleInterval else { return }
        timers.set(.shuffle, at: now + interval)
        guard let link = links.connected.randomElement(using: &random) else { return }
        offerSample(on: link)
    }

    /// A sample begins with ourselves, so that neighbours refer others to where we are now. Ours; the classic profile has no
    /// word for it.
    mutating func tellAddress() {
        guard settings.shuffleInterval != nil else { return }
        for link in links.connected { offerSample(on: link) }
    }

    /// Of nodes that are neighbours only their own word counts.
    private mutating func noteAddress(in told: [Referral], of link: LinkID) {
        guard let neighbour = links[link], let own = told.first(where: { $0.node == neighbour.node }),
            own.address.isValid
        else { return }
        let address = own.address.heard(from: neighbour.peer)
        if !address.endpoints.isEmpty { links[link]?.newAddress = address }
    }

    mutating func offerSample(on link: LinkID) {
        guard configuration.sharesReferrals, let peer = links[link]?.peer else { return }
        var told = [Referral(node: id, address: configuration.address.said(to: peer))]
        told.removeAll(where: \.address.endpoints.isEmpty)
        told += referrals(for: link).shuffled(using: &random).prefix(Limits.referralsPerFrame / 3)
        told += sample(Limits.referralsPerFrame - told.count, for: peer)
        guard !told.isEmpty else { return }
        links[link]?.awaitsShuffle = true
        send(.shuffle(told), on: link)
    }

    /// Nodes of the reserve by chance; those whose id nobody told us cannot be referred to.
    private mutating func sample(_ count: Int, for peer: LinkPeer) -> [Referral] {
        let told = reserve.entries.compactMap { known -> Referral? in
            guard let node = known.node, known.failures == 0 else { return nil }
            let address = known.address.said(to: peer)
            return address.endpoints.isEmpty ? nil : Referral(node: node, address: address)
        }
        return Array(told.shuffled(using: &random).prefix(count))
    }

    /// Answers a sample with one of the reserve, of the same size. Those that come too fast are passed over.
    mutating func receiveShuffle(_ told: [Referral], on link: LinkID, now: Instant) {
        guard settings.shuffleInterval != nil else {
            return abort(link, .misbehaved("Shuffle in a classic mesh"), now: now)
        }
        noteAddress(in: told, of: link)
        guard let neighbour = links[link] else { return }
        if let last = neighbour.lastShuffle, now < last + Limits.leastShuffleInterval { return }
        links[link]?.lastShuffle = now
        let answer =
            configuration.sharesReferrals ? sample(min(told.count, Limits.referralsPerFrame), for: neighbour.peer) : []
        guard takeReferrals(told, from: link, now: now) else { return }
        send(.shuffleReply(answer), on: link)
    }

    /// An answer that was not asked for is a fault.
    mutating func receiveShuffleReply(_ told: [Referral], on link: LinkID, now: Instant) {
        guard links[link]?.awaitsShuffle == true else {
            return abort(link, .misbehaved("ShuffleReply unasked"), now: now)
        }
        links[link]?.awaitsShuffle = false
        _ = takeReferrals(told, from: link, now: now)
    }
}
