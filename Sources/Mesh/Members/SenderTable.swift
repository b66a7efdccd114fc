import PeerBase

/// What is remembered of those who speak: their rate, and the numbers of their messages (peer channel 20.6, 20.7).
struct SenderTable: Sendable {
    private struct Sender: Sendable {
        var rows: [SenderRow] = []
        var bucket = TokenBucket()
        /// How long its slowest message took, since it last said less than it may.
        var delay: Duration = .zero
        var lastHeard: Instant
    }

    private var senders: [MemberID: Sender] = [:]
    private var heldBytes = 0
    /// Whether more of what was said before we came may come; until ``endHistory()``.
    var isGathering = false

    var count: Int { senders.count }

    /// Why a message of this sender, said `age` ago, is dropped, or `nil`; a message that passes takes from the sender's
    /// rate, which goes by the wall's clock: what came while we could not run counts with the time in which it came.
    mutating func refusal(
        of content: Content, age: Duration, isSigning: Bool, now: Instant, wall: Instant
    ) -> Refusal? {
        makeRoom(for: content.sender, now: now)
        var sender = senders[content.sender] ?? Sender(lastHeard: now)
        defer { senders[content.sender] = sender }
        sender.lastHeard = now
        let row = sender.rows.first { $0.opening == content.opening }
        // Without signatures anybody could use up another's numbers.
        if isSigning, row?.window.hasUsed(content.sequence) == true { return .replay }
        if sender.bucket.isFull(now: wall) { sender.delay = .zero }
        sender.delay = max(sender.delay, min(age, Limits.senderDelay))
        return sender.bucket.take(of: Limits.senderRate(after: sender.delay), now: wall) ? nil : .tooMany
    }

    /// Whether a number was used; for history, which has no rate.
    func hasUsed(_ content: Content) -> Bool {
        senders[content.sender]?.rows.first { $0.opening == content.opening }?.window.hasUsed(content.sequence) == true
    }

    /// Whether a message that came by itself waits for one before it.
    func isHolding(_ number: MessageNumber) -> Bool {
        senders[number.sender]?.rows.first { $0.opening == number.opening }?.isHolding(number.sequence) == true
    }

    /// Takes a message into its row, and gives what may be delivered now.
    mutating func take(_ delivery: Delivery, now: Instant) -> [Delivery] {
        withRow(of: delivery.content, now: now) { [isGathering] in
            $0.take(delivery, isGathering: isGathering, now: now)
        }
    }

    /// Notes a message that the application does not get.
    mutating func skip(_ content: Content, isHistory: Bool = false, now: Instant) -> [Delivery] {
        withRow(of: content, now: now) { [isGathering] in
            $0.skip(content.sequence, isHistory: isHistory, isGathering: isGathering, now: now)
        }
    }

    /// Whether messages may be on their way that come before the first we know of their sender.
    func hasRowsBegun(after time: Int64) -> Bool {
        senders.contains { $0.value.rows.contains { $0.hasBegun(after: time) } }
    }

    /// No more history comes: gives all that was gathered, in the order in which it was said.
    mutating func endHistory() -> [Delivery] {
        isGathering = false
        var all: [(time: Int64, delivery: Delivery)] = []
        for id in senders.keys.sorted() {
            guard var sender = senders[id] else { continue }
            for index in sender.rows.indices {
                heldBytes -= sender.rows[index].heldBytes
                // A clock that was set back does not put a sender's messages out of order.
                var latest = Int64.min
                for delivery in sender.rows[index].endHistory() {
                    latest = max(latest, delivery.content.time)
                    all.append((latest, delivery))
                }
                heldBytes += sender.rows[index].heldBytes
            }
            senders[id] = sender
        }
        return all.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element.delivery)
    }

    /// What has waited long enough.
    mutating func release(_ id: MemberID, now: Instant) -> [Delivery] {
        guard let sender = senders[id] else { return [] }
        var released: [Delivery] = []
        for index in sender.rows.indices {
            while let deadline = senders[id]?.rows[index].deadline, deadline <= now {
                let before = senders[id]?.rows[index].heldBytes ?? 0
                released += senders[id]?.rows[index].release() ?? []
                heldBytes += (senders[id]?.rows[index].heldBytes ?? 0) - before
            }
        }
        return released
    }

    /// Senders of whom something waits.
    var holding: [MemberID] { senders.filter { $0.value.rows.contains { !$0.held.isEmpty } }.keys.sorted() }

    /// When ``release(_:now:)`` has something to do.
    func deadline(of id: MemberID) -> Instant? { senders[id]?.rows.compactMap(\.deadline).min() }

    private mutating func withRow(
        of content: Content, now: Instant, _ body: (inout SenderRow) -> [Delivery]
    ) -> [Delivery] {
        makeRoom(for: content.sender, now: now)
        var sender = senders.removeValue(forKey: content.sender) ?? Sender(lastHeard: now)
        defer { senders[content.sender] = sender }
        sender.lastHeard = now
        var cut: [Delivery] = []
        let index =
            sender.rows.firstIndex { $0.opening == content.opening }
            ?? addRow(content.opening, to: &sender, cutting: &cut, now: now)
        let before = sender.rows[index].heldBytes
        sender.rows[index].lastHeard = now
        var ready = body(&sender.rows[index])
        heldBytes += sender.rows[index].heldBytes - before
        // Too much waits: this row waits no longer.
        while heldBytes > Limits.heldBytes, !sender.rows[index].held.isEmpty {
            let held = sender.rows[index].heldBytes
            ready += sender.rows[index].release()
            heldBytes += sender.rows[index].heldBytes - held
        }
        return cut + ready
    }

    /// Begins a row; the one silent for longest makes room, and gives what it still held.
    private mutating func addRow(
        _ opening: UInt64, to sender: inout Sender, cutting cut: inout [Delivery], now: Instant
    ) -> Int {
        if sender.rows.count >= Limits.openingsPerSender,
            let oldest = sender.rows.indices.min(by: { sender.rows[$0].lastHeard < sender.rows[$1].lastHeard })
        {
            let row = sender.rows.remove(at: oldest)
            heldBytes -= row.heldBytes
            cut = row.held.map(\.delivery)
        }
        sender.rows.append(SenderRow(opening: opening, now: now))
        return sender.rows.count - 1
    }

    /// Drops whoever was silent for half an hour, and at worst the one silent for longest.
    private mutating func makeRoom(for id: MemberID, now: Instant) {
        guard senders[id] == nil, senders.count >= Limits.senders else { return }
        let kept = senders.filter { $0.value.lastHeard + Limits.senderMemory > now }
        if kept.count < senders.count {
            // Whoever was silent for so long holds nothing back.
            senders = kept
            return
        }
        let oldest = senders.min { ($0.value.lastHeard, $0.key) < ($1.value.lastHeard, $1.key) }
        if let oldest {
            heldBytes -= oldest.value.rows.reduce(0) { $0 + $1.heldBytes }
            senders[oldest.key] = nil
        }
    }
}
