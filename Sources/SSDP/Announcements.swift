internal import PeerBase

/// What was announced of late: each is passed on once within a window, and of each interface no more than a share.
struct Announcements: Sendable {
    enum Verdict {
        case new
        case repeated
        case tooMany
    }

    private var quota = Quota<UInt32>(
        SSDPLimits.announcementsHeard, keys: SSDPLimits.interfacesHeard, every: SSDPLimits.announcementWindow)
    /// The last word on each: whether it is there. As many as the quota lets through.
    private var last: [SSDPAgent.Publication: Bool] = [:]
    private var end: Instant?

    mutating func hear(_ publication: SSDPAgent.Publication, isThere: Bool, now: Instant) -> Verdict {
        if end.map({ now >= $0 }) ?? true {
            last.removeAll(keepingCapacity: true)
            end = now + SSDPLimits.announcementWindow
        }
        if last[publication] == isThere { return .repeated }
        guard quota.take(publication.interface, now: now) else { return .tooMany }
        last[publication] = isThere
        return .new
    }
}
