import PNRP
import PeerBase
import Testing

@Suite("Messages made by chance")
struct GeneratedMessageTests {
    @Test("what is written is read back, and written alike again", arguments: 1...60 as ClosedRange<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = RandomSource(seed: seed)
        for _ in 0..<20 {
            let message = random.message()
            let bytes = message.encoded()
            #expect(try decode(bytes) == message)
            #expect(try decode(bytes).encoded() == bytes)
            #expect(bytes.count >= 20)
        }
    }

    @Test("buffers too, cut into pieces in any order", arguments: 1...60 as ClosedRange<UInt64>)
    func buffers(seed: UInt64) throws {
        var random = RandomSource(seed: seed)
        let buffer = random.buffer()
        let messages = buffer.messages(acking: random.messageID(), id: random.messageID())
        let pieces = try messages.shuffled(using: &random).compactMap { try decode($0.encoded()).authority }
        #expect(pieces.count == messages.count)
        let joined = pieces.sorted { $0.offset < $1.offset }.flatMap(\.fragment)
        #expect(try decodeBuffer(joined) == buffer)
    }

    @Test("bytes of no meaning are refused", arguments: 1...40 as ClosedRange<UInt64>)
    func noise(seed: UInt64) {
        var random = RandomSource(seed: seed)
        for _ in 0..<50 {
            let noise = random.bytes(Int.random(in: 0...300, using: &random))
            #expect(refusal { () throws(DecodeError) in try decode(noise) } != nil)
            // A message needs a right element after a right header.
            let types: [UInt8] = [1, 2, 3, 4, 7, 9, 11]
            let type = types.randomElement(using: &random) ?? 1
            #expect(refusal { () throws(DecodeError) in try decode(Datagram.header(type) + noise) } != nil)
            #expect(refusal { () throws(DecodeError) in try decodeBuffer(noise) } != nil)
            #expect(refusal { () throws(DecodeError) in try decodeRecord(noise) } != nil)
            #expect(refusal { () throws(DecodeError) in try decodePayload(noise) } != nil)
        }
    }

    @Test(
        "a sound message with bytes changed, dropped or put in is refused or means something",
        arguments: 1...40 as ClosedRange<UInt64>)
    func damaged(seed: UInt64) throws {
        var random = RandomSource(seed: seed)
        for _ in 0..<100 {
            var bytes = random.message().encoded()
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 8..<bytes.count, using: &random)
                switch random.next() % 3 {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes.remove(at: place)
                default: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
                }
            }
            guard let message = try? decode(bytes) else { continue }
            // A LOOKUP all of whose path was unusable has no form of its own.
            if message.lookup?.path.isEmpty == true { continue }
            #expect(try decode(message.encoded()) == message)
        }
    }
}

extension RandomSource {
    fileprivate mutating func messageID() -> MessageID { MessageID(truncatingIfNeeded: next()) }

    fileprivate mutating func id() -> PeerID {
        next() % 8 == 0 ? .zero : PeerID(next(), next(), next(), next())
    }

    fileprivate mutating func nonce() -> Nonce { Nonce(high: next(), low: next()) }

    fileprivate mutating func digest() -> SHA1Digest { SHA1Digest(bytes(20)) ?? .zero }

    fileprivate mutating func address() -> IPv6Address { IPv6Address(high: next(), low: next()) }

    fileprivate mutating func port() -> UInt16 { UInt16.random(in: 1025...65535, using: &self) }

    fileprivate mutating func maybe<Value>(_ make: (inout RandomSource) -> Value) -> Value? {
        next() % 2 == 0 ? make(&self) : nil
    }

    fileprivate mutating func many<Value>(
        _ counts: ClosedRange<Int>, _ make: (inout RandomSource) -> Value
    ) -> [Value] {
        let count = Int.random(in: counts, using: &self)
        return (0..<count).map { _ in make(&self) }
    }

    fileprivate mutating func endpoint() -> Endpoint { Endpoint(address: address(), port: port()) }

    fileprivate mutating func route() -> RouteEntry {
        RouteEntry(id: id(), port: port(), addresses: many(1...20) { $0.address() })
    }

    fileprivate mutating func message() -> Message {
        Message(id: messageID(), body: body())
    }

    private mutating func body() -> Message.Body {
        switch next() % 8 {
        case 0:
            .solicit(
                Solicit(
                    type: next() % 2 == 0 ? .any : .local, routeEntry: maybe { $0.route() }, hashedNonce: digest()))
        case 1: .advertise(Advertise(acked: messageID(), ids: many(0...36) { $0.id() }, hashedNonce: digest()))
        case 2: .request(Request(nonce: nonce(), ids: many(0...36) { $0.id() }))
        case 3: .flood(flood())
        case 4:
            .inquire(
                Inquire(
                    flags: InquireFlags(rawValue: UInt16(next() % 0x20) & 0x1c), validate: id(),
                    nonce: maybe { $0.nonce() }))
        case 5: .authority(piece())
        case 6: .ack(Ack(acked: messageID(), notFound: next() % 2 == 0))
        default: .lookup(lookup())
        }
    }

    private mutating func flood() -> Flood {
        Flood(
            wantsNoAck: next() % 2 == 0, validate: id(), revoke: maybe { $0.bytes(Int($0.next() % 760)) },
            routeEntry: maybe { $0.route() }, flooded: many(0...22) { $0.endpoint() })
    }

    private mutating func piece() -> Authority {
        let size = UInt16.random(in: 6...37348, using: &self)
        return Authority(
            acked: messageID(), size: size, offset: UInt16.random(in: 0...31, using: &self) * 1188,
            fragment: bytes(Int.random(in: 1...1188, using: &self)))
    }

    private mutating func lookup() -> Lookup {
        let all: [ResolveCriteria] = [.none, .anyPeerName, .nearestPeerName, .nearest64PeerName, .upperBits]
        let criteria = all.randomElement(using: &self) ?? .none
        return Lookup(
            acceptsNotCloser: next() % 2 == 0,
            precision: criteria == .upperBits ? UInt16.random(in: 0...256, using: &self) : 0,
            criteria: criteria, reason: ResolveReason(rawValue: UInt8(next() % 4)), target: id(), validate: id(),
            bestMatch: maybe { $0.route() }, path: many(1...22) { $0.endpoint() })
    }

    fileprivate mutating func buffer() -> AuthorityBuffer {
        let letters = Array("aZ0.-é日😀")
        return AuthorityBuffer(
            flags: AuthorityFlags(rawValue: UInt16(truncatingIfNeeded: next()) & 0x0209),
            certificateChain: maybe { $0.bytes(Int($0.next() % 20_000)) },
            classifier: maybe { source in String(source.many(0...70) { letters.randomElement(using: &$0) ?? "a" }) },
            extendedPayload: maybe { $0.bytes(Int($0.next() % 4308)) }, routeEntry: maybe { $0.route() },
            cpa: maybe { $0.bytes(Int($0.next() % 760)) })
    }
}
