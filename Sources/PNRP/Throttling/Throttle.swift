import PeerBase

/// Says how much of what others want they get (behaviour 18).
struct Throttle: Sendable {
    /// What becomes of a LOOKUP.
    enum LookupVerdict: Hashable, Sendable {
        case granted
        /// Everybody together asks too much: the asker is told so, with B.
        case busy
        /// This source asks too much: dropped.
        case refused
    }

    /// What one source has used up.
    private struct Account: Sendable {
        var lookups = TokenBucket()
        var answerBytes = TokenBucket()

        func isSettled(now: Instant) -> Bool { lookups.isFull(now: now) && answerBytes.isFull(now: now) }
    }

    let rates: Rates
    private var lookups = TokenBucket()
    private var solicits = TokenBucket()
    private var floods = TokenBucket()
    private var signatures = TokenBucket()
    private var accounts: [SourceKey: Account] = [:]

    init(rates: Rates) {
        self.rates = rates
    }

    /// Sources that have something missing, or had a short time ago.
    var count: Int { accounts.count }

    mutating func admitSolicit(now: Instant) -> Bool { solicits.take(of: rates.solicits, now: now) }

    mutating func admitFlood(now: Instant) -> Bool { floods.take(of: rates.floods, now: now) }

    func hasSignatures(_ count: Int, now: Instant) -> Bool { signatures.holds(count, of: rates.signatures, now: now) }

    mutating func takeSignatures(_ count: Int, now: Instant) { signatures.take(count, of: rates.signatures, now: now) }

    /// A source's excess costs the others nothing: its own share is looked at first.
    mutating func admitLookup(from source: SourceKey, now: Instant) -> LookupVerdict {
        guard var account = account(of: source, now: now),
            account.lookups.take(of: rates.lookupsPerSource, now: now)
        else { return .refused }
        guard lookups.take(of: rates.lookups, now: now) else { return .busy }
        accounts[source] = account
        return .granted
    }

    /// The budget against reflection: nobody, and nobody whose address is forged, is sent more than
    /// ``Limits/answerByteBurst`` at once and ``Limits/answerBytesPerSecond`` in the long run in answers to SOLICIT,
    /// REQUEST, LOOKUP and INQUIRE, counted for a /64 or what else is one source. `false`: this answer is beyond it.
    mutating func spend(_ bytes: Int, on source: SourceKey, now: Instant) -> Bool {
        guard var account = account(of: source, now: now),
            account.answerBytes.take(bytes, of: rates.answerBytes, now: now)
        else { return false }
        accounts[source] = account
        return true
    }

    /// The account of a source, a new one if need be; `nil` when the table is full of others that are not settled.
    private mutating func account(of source: SourceKey, now: Instant) -> Account? {
        if let account = accounts[source] { return account }
        if accounts.count >= Limits.accounts { settle(now: now) }
        return accounts.count < Limits.accounts ? Account() : nil
    }

    /// Forgets those to whom a new account would give nothing that they do not have.
    mutating func settle(now: Instant) {
        accounts = accounts.filter { !$0.value.isSettled(now: now) }
    }
}
