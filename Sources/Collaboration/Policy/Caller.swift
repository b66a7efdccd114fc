package import PeerBase

/// A connection of the signalling service, as its edge counts them. Never used twice.
package struct ConnectionID: Hashable, Sendable {
    package var value: UInt64

    package init(_ value: UInt64) { self.value = value }
}

/// Now, on both clocks: the one that timers go by, and the time of day for people.
package struct Moment: Hashable, Sendable {
    package var instant: Instant
    /// Milliseconds since 1970 UTC.
    package var time: Int64

    package init(instant: Instant, time: Int64) {
        self.instant = instant
        self.time = time
    }
}

/// Who is at the other end of a connection: what the certificate proved, what we know about it, and where it came from.
package struct Caller: Hashable, Sendable {
    package var pin: Pin
    /// The common name of the certificate, well-formed by the rules of collab 10.6.
    package var peerName: String
    /// The contact of this pin.
    package var contact: Contact?
    package var source: ScopedEndpoint
    /// Whether the source is on one of our links (collab 10.3).
    package var isOnLink: Bool

    package init(pin: Pin, peerName: String, contact: Contact?, source: ScopedEndpoint, isOnLink: Bool) {
        self.pin = pin
        self.peerName = peerName
        self.contact = contact
        self.source = source
        self.isOnLink = isOnLink
    }

    /// Where he can be called back: the address he calls from, with the port at which he says that he listens. The port he
    /// calls from is gone with the connection; 0 stands for none.
    func endpoint(port: UInt16?) -> ScopedEndpoint {
        var place = source
        place.endpoint.port = port ?? 0
        return place
    }

    /// Finds the contact by the pin, and by nothing else.
    package init(pin: Pin, peerName: String, among contacts: [Contact], source: ScopedEndpoint, isOnLink: Bool) {
        self.init(
            pin: pin, peerName: peerName, contact: contacts.first { $0.pin == pin }, source: source, isOnLink: isOnLink)
    }
}
