/// Messages that neighbours announced and that have not come, with those that can be asked for them.
struct MissingTable: Sendable {
    private var announcers: [MessageID: [LinkID]] = [:]

    var isEmpty: Bool { announcers.isEmpty }

    /// Notes that `link` has the message; tells whether nobody had announced it before, so that the wait for it begins.
    /// When no more can be remembered, nothing is.
    mutating func note(_ id: MessageID, at link: LinkID) -> Bool {
        guard let known = announcers[id] else {
            guard announcers.count < Limits.missingMessages else { return false }
            announcers[id] = [link]
            return true
        }
        if known.count < Limits.announcersPerMessage, !known.contains(link) { announcers[id]?.append(link) }
        return false
    }

    /// The next to be asked; each is asked once.
    mutating func takeAnnouncer(of id: MessageID) -> LinkID? {
        guard var known = announcers[id], !known.isEmpty else { return nil }
        let first = known.removeFirst()
        announcers[id] = known
        return first
    }

    /// Forgets a message that came, or was given up; tells whether it had been announced.
    mutating func remove(_ id: MessageID) -> Bool { announcers.removeValue(forKey: id) != nil }
}
