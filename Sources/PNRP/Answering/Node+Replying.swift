import PeerBase

// Answers: sent once, from the endpoint that was asked, kept for a repetition of the question, and never more than the
// asker may have (behaviour 13, 18).

extension Node {
    /// Whether this question came before within the last seconds. Its answer then goes out again; one that is being
    /// signed is on its way.
    mutating func isRepetition(_ exchange: Exchange, now: Instant) -> Bool {
        replies.expire(now: now)
        guard let reply = replies[exchange.question] else { return false }
        counters.repeatedRequests += 1
        if case .sent(let datagrams) = reply, isAffordable(datagrams, in: exchange, now: now) {
            send(datagrams, in: exchange)
        }
        return true
    }

    /// Answers with one message.
    mutating func reply(_ body: Message.Body, in exchange: Exchange, isKept: Bool = true, now: Instant) {
        reply([message(body)], in: exchange, isKept: isKept, now: now)
    }

    /// Answers with an AUTHORITY buffer, in as many pieces as it takes.
    mutating func reply(_ buffer: AuthorityBuffer, in exchange: Exchange, isKept: Bool = true, now: Instant) {
        reply(datagrams(buffer, in: exchange), in: exchange, isKept: isKept, now: now)
    }

    private mutating func reply(_ datagrams: [[UInt8]], in exchange: Exchange, isKept: Bool, now: Instant) {
        guard isAffordable(datagrams, in: exchange, now: now) else { return }
        if isKept { keep(.sent(datagrams), in: exchange, now: now) }
        send(datagrams, in: exchange)
    }

    /// Sends an answer whose bytes were taken from the asker's share when the question came.
    mutating func replyPrepaid(_ buffer: AuthorityBuffer, in exchange: Exchange, now: Instant) {
        let datagrams = datagrams(buffer, in: exchange)
        keep(.sent(datagrams), in: exchange, now: now)
        send(datagrams, in: exchange)
    }

    mutating func keep(_ reply: Replies.Reply, in exchange: Exchange, now: Instant) {
        replies.keep(reply, to: exchange.question, now: now)
        forgetLater(now: now)
    }

    /// Sends what was asked for beside the reply; nobody has to answer it.
    mutating func tell(_ body: Message.Body, in exchange: Exchange, now: Instant) {
        let bytes = message(body)
        guard spend(bytes.count, in: exchange, now: now) else { return }
        send([bytes], in: exchange)
    }

    /// Replies and accounts that are over go together, every few seconds as long as there are any.
    mutating func forgettingTimerExpired(now: Instant) {
        replies.expire(now: now)
        throttle.settle(now: now)
        if replies.count > 0 || throttle.count > 0 { forgetLater(now: now) }
    }

    private mutating func forgetLater(now: Instant) {
        if timers[.forgetting] == nil { timers.set(.forgetting, at: now + Limits.replyLifetime) }
    }

    /// An ACK is smaller than what it acknowledges, and without it the sender would take us for dead: it costs nothing.
    /// Neither does an answer that is no larger than the smallest INQUIRE.
    private mutating func isAffordable(_ datagrams: [[UInt8]], in exchange: Exchange, now: Instant) -> Bool {
        let bytes = datagrams.reduce(0) { $0 + $1.count }
        if exchange.type == .flood || exchange.type == .request || bytes <= Inquire.minimumSize { return true }
        return spend(bytes, in: exchange, now: now)
    }

    /// Takes bytes from the asker's share; `false`, counted, when it is used up.
    private mutating func spend(_ bytes: Int, in exchange: Exchange, now: Instant) -> Bool {
        let isGranted = throttle.spend(bytes, on: sourceKey(exchange.source), now: now)
        if isGranted { forgetLater(now: now) } else { counters.withheldAnswers += 1 }
        return isGranted
    }

    func sourceKey(_ endpoint: Endpoint) -> SourceKey { SourceKey(endpoint, in: configuration) }

    /// Every answer has a message identifier of its own.
    private mutating func message(_ body: Message.Body) -> [UInt8] {
        Message(id: reliable.freshID(random: &random), body: body).encoded()
    }

    private mutating func datagrams(_ buffer: AuthorityBuffer, in exchange: Exchange) -> [[UInt8]] {
        buffer.messages(acking: exchange.id, id: reliable.freshID(random: &random)).map { $0.encoded() }
    }

    private mutating func send(_ datagrams: [[UInt8]], in exchange: Exchange) {
        for bytes in datagrams { act(.send(bytes, to: exchange.source, from: exchange.local)) }
    }
}

extension Exchange {
    fileprivate var question: Replies.Question { Replies.Question(source: source, id: id, type: type) }
}
