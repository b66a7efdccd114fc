package import PeerBase

/// What happens, with the time of day (collab 3.12). Numbers in comments are those of the original.
package struct CollaborationEvent: Hashable, Sendable {
    package enum Change: Int, Hashable, Sendable {
        case added = 0
        case deleted
        case updated
    }

    /// Where a change happened: `nil` in an event is this machine.
    package struct Place: Hashable, Sendable {
        /// The peer name of a contact.
        package var contact: String
        package var label: String
        package var endpoint: ScopedEndpoint

        package init(contact: String, label: String, endpoint: ScopedEndpoint) {
            self.contact = contact
            self.label = label
            self.endpoint = endpoint
        }
    }

    package enum Occurrence: Hashable, Sendable {
        /// 1: a contact came to, left, or changed on the watch list.
        case watchListChanged(Change, contact: String, label: String)
        /// 2, 6: an endpoint got another name.
        case endpointChanged(Place?, name: String)
        /// 3, 7
        case presenceChanged(Place?, Change, Presence)
        /// 4, 8
        case applicationChanged(Place?, Change, PublishedApplication)
        /// 5, 9
        case objectChanged(Place?, Change, GUID)
        /// 10; without a person: we signed in (added) or out (deleted).
        case peopleChanged(Change, Person?)
        /// 11: a refresh or a subscription ended; `nil` for well, or the code of 4.1.
        case requestEnded(Party, UInt32?)
        /// Somebody invites us; the record has the number to answer by.
        case invited(InvitationRecord)
        /// An invitation, ours or theirs, ended.
        case invitationEnded(InvitationRecord)
        /// The accept policy went back to contacts.
        case acceptanceFellBack
        /// Known contact, other certificate: never trusted silently.
        case certificateChanged(contact: String, label: String)
        /// Something keeps nothing from working; a sentence.
        case warning(String)
        /// The reader was slow; so many are missing here.
        case lost(Int)
    }

    /// Milliseconds since 1970 UTC.
    package var time: Int64
    package var occurrence: Occurrence

    package init(time: Int64, occurrence: Occurrence) {
        self.time = time
        self.occurrence = occurrence
    }
}
