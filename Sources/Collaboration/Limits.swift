/// The limits of collaboration (collab 2.10, 10.5, 10.8).
package enum Limits {
    /// Nickname, display name, endpoint name, description, presence text, invitation message: characters.
    package static let textLength = 255
    /// Data of an application, an object or an invitation: bytes, inclusive.
    package static let dataSize = 16_384
    /// Applications per registration type.
    package static let applications = 64
    package static let objects = 128
    /// A contact file: bytes.
    package static let cardSize = 16_384
    /// The body of a request or an answer: bytes.
    package static let bodySize = 65_536
    /// Open invitations at the invitee, in all and by one pin.
    package static let openInvitations = 8
    package static let openInvitationsPerPin = 2
    /// How long an invitee has, in seconds; the inviter waits ten more.
    package static let answerTime = 300
    package static let inviterPatience = 310
    /// How long `anyone` may invite, unless said otherwise: minutes.
    package static let openMinutes = 10
    /// Rows of the invitation log, and events remembered.
    package static let loggedInvitations = 200
    package static let rememberedEvents = 100
}
