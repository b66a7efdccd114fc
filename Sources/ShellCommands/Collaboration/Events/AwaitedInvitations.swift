import Synchronization

/// Numbers of invitations of ours.
final class AwaitedInvitations: Sendable {
    private let numbers = Mutex<Set<Int>>([])

    func add(_ number: Int) { numbers.withLock { _ = $0.insert(number) } }

    func contains(_ number: Int?) -> Bool {
        guard let number else { return false }
        return numbers.withLock { $0.contains(number) }
    }
}
