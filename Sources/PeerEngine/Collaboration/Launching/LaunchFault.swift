/// Why a program was not started, or what it was started for cannot be read (collab 10.10).
package struct LaunchFault: Error, Hashable, Sendable {
    package var path: String
    /// The system's words, or ours.
    package var reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    /// What failed: the text of the original (collab 3.10).
    package static let failure = "Unable to start the program"
}

extension LaunchFault: CustomStringConvertible {
    /// The line after ``failure``.
    package var description: String { "\(path): \(reason)." }
}
