package enum Hearing: Hashable, Sendable {
    /// The invitation is read and goes its way.
    case heard
    /// Told 403, which is declined by policy at the inviter (collab 10.9).
    case forbidden
    /// Closed before the body is read: a stranger learns nothing.
    case silence
}

extension AcceptPolicy {
    /// `anyone` for so many minutes, 0 for until it is changed (collab 10.9).
    package static func anyone(
        minutes: Int = Limits.openMinutes, minimumTrust: Trust = .firstUse, whenBusy: WhenBusy = .ask, time: Int64
    ) -> AcceptPolicy {
        AcceptPolicy(
            who: .anyone, until: minutes > 0 ? time + Int64(minutes) * 60_000 : nil, minimumTrust: minimumTrust,
            whenBusy: whenBusy)
    }

    /// Whose invitations are heard at this time of day: `anyone` has an end.
    package func inForce(time: Int64) -> AcceptPolicy {
        guard who == .anyone, let until, until <= time else { return self }
        var policy = self
        policy.who = .contacts
        policy.until = nil
        return policy
    }

    /// The table of collab 10.9. The least trust raises the bar for contacts where contacts are heard; where anyone is,
    /// who is no contact is heard as well, so it says nothing there.
    package func decide(_ caller: Caller, time: Int64) -> Hearing {
        guard let contact = caller.contact else { return inForce(time: time).who == .anyone ? .heard : .silence }
        switch inForce(time: time).who {
        case .anyone: return .heard
        case .contacts: return contact.trust >= minimumTrust ? .heard : .forbidden
        case .nobody: return .forbidden
        }
    }
}
