import Synchronization

/// What sort of line is wanted, and by whom.
struct LineOrder: Sendable {
    enum Purpose: Sendable {
        /// A line of the session, with its history.
        case command
        /// A line of a conversation, with a history of its own, oldest first.
        case dialogue(past: [String])
        /// The answer to a question.
        case answer
        /// The same, shown to nobody.
        case secret
    }

    let prompt: String
    let purpose: Purpose
    let interest = Interest()

    /// What was typed or pasted earlier does not answer a question, and notices wait until it is answered.
    var isQuestion: Bool {
        switch purpose {
        case .answer, .secret: true
        case .command, .dialogue: false
        }
    }

    var isSecret: Bool {
        if case .secret = purpose { return true }
        return false
    }

    /// The lines that may be called back; nil for those of the session.
    var past: [String]? {
        switch purpose {
        case .command: nil
        case .dialogue(let past): past
        case .answer, .secret: []
        }
    }
}

/// That of a task in the line it waits for; lost when the task is cancelled.
final class Interest: Sendable {
    private let lost = Atomic(false)

    var isLost: Bool { lost.load(ordering: .acquiring) }

    func lose() { lost.store(true, ordering: .releasing) }
}
