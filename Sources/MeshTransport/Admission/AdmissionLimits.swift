internal import Mesh
internal import PeerBase

/// How many strangers may try to get in, and how often one that failed may try again (peer channel 20.3, 20.7).
///
/// Two things are counted: connections that have not been admitted yet, and failures by address and by key. Of 20.3's
/// "10 unfinished handshakes a minute beyond that" this is our reading: the first three failures of an address or key
/// are its own affair; every later one also takes from an allowance of the node as a whole, and when that is used up,
/// nobody who has failed three times is heard.
struct AdmissionLimits: Hashable, Sendable {
    /// Whom a failure is laid to. Of an address only its ``Place`` counts.
    enum Origin: Hashable, Sendable {
        case address(IPv6Address)
        case key([UInt8])
    }

    /// What one party has of the addresses. A network of 64 bits is one host's for the asking, so all its global and
    /// unique local addresses count as one; an address of IPv4 and one that reaches no further than its link stand for
    /// themselves.
    struct Place: Hashable, Sendable {
        private let high: UInt64
        private let low: UInt64

        init(_ address: IPv6Address) {
            high = address.high
            low = address.scope == .global && !address.isIPv4 ? 0 : address.low
        }
    }

    /// An origin as it is remembered.
    private enum Suspect: Hashable, Sendable {
        case place(Place)
        case key([UInt8])

        /// `nil` where the address says nothing: all programs of this host share the loopback address, and one of them
        /// is not to lock out the others.
        init?(_ origin: Origin) {
            switch origin {
            case .address(let address):
                guard address.scope != .loopback else { return nil }
                self = .place(Place(address))
            case .key(let key): self = .key(key)
            }
        }
    }

    private struct Record: Hashable, Sendable {
        var failures = 0
        var last: Instant
        var notBefore: Instant
    }

    private let figures: TransportFigures
    private var strangers: [Place: Int] = [:]
    private(set) var strangerCount = 0
    private var records: [Suspect: Record] = [:]
    /// Origins with a record, the one that failed longest ago first.
    private var order: [Suspect] = []
    private var allowance: LeakyBucket

    /// Origins whose failures are remembered. Ours: a host's addresses and keys are as many as it likes, our memory is
    /// not.
    static let mostRecords = 1024

    init(_ figures: TransportFigures) {
        self.figures = figures
        allowance = LeakyBucket(rate: figures.failuresPerMinute, per: .seconds(60), periods: 1)
    }

    // MARK: Strangers

    /// Somebody connected; `nil` lets it in, and ``left(_:)`` is due when it is admitted or gone.
    mutating func came(_ address: IPv6Address, now: Instant) -> DoorRefusal? {
        let place = Place(address)
        guard strangerCount < figures.strangers, strangers[place, default: 0] < figures.strangersPerAddress else {
            return .crowded
        }
        if isEarly(.address(address), now: now) { return .early }
        strangers[place, default: 0] += 1
        strangerCount += 1
        return nil
    }

    mutating func left(_ address: IPv6Address) {
        let place = Place(address)
        guard let count = strangers[place] else { return }
        strangers[place] = count > 1 ? count - 1 : nil
        strangerCount -= 1
    }

    // MARK: Failures

    /// Whether an attempt of this origin is not to be heard now.
    func isEarly(_ origin: Origin, now: Instant) -> Bool {
        guard let suspect = Suspect(origin), let record = records[suspect], record.failures >= figures.freeFailures
        else { return false }
        return now < record.notBefore || !allowance.hasRoom(now)
    }

    /// An attempt did not end in an admission.
    mutating func failed(_ origins: [Origin], now: Instant) {
        forget(now: now)
        let suspects = origins.compactMap(Suspect.init)
        let isBeyond = suspects.contains { (records[$0]?.failures ?? 0) >= figures.freeFailures }
        if isBeyond { allowance.add(1, now: now) }
        for suspect in suspects { note(suspect, now: now) }
    }

    /// An attempt succeeded: what was before is forgiven.
    mutating func succeeded(_ origins: [Origin]) {
        for suspect in origins.compactMap(Suspect.init) where records.removeValue(forKey: suspect) != nil {
            order.removeAll { $0 == suspect }
        }
    }

    private mutating func note(_ suspect: Suspect, now: Instant) {
        var record = records[suspect] ?? Record(last: now, notBefore: now)
        record.failures += 1
        record.last = now
        record.notBefore = now + wait(after: record.failures)
        if records.updateValue(record, forKey: suspect) != nil { order.removeAll { $0 == suspect } }
        order.append(suspect)
        if order.count > Self.mostRecords { records[order.removeFirst()] = nil }
    }

    /// 2, 4, 8 s and so on from the third failure, up to ten minutes.
    private func wait(after failures: Int) -> Duration {
        guard failures >= figures.freeFailures else { return .zero }
        let doublings = min(failures - figures.freeFailures, 20)
        return min(figures.firstWait * (1 << doublings), figures.longestWait)
    }

    /// Who has not failed for twice the longest wait is a stranger like any other.
    private mutating func forget(now: Instant) {
        while let first = order.first, let record = records[first], now - record.last > figures.longestWait * 2 {
            records[first] = nil
            order.removeFirst()
        }
    }
}
