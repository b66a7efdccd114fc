internal import Collaboration
internal import PeerBase
internal import PeerStore
internal import Signalling

// What others who were let in get to know of us (collab 10.5).

extension CollaborationHost {
    /// The visitor in the words of the core, as contacts are now.
    func caller(_ visitor: Visitor) -> Caller {
        acquaintances.caller(visitor.pin, visitor.peerName, from: visitor.source)
    }

    func card(for visitor: Visitor) async -> Result<ContactCard, Fault> {
        await noteSeen(visitor.pin)
        guard isSignedIn, let card = try? await ownCard("") else { return .failure(.signingOut) }
        return .success(card)
    }

    func data(for visitor: Visitor) async -> Result<Snapshot, Fault> {
        await noteSeen(visitor.pin)
        try? await readPublication()
        guard isSignedIn else { return .failure(.signingOut) }
        return .success(snapshot(for: caller(visitor)))
    }

    /// Contacts with permission only.
    func watch(by visitor: Visitor) async -> Result<AsyncStream<WatchItem>, Fault> {
        await noteSeen(visitor.pin)
        try? await readPublication()
        guard isSignedIn else { return .failure(.signingOut) }
        let caller = caller(visitor)
        guard caller.mayWatch else { return .failure(.policy) }
        let items = watchers.add(caller, snapshot(for: caller)) { [weak self] number in
            Task { await self?.unwatched(number) }
        }
        return .success(items)
    }

    private func snapshot(for caller: Caller) -> Snapshot {
        var snapshot = publication.snapshot(for: caller)
        snapshot.id = session?.nearID
        return snapshot
    }

    private func unwatched(_ number: Int) { watchers.remove(number) }

    func hearing(of visitor: Visitor) async -> Hearing {
        try? await readPublication()
        return acquaintances.policy.decide(caller(visitor), time: now.time)
    }

    /// Tells every watcher what is new for it.
    func tellWatchers() {
        watchers.tell { [publication, acquaintances] caller in
            var caller = caller
            caller.contact = acquaintances.contact(of: caller.pin)
            return caller.mayWatch ? publication.snapshot(for: caller) : nil
        }
    }

    /// Somebody proved this pin: when a contact was last there is kept (collab 10.11).
    func noteSeen(_ pin: Pin) async {
        guard acquaintances.contact(of: pin) != nil else { return }
        let time = now.time
        await memory.note { store throws(StoreError) in try store.saw(pin, at: time) }
    }

    /// Somebody with the name of a contact and another key wanted in: told once a minute for each contact, so that it
    /// cannot flood (collab 10.6; the pace is ours).
    func sawOtherCertificate(of contact: Contact) {
        let name = contact.card.peerName
        if let last = certificateWarnings[name], now.instant - last < .seconds(60) { return }
        certificateWarnings[name] = now.instant
        log.happened(.certificateChanged(contact: name, label: contact.label))
    }
}
