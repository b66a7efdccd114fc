import PeerBase

// What Links/ calls of flooding.

extension Node {
    /// A link has reached Connected.
    mutating func linkConnected(_ link: LinkID, now: Instant) {}

    /// A link has left Connected, and is no longer among ``connectedLinks``.
    mutating func linkGone(_ link: LinkID, now: Instant) {}

    /// Flood, linkUtility, iHave, graft, prune, iDontWant, syncRequest or syncReply on a connected link.
    mutating func receiveFlooding(_ frame: Frame, on link: LinkID, now: Instant) {}

    mutating func messageTimerFired(_ timer: MessageTimer, now: Instant) {}

    /// Presence begins.
    mutating func openMembership(now: Instant) {}

    /// Tells the members that we leave; the links close after this.
    mutating func closeMembership(now: Instant) {}
}
