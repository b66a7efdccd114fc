/// How somebody is there (collab 2.7). At sign-in: online and no text.
package struct Presence: Hashable, Sendable {
    package enum Status: Int, Hashable, Sendable, CaseIterable {
        case offline = 0
        case outToLunch
        case away
        case beRightBack
        case idle
        case busy
        case onThePhone
        case online

        /// Busy and on the phone mean "do not disturb".
        package var isBusy: Bool { self == .busy || self == .onThePhone }
    }

    package var status: Status
    package var text: String

    package init(status: Status, text: String = "") {
        self.status = status
        self.text = text
    }
}
