/// Why the engine cannot do what was asked of collaboration, in two lines: what failed, and why (collab 4.2).
package struct CollaborationError: Error, Hashable, Sendable {
    /// What failed, a text of collab 3 word for word; empty where the reason says it all.
    package var failure: String
    package var reason: Reason

    package enum Reason: Hashable, Sendable {
        /// A code of collab 4.1, for which the shell has a sentence.
        case code(Code)
        /// A sentence of its own.
        case sentence(String)
        /// The failure says it all.
        case none
    }

    package enum Code: UInt32, Hashable, Sendable, CaseIterable {
        case noConnectivity = 0x0063_0005
        case subscriptionExists = 0x0063_6000
        case accessDenied = 0x8007_0005
        case alreadyExists = 0x8007_00B7
        case notFound = 0x8007_0490
        case connectionFailed = 0x8063_0109
        case noKeyAccess = 0x8063_0203
        case unableToListen = 0x8063_2096
        case serviceNotAvailable = 0x8063_20A1
        case contactNotFound = 0x8063_6001
        case inviteCancelled = 0x8063_7000
        case notSignedIn = 0x8063_7003
        case privacyDeclined = 0x8063_7004
        case timeout = 0x8063_7005
        case invalidAddress = 0x8063_7007
    }

    package init(_ failure: String, _ reason: Reason) {
        self.failure = failure
        self.reason = reason
    }

    package static let notSignedIn = CollaborationError("", .code(.notSignedIn))
}
