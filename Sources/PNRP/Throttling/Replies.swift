import PeerBase

/// The answers of the last seconds (behaviour 13): a question that comes again gets the same bytes again, so that
/// random choices hold still and nothing is signed twice.
struct Replies: Sendable {
    /// A question as its repetition repeats it.
    struct Question: Hashable, Sendable {
        var source: Endpoint
        var id: MessageID
        var type: MessageType
    }

    /// A proof asked for: one signature is enough for each, whatever the message is called (behaviour 13.4).
    struct Proving: Hashable, Sendable {
        var source: Endpoint
        var nonce: Nonce
        var id: PeerID
    }

    enum Reply: Hashable, Sendable {
        /// Its signature is being made.
        case inTheMaking
        case sent([[UInt8]])
    }

    private var replies = RecentTable<Question, Reply>(
        lifetime: Limits.replyLifetime, capacity: Limits.replies, largestWeight: Limits.replyBytes)
    private var proofs = RecentTable<Proving, Void>(lifetime: Limits.replyLifetime, capacity: Limits.replies)

    var count: Int { replies.count + proofs.count }
    var bytes: Int { replies.weight }

    /// When something goes.
    var nextExpiry: Instant? {
        guard let reply = replies.nextExpiry else { return proofs.nextExpiry }
        return proofs.nextExpiry.map { min($0, reply) } ?? reply
    }

    subscript(question: Question) -> Reply? { replies[question] }

    func isProving(_ proving: Proving) -> Bool { proofs[proving] != nil }

    mutating func keep(_ reply: Reply, to question: Question, now: Instant) {
        let weight = if case .sent(let datagrams) = reply { datagrams.reduce(0) { $0 + $1.count } } else { 0 }
        replies.insert(reply, weight: weight, for: question, now: now)
    }

    mutating func note(_ proving: Proving, now: Instant) {
        proofs.insert((), for: proving, now: now)
    }

    mutating func expire(now: Instant) {
        replies.expire(now: now)
        proofs.expire(now: now)
    }
}
