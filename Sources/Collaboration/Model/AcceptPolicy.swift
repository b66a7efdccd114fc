/// Whose invitations are heard (collab 10.9). Nothing is ever accepted without a person.
package struct AcceptPolicy: Hashable, Sendable {
    package enum Who: String, Hashable, Sendable, CaseIterable {
        case anyone, contacts, nobody
    }

    package enum WhenBusy: String, Hashable, Sendable, CaseIterable {
        case ask, decline
    }

    package var who: Who
    /// When `anyone` falls back to `contacts`, in milliseconds since 1970 UTC; `nil`: stays until changed.
    package var until: Int64?
    /// The least trust of a contact who may invite.
    package var minimumTrust: Trust
    package var whenBusy: WhenBusy

    package init(
        who: Who = .contacts, until: Int64? = nil, minimumTrust: Trust = .firstUse, whenBusy: WhenBusy = .ask
    ) {
        self.who = who
        self.until = until
        self.minimumTrust = minimumTrust
        self.whenBusy = whenBusy
    }
}
