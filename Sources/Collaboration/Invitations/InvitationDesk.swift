package import PeerBase

/// Where incoming invitations arrive: all that are open, and those that ended lately (collab 10.8).
///
///     Pending → Accepted | Declined | Expired | Canceled | Failed
///
/// Pure: give it what arrives and what people say, and perform the actions of each call in order. Call ``advance(to:)``
/// when ``nextDeadline`` has come.
package struct InvitationDesk: Sendable {
    package enum Action: Hashable, Sendable {
        /// Answers the request, which may then go on with others.
        case answer(ConnectionID, InvitationAnswer, id: GUID)
        case refuse(ConnectionID, Fault)
        /// Closes without any answer.
        case close(ConnectionID)
        /// The request waits for a person; the connection stays.
        case hold(ConnectionID)
        /// Starts the program; then comes ``InvitationDesk/launched(_:_:at:)``.
        case launch(number: Int, Application, LaunchInformation)
        /// ``CollaborationEvent/Occurrence/invited(_:)`` is the prompt.
        case event(CollaborationEvent.Occurrence)
        /// Adds to the log, or replaces what it has of this invitation.
        case log(InvitationRecord)
    }

    /// What the rules look at beside the invitation.
    package struct Surroundings: Hashable, Sendable {
        package var isSignedIn: Bool
        package var policy: AcceptPolicy
        package var presence: Presence
        package var applications: ApplicationCatalog

        package init(
            isSignedIn: Bool, policy: AcceptPolicy, presence: Presence, applications: ApplicationCatalog
        ) {
            self.isSignedIn = isSignedIn
            self.policy = policy
            self.presence = presence
            self.applications = applications
        }
    }

    /// Ids are the inviter's choice, so they count together with the pin.
    struct Key: Hashable, Sendable {
        var pin: Pin
        var id: GUID
    }

    struct Open: Sendable {
        var key: Key
        var invitation: Invitation
        var caller: Caller
        var record: InvitationRecord
        var connections: [ConnectionID]
        /// A person has accepted, and the program is being started: nothing but its outcome counts now.
        var isLaunching = false
    }

    var open: [Int: Open] = [:]
    var ended = EndedInvitations()
    var declinePace = DeclinePace()
    var timers = TimerTable<Int>()
    private var nextNumber = 1

    package init() {}

    /// The number that a person types for the next invitation, incoming or outgoing.
    package mutating func takeNumber() -> Int {
        defer { nextNumber += 1 }
        return nextNumber
    }

    /// Oldest first.
    package var openRecords: [InvitationRecord] { open.sorted { $0.key < $1.key }.map(\.value.record) }

    /// When ``advance(to:)`` has something to do.
    package var nextDeadline: Instant? { timers.next }

    /// Whether a request on this connection waits for a person.
    package func isWaiting(_ connection: ConnectionID) -> Bool {
        open.values.contains { $0.connections.contains(connection) }
    }
}
