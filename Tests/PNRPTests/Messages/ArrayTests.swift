import PNRP
import PeerBase
import Testing

@Suite("Arrays (wire 3.3)")
struct ArrayTests {
    /// The five numbers of the preamble, and where they stand in the element.
    private static let numbers = [
        (2, "Length"), (4, "NumEntries"), (6, "ArrayLength"), (8, "type"), (10, "EntryLength"),
    ]

    @Test(
        "the five numbers must agree",
        arguments: [
            (Section15.advertise, 20), (Section15.request, 32), (Section15.flood, 116), (Section15.lookup, 96),
        ],
        numbers)
    func mismatch(array: ([UInt8], start: Int), number: (offset: Int, name: String)) throws {
        let (bytes, start) = array
        #expect(throws: Never.self) { try decode(bytes) }
        let place = start + number.offset
        let right = UInt16(bytes[place]) << 8 | UInt16(bytes[place + 1])
        for wrong in [right &+ 1, right &- 1, 0, 0x7fff, 0x8000, 0xffff] where wrong != right {
            let changed = bytes.replacing(at: place, with: Datagram.bigEndian(wrong))
            let reason = refusal { () throws(DecodeError) in try decode(changed) }
            #expect(reason != nil, "\(number.name) \(wrong) instead of \(right)")
        }
    }

    @Test("ADVERTISE and REQUEST carry from no identifier to 2047", arguments: [0, 1, 5, 36, 2047])
    func identifiers(count: Int) throws {
        let ids = (0..<count).map { PeerID(UInt64($0), 1, 2, 3) }
        let bodies: [Message.Body] = [
            .advertise(Advertise(acked: 1, ids: ids, hashedNonce: Common.hashedNonce)),
            .request(Request(nonce: Common.nonce, ids: ids)),
        ]
        for body in bodies {
            let message = Message(id: 7, body: body)
            #expect(try decode(message.encoded()) == message)
        }
        #expect(Message(id: 7, body: bodies[0]).encoded().count == 56 + 32 * count)
        #expect(Message(id: 7, body: bodies[1]).encoded().count == 44 + 32 * count)
    }

    @Test("a FLOOD's list has from no endpoint to 22 (wire 4.4)", arguments: [0, 1, 2, 21, 22, 23, 100])
    func floodedList(count: Int) {
        let list = Datagram.array(
            0x009e, of: 0x009d, count: count, entryLength: 18, entries: Self.endpoints(count), isPadded: false)
        let bytes = Array(Section15.flood.prefix(116)) + list
        let message = try? decode(bytes)
        #expect(message?.flood?.flooded.count == (count <= 22 ? count : nil))
        #expect(message?.encoded() ?? bytes == bytes)
    }

    @Test("a LOOKUP's path has from one endpoint to 22 (wire 4.8)", arguments: [0, 1, 2, 21, 22, 23, 100])
    func path(count: Int) {
        let list = Datagram.array(
            0x009e, of: 0x009d, count: count, entryLength: 18, entries: Self.endpoints(count), isPadded: false)
        let bytes = Array(Section15.lookup.prefix(96)) + list
        let message = try? decode(bytes)
        #expect(message?.lookup?.path.count == ((1...22).contains(count) ? count : nil))
        #expect(message?.encoded() ?? bytes == bytes)
    }

    @Test("a port of 1024 or less spoils its entry and nothing else (wire 17.13)", arguments: [0, 1, 1023, 1024])
    func badPort(port: UInt16) throws {
        let entries = Self.endpoints(1) + Self.endpoint(port: port) + Self.endpoints(1)
        let list = Datagram.array(0x009e, of: 0x009d, count: 3, entryLength: 18, entries: entries, isPadded: false)
        let kept = Endpoint(address: IPv6Address(high: 0xfe80 << 48, low: 7), port: 5000)
        let flood = try decode(Array(Section15.flood.prefix(116)) + list).flood
        let lookup = try decode(Array(Section15.lookup.prefix(96)) + list).lookup
        #expect(flood?.flooded == [kept, kept])
        #expect(lookup?.path == [kept, kept])
    }

    @Test("1025 is a port like any other")
    func leastPort() throws {
        let list = Datagram.array(
            0x009e, of: 0x009d, count: 1, entryLength: 18, entries: Self.endpoint(port: 1025), isPadded: false)
        let flood = try decode(Array(Section15.flood.prefix(116)) + list).flood
        #expect(flood?.flooded.map(\.port) == [1025])
    }

    private static func endpoint(port: UInt16) -> [UInt8] {
        Datagram.bigEndian(port) + Datagram.bigEndian(UInt64(0xfe80) << 48) + Datagram.bigEndian(UInt64(7))
    }

    private static func endpoints(_ count: Int) -> [UInt8] {
        (0..<count).flatMap { _ in endpoint(port: 5000) }
    }
}
