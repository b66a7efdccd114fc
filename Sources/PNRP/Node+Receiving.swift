import PeerBase

// What comes in from the network: checked, decoded, and handed to the part it concerns (behaviour 13). Everything
// wrong is dropped without an answer and counted.

extension Node {
    mutating func admit(_ datagram: Span<UInt8>, from source: Endpoint, at local: Endpoint, now: Instant) {
        counters.datagramsReceived += 1
        counters.bytesReceived += datagram.count
        guard state.isRunning else { return }
        // A source port up to 1024 (wire 1), another scope, or ourselves: nobody to talk to.
        guard configuration.admits(source), !isOwn(source) else {
            counters.refusedSources += 1
            return
        }
        var input = datagram
        do throws(DecodeError) {
            let message = try Message(parsing: &input)
            let exchange = Exchange(source: source, local: local, id: message.id, type: message.body.type)
            dispatch(message, from: exchange, now: now)
        } catch {
            counters.decodeFaults.count(error.reason)
        }
    }

    private mutating func dispatch(_ message: Message, from exchange: Exchange, now: Instant) {
        cache.noticed(exchange.source, now: now)
        if exchange.type.isAnswered, isRepetition(exchange, now: now) {
            if case .solicit(let solicit) = message.body { solicitRepeated(solicit, in: exchange, now: now) }
            return
        }
        switch message.body {
        case .solicit(let solicit): receive(solicit, in: exchange, now: now)
        case .advertise(let advertise): receive(advertise, in: exchange, now: now)
        case .request(let request): receive(request, in: exchange, now: now)
        case .flood(let flood): receive(flood, in: exchange, now: now)
        case .inquire(let inquire): receive(inquire, in: exchange, now: now)
        case .authority(let authority): receive(authority, in: exchange, now: now)
        case .ack(let ack): receive(ack, in: exchange, now: now)
        case .lookup(let lookup): receive(lookup, in: exchange, now: now)
        }
    }

    /// An ACK ends a REQUEST or a FLOOD; with N, the FLOOD went to a node that does not hold the identifier
    /// (behaviour 13.2).
    private mutating func receive(_ ack: Ack, in exchange: Exchange, now: Instant) {
        guard let pending = takeRequest(ack.acked, answeredBy: .ack, from: exchange.source, now: now) else { return }
        switch pending.purpose {
        case .flood(let validate):
            if ack.notFound { removeRoute(validate, at: pending.destination, now: now) }
        case .farewell(let farewell, let validate):
            if ack.notFound { removeRoute(validate, at: pending.destination, now: now) }
            farewellEnded(farewell)
        case .request, .solicit, .synchronization, .ping, .lookup, .finalInquire, .admission, .revocationCheck,
            .liveness, .leafQuestion:
            break
        }
    }

    /// An AUTHORITY message, whole or a fragment (behaviour 13). A malformed buffer leaves the request pending.
    private mutating func receive(_ piece: Authority, in exchange: Exchange, now: Instant) {
        guard reliable.matches(piece.acked, answeredBy: .authority, from: exchange.source) else {
            counters.unmatchedAnswers += 1
            return
        }
        switch reassembly.receive(piece, id: exchange.id, from: exchange.source) {
        case .incomplete: break
        case .invalid: counters.decodeFaults.count(.inconsistentLength)
        case .complete(let bytes):
            var input = bytes.span
            do throws(DecodeError) {
                let buffer = try AuthorityBuffer(parsing: &input)
                receive(buffer, answering: piece.acked, in: exchange, now: now)
            } catch {
                counters.decodeFaults.count(error.reason)
            }
        }
    }

    private mutating func receive(
        _ buffer: AuthorityBuffer, answering request: MessageID, in exchange: Exchange, now: Instant
    ) {
        guard let pending = takeRequest(request, answeredBy: .authority, from: exchange.source, now: now) else {
            return
        }
        switch pending.purpose {
        case .lookup(let resolve): lookupAnswered(resolve, with: buffer, by: pending, now: now)
        case .finalInquire(let resolve): finalInquireAnswered(resolve, with: buffer, by: pending, now: now)
        case .admission(let candidate): admissionAnswered(candidate, with: buffer, now: now)
        case .revocationCheck(let revoked): revocationChecked(revoked, with: buffer, now: now)
        case .liveness(let id): livenessAnswered(id, with: buffer, by: pending, now: now)
        case .leafQuestion(let id): leafQuestionAnswered(id, with: buffer, by: pending, now: now)
        case .solicit, .synchronization, .ping, .request, .flood, .farewell: break
        }
    }
}

extension MessageType {
    /// Whether the other side waits for an answer and asks again without one (behaviour 5).
    fileprivate var isAnswered: Bool {
        switch self {
        case .solicit, .request, .flood, .inquire, .lookup: true
        case .advertise, .authority, .ack: false
        }
    }
}

/// Where a message came from, where it arrived, and what it is called: all an answer needs.
struct Exchange: Hashable, Sendable {
    var source: Endpoint
    var local: Endpoint
    var id: MessageID
    var type: MessageType
}
