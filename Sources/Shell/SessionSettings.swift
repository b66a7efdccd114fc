/// How a session runs its lines.
package struct SessionSettings: Sendable {
    /// The longest any one command may take.
    package let timeout: Duration?
    /// Scripts go on after a failing line.
    package let keepsGoing: Bool
    /// Lines are parsed and bound, contexts entered, and nothing is run.
    package let checksOnly: Bool
    /// Confirmations are taken as given.
    package let assumesYes: Bool

    package init(
        timeout: Duration? = nil, keepsGoing: Bool = false, checksOnly: Bool = false, assumesYes: Bool = false
    ) {
        self.timeout = timeout
        self.keepsGoing = keepsGoing
        self.checksOnly = checksOnly
        self.assumesYes = assumesYes
    }
}
