import PeerBase

/// Requests that wait for their answers, each sent again once after a second (behaviour 5). Bytes and message
/// identifier stay the same from one transmission to the next.
struct ReliableLayer: Sendable {
    /// What a request is for; tells the node what to do with the answer or the lack of one.
    enum Purpose: Hashable, Sendable {
        case solicit(Nonce)
        /// A SOLICIT that a person asked for.
        case synchronization(RequestID, Nonce)
        case ping(RequestID, Nonce)
        case request
        /// A FLOOD to the node of this identifier; zero when it is unknown.
        case flood(validate: PeerID)
        /// A FLOOD that is part of an unregistration.
        case farewell(RequestID, validate: PeerID)
        case lookup(RequestID)
        case finalInquire(RequestID)
        case admission(PeerID)
        case revocationCheck(PeerID)
        /// Whether the node of a cached entry is still there (behaviour 9.6).
        case liveness(PeerID)
        /// Whom a leaf knows in our neighbourhood (behaviour 15.4).
        case leafQuestion(PeerID)

        /// The type of message that may answer.
        var answer: AnswerKind {
            switch self {
            case .solicit, .synchronization, .ping: .advertise
            case .request, .flood, .farewell: .ack
            case .lookup, .finalInquire, .admission, .revocationCheck, .liveness, .leafQuestion: .authority
            }
        }
    }

    enum AnswerKind: Hashable, Sendable {
        case advertise
        case ack
        case authority
    }

    struct Pending: Sendable {
        var purpose: Purpose
        var bytes: [UInt8]
        var destination: Endpoint
        /// Other addresses of the same node, which may answer in its place with the same port.
        var alternates: [IPv6Address]
        /// How often it is sent at most.
        var transmissions: Int
        var transmissionsUsed = 1
        var firstSent: Instant
    }

    private var pending: [MessageID: Pending] = [:]

    var count: Int { pending.count }

    subscript(id: MessageID) -> Pending? { pending[id] }

    /// A message identifier that no pending request uses. It is drawn at random because it is all that ties an answer
    /// to its question (behaviour 5).
    func freshID(random: inout RandomSource) -> MessageID {
        while true {
            let id = MessageID(truncatingIfNeeded: random.next())
            if pending[id] == nil { return id }
        }
    }

    mutating func add(_ id: MessageID, _ request: Pending) {
        pending[id] = request
    }

    /// Takes the request that an answer of this kind from this source belongs to; `nil` when there is none.
    mutating func take(_ id: MessageID, answeredBy kind: AnswerKind, from source: Endpoint) -> Pending? {
        guard matches(id, answeredBy: kind, from: source) else { return nil }
        return pending.removeValue(forKey: id)
    }

    /// Whether an answer belongs to a pending request (behaviour 5, matching answers).
    func matches(_ id: MessageID, answeredBy kind: AnswerKind, from source: Endpoint) -> Bool {
        guard let request = pending[id], request.purpose.answer == kind else { return false }
        if source == request.destination { return true }
        return source.port == request.destination.port && request.alternates.contains(source.address)
    }

    /// The timer of a request expired: the request to send once more, or the request given up.
    mutating func expire(_ id: MessageID) -> Expiry? {
        guard var request = pending[id] else { return nil }
        guard request.transmissionsUsed < request.transmissions else {
            pending[id] = nil
            return .failed(request)
        }
        request.transmissionsUsed += 1
        pending[id] = request
        return .resend(request)
    }

    enum Expiry: Sendable {
        case resend(Pending)
        case failed(Pending)
    }

    /// Whether a conversation with this endpoint has begun and was not answered yet.
    func isSoliciting(_ endpoint: Endpoint) -> Bool {
        pending.values.contains { request in
            guard request.destination == endpoint, case .solicit = request.purpose else { return false }
            return true
        }
    }

    /// Forgets all requests; returns them in an order that does not depend on chance.
    mutating func removeAll() -> [Pending] {
        defer { pending = [:] }
        return pending.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Forgets the request that serves `purpose`; returns its identifier so that its timer can be stopped.
    mutating func cancel(where isMeant: (Purpose) -> Bool) -> [MessageID] {
        let ids = pending.filter { isMeant($0.value.purpose) }.map(\.key)
        for id in ids { pending[id] = nil }
        return ids
    }
}
