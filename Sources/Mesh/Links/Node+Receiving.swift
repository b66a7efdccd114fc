import PeerBase

// Which frame is legal in which state (peer channel 5.3, 17).

extension Node {
    mutating func heard(_ frame: Frame, on link: LinkID, now: Instant) {
        guard let state = links[link]?.state else { return }
        links[link]?.lastHeard = now
        switch (state, frame) {
        case (.connected, _): heardFromNeighbour(frame, on: link, now: now)
        case (.expecting, .connect(let connect)): receiveConnect(connect, on: link, now: now)
        case (.connecting, .welcome(let welcome)): receiveWelcome(welcome, on: link, now: now)
        case (.connecting, .refuse(let refuse)): receiveRefuse(refuse, on: link, now: now)
        case (.checking, _) where links[link]?.isInitiator == true: heardBesideAnother(frame, on: link, now: now)
        case (.resting, _), (.leaving, _): heardBesideAnother(frame, on: link, now: now)
        default: abort(link, .misbehaved("\(frame.name) before Welcome"), now: now)
        }
    }

    /// The other side takes this link for that of a neighbour, and may not know the other one yet: what it floods comes here
    /// alone. What else it says is for the link that stays. A Pong would say that this one may.
    private mutating func heardBesideAnother(_ frame: Frame, on link: LinkID, now: Instant) {
        switch frame {
        case .disconnect(let disconnect): receiveDisconnect(disconnect, on: link, now: now)
        case .flood: receiveFlooding(frame, on: link, now: now)
        case .connect, .welcome, .refuse: abort(link, .misbehaved("\(frame.name) after Welcome"), now: now)
        default: break
        }
    }

    private mutating func heardFromNeighbour(_ frame: Frame, on link: LinkID, now: Instant) {
        switch frame {
        case .connect, .welcome, .refuse: abort(link, .misbehaved("\(frame.name) from a neighbour"), now: now)
        case .disconnect(let disconnect): receiveDisconnect(disconnect, on: link, now: now)
        case .ping(let nonce): send(.pong(nonce: nonce), on: link)
        case .pong(let nonce): receivePong(nonce, on: link, now: now)
        case .shuffle(let sample): receiveShuffle(sample, on: link, now: now)
        case .shuffleReply(let sample): receiveShuffleReply(sample, on: link, now: now)
        case .linkUtility, .flood, .iHave, .graft, .prune, .iDontWant, .syncRequest, .syncReply:
            receiveFlooding(frame, on: link, now: now)
        }
    }
}

extension Frame {
    /// The field's word for it.
    package var name: String {
        switch self {
        case .connect: "Connect"
        case .welcome: "Welcome"
        case .refuse: "Refuse"
        case .disconnect: "Disconnect"
        case .linkUtility: "LinkUtility"
        case .ping: "Ping"
        case .pong: "Pong"
        case .flood: "Flood"
        case .iHave: "IHave"
        case .graft: "Graft"
        case .prune: "Prune"
        case .iDontWant: "IDontWant"
        case .shuffle: "Shuffle"
        case .shuffleReply: "ShuffleReply"
        case .syncRequest: "SyncRequest"
        case .syncReply: "SyncReply"
        }
    }
}
