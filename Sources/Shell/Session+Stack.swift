import CommandTree

// Contexts to come back to (netsh 6.8).

extension Session {
    /// Nobody nests deeper by intention; a script that pushes in a loop is stopped. Ours.
    private static var stackLimit: Int { 64 }

    /// Remembers the current context, and goes to another one if words are given.
    func push(_ words: [String], from origin: Origin) async -> ExitStatus {
        guard stack.count < Self.stackLimit else {
            return report(Complaint("The context stack is full.", status: .failed), from: origin)
        }
        let start = path
        let status = words.isEmpty ? .success : await enter(words.joined(separator: " "), from: origin)
        if status == .success { stack.append(start) }
        return status
    }

    /// Goes back to the context remembered last. A script cannot take what was remembered before it began.
    func pop(from origin: Origin) -> ExitStatus {
        guard stack.count > stackFloor else {
            return report(Complaint("The context stack is empty.", status: .failed), from: origin)
        }
        return move(to: stack.removeLast())
    }
}
