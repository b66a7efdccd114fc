/// The timers of what is said, beside those of the links.
enum MessageTimer: Hashable, Sendable {
    /// The announcements that have gathered go out.
    case announcements
    /// Announced messages have not come.
    case missing
    /// A link is told how useful it was.
    case report(LinkID)
    /// Our next sign of life.
    case presence
    /// A member may have fallen silent.
    case silence
    /// A sender's held messages need not wait longer for the ones before.
    case gap(MemberID)
    /// What was said lately should have come by now.
    case history
    /// What was said lately is delivered, whatever may still be missing of it.
    case gathering
    /// The next part of what was said lately goes to a late joiner.
    case historyPart(LinkID)
}
