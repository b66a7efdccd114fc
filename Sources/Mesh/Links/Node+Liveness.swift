import PeerBase

// Signs of life: a Ping is answered by a Pong in both profiles; the modern one asks after silence and gives up in the end
// (peer channel 6.1, 22).

extension Node {
    /// One timer a link, moved only when it fires: frames that come cost nothing here.
    mutating func watchSilence(_ link: LinkID, now: Instant) {
        guard let watched = links[link], watched.isConnected, let pingAfter = settings.pingAfter,
            let limit = settings.silenceLimit
        else { return }
        let silence = now - watched.lastHeard
        if silence >= limit { return abort(link, .tooSlow, now: now) }
        if silence < pingAfter { return timers.set(.silence(link), at: watched.lastHeard + pingAfter) }
        askForLife(link, now: now)
        timers.set(.silence(link), at: min(now + pingAfter, watched.lastHeard + limit))
    }

    mutating func askForLife(_ link: LinkID, now: Instant) {
        let nonce = random.next()
        links[link]?.ping = Link.Ping(nonce: nonce, sent: now)
        send(.ping(nonce: nonce), on: link)
    }

    mutating func askAllForLife(now: Instant) {
        for link in links.connected { askForLife(link, now: now) }
    }

    /// The answer to our latest Ping; others mean nothing.
    mutating func receivePong(_ nonce: UInt64, on link: LinkID, now: Instant) {
        guard let ping = links[link]?.ping, ping.nonce == nonce else { return }
        links[link]?.ping = nil
        links[link]?.roundTrip = now - ping.sent
        keepOlder(link, now: now)
    }
}
