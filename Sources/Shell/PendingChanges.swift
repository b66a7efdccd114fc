import CommandTree

/// Changes that wait for `commit`, in the order in which they were typed (netsh 6.9).
struct PendingChanges<Environment: Sendable>: Sendable {
    struct Change: Sendable {
        /// Where the line was typed.
        let context: [String]
        /// As typed, aliases written out.
        let line: String
        let invocation: Invocation
        let handler: Command<Environment>.Handler
    }

    /// Nobody types more before looking; ours.
    static var limit: Int { 1000 }

    private(set) var changes: [Change] = []

    var isEmpty: Bool { changes.isEmpty }
    var count: Int { changes.count }
    var next: Change? { changes.first }

    /// False if there is no room.
    mutating func append(_ change: Change) -> Bool {
        guard changes.count < Self.limit else { return false }
        changes.append(change)
        return true
    }

    mutating func removeNext() { changes.removeFirst() }

    /// Forgets all; answers how many there were.
    mutating func removeAll() -> Int {
        defer { changes = [] }
        return changes.count
    }
}

extension PendingChanges {
    var document: Document {
        var table = Table([.init("No.", .right), .init("Context"), .init("Command")])
        for (index, change) in changes.enumerated() {
            table.add(["\(index + 1)", change.place, change.line])
        }
        return Document(
            body: isEmpty ? [.line("Nothing is pending.")] : [.table(table)], json: .array(changes.map(\.json)),
            records: changes.map { [$0.context.joined(separator: " "), $0.line] })
    }

    /// What is worth knowing where the word `flush` means something else.
    var remark: String { "\(phrase) still pending; 'abort' discards what is." }

    /// `1 change is`, `2 changes are`.
    var phrase: String { count == 1 ? "1 change is" : "\(count) changes are" }
}

extension PendingChanges.Change {
    /// The context as one would type it.
    var place: String { context.isEmpty ? "/" : context.joined(separator: " ") }

    var json: JSONValue { ["context": .string(context.joined(separator: " ")), "line": .string(line)] }
}
