import PeerBase

/// Invitations that ended, so that the same id from the same pin gets the same answer again (collab 10.8, 10.13).
struct EndedInvitations: Sendable {
    struct Entry: Sendable {
        var answer: InvitationAnswer
        var record: InvitationRecord
        var until: Instant
    }

    private var entries: [InvitationDesk.Key: Entry] = [:]
    /// The oldest first.
    private var order: [InvitationDesk.Key] = []

    mutating func remember(
        _ key: InvitationDesk.Key, _ answer: InvitationAnswer, _ record: InvitationRecord, now: Instant
    ) {
        forget(now: now)
        if entries[key] != nil { order.removeAll { $0 == key } }
        makeRoom(for: key.pin)
        entries[key] = Entry(answer: answer, record: record, until: now + Limits.answerMemory)
        order.append(key)
    }

    /// Whoever has many answers loses his own.
    private mutating func makeRoom(for pin: Pin) {
        let ofPin = order.indices.filter { order[$0].pin == pin }
        if ofPin.count >= Limits.rememberedAnswersPerPin, let oldest = ofPin.first {
            entries[order.remove(at: oldest)] = nil
        } else if order.count >= Limits.rememberedAnswers {
            entries[order.removeFirst()] = nil
        }
    }

    func answer(to key: InvitationDesk.Key, now: Instant) -> InvitationAnswer? {
        entries[key].flatMap { now < $0.until ? $0.answer : nil }
    }

    /// How many this pin has taken back lately.
    func takenBack(by pin: Pin, now: Instant) -> Int {
        entries.count { $0.key.pin == pin && $0.value.record.state == .canceled && now < $0.value.until }
    }

    func record(number: Int) -> InvitationRecord? { entries.values.first { $0.record.number == number }?.record }

    private mutating func forget(now: Instant) {
        let old = order.prefix { key in entries[key].map { $0.until <= now } ?? true }
        for key in old { entries[key] = nil }
        order.removeFirst(old.count)
    }
}
