import PNRP
import PeerBase
import Testing

@Suite("Flags, controls and codes (wire 3.1, 3.2)")
struct ControlsTests {
    @Test(
        "a SOLICIT of an unknown type counts as ANY (wire 17.24)",
        arguments: [(0, .any), (1, .local), (2, .any), (255, .any)] as [(UInt8, SolicitType)])
    func solicitType(raw: UInt8, type: SolicitType) throws {
        for reserved: UInt8 in [0, 0xff] {
            let message = try decode(Section15.solicit.replacing(at: 16, with: [reserved, raw]))
            #expect(message.solicit?.type == type)
        }
    }

    @Test("a SOLICIT for local identifiers says so without a route entry too")
    func localSolicit() throws {
        let body = Message.Body.solicit(Solicit(type: .local, routeEntry: nil, hashedNonce: Common.hashedNonce))
        let bytes = Message(id: 1, body: body).encoded()
        #expect(bytes.count == 44)
        #expect(bytes[17] == 1)
        #expect(try decode(bytes).body == body)
    }

    @Test("exactly five criteria exist, and a message with another is invalid", arguments: UInt8.min...UInt8.max)
    func criteria(raw: UInt8) {
        let message = try? decode(Section15.lookup.replacing(at: 20, with: [raw]))
        #expect(message?.lookup?.criteria.rawValue == ([0, 1, 2, 4, 8].contains(raw) ? raw : nil))
    }

    @Test(
        "the precision is at most 256 where it counts",
        arguments: [(0, true), (256, true), (257, false), (65535, false)])
    func precision(value: UInt16, isValid: Bool) {
        let bytes = Section15.lookup.replacing(at: 18, with: Datagram.bigEndian(value) + [0x08])
        let message = try? decode(bytes)
        #expect((message != nil) == isValid)
        #expect(message.map { $0.encoded() == bytes } ?? true)
    }

    @Test(
        "elsewhere it is sent as zero and ignored", arguments: [ResolveCriteria.none, .anyPeerName, .nearestPeerName])
    func meaninglessPrecision(criteria: ResolveCriteria) throws {
        let bytes = Section15.lookup.replacing(at: 18, with: [0xff, 0xff, criteria.rawValue])
        var lookup = try #require(try decode(bytes).lookup)
        #expect(lookup.precision == 0)
        lookup.precision = 64
        #expect(Array(Message(id: 1, body: .lookup(lookup)).encoded()[18..<20]) == [0, 0])
    }

    @Test("any reason is accepted, and handed on (wire 3.2)", arguments: UInt8.min...UInt8.max)
    func reason(raw: UInt8) throws {
        let lookup = try decode(Section15.lookup.replacing(at: 21, with: [raw])).lookup
        #expect(lookup?.reason.rawValue == raw)
    }

    @Test("each flag is where the table has it, and reserved bits change nothing", arguments: 0..<16)
    func flags(bit: Int) throws {
        let word = UInt16(1) << UInt16(bit)
        let bytes = Datagram.bigEndian(word)
        let lookup = try decode(Section15.lookup.replacing(at: 16, with: bytes)).lookup
        let flood = try decode(Section15.flood.replacing(at: 16, with: bytes)).flood
        let inquire = try decode(Section15.inquire.replacing(at: 16, with: bytes)).inquire
        let ack = try decode(Section15.ackNotFound.replacing(at: 24, with: bytes)).ack
        #expect(lookup?.acceptsNotCloser == (word == 0x0002))
        #expect(flood?.wantsNoAck == (word == 0x0001))
        #expect(inquire?.flags.rawValue == word & 0x001c)
        #expect(ack?.notFound == (word == 0x0001))
        let buffer = try decodeBuffer(Array(Section15.authorityNotFound[28...]).replacing(at: 4, with: bytes))
        #expect(buffer.flags.rawValue == word & 0x0209)
    }

    @Test("the third byte of FLOOD_CONTROLS and the last two of LOOKUP_CONTROLS may hold anything")
    func reservedBytes() throws {
        #expect(try decode(Section15.flood.replacing(at: 18, with: [0xff])) == (try decode(Section15.flood)))
        #expect(try decode(Section15.lookup.replacing(at: 22, with: [0xff, 0xff])) == (try decode(Section15.lookup)))
    }

    @Test("a FLOOD carries news, a revocation, both or neither (wire 4.4)", arguments: [true, false], [true, false])
    func floodContent(hasRoute: Bool, hasRevocation: Bool) throws {
        let revoke = Array(Section15.floodWithRevocation[60..<441])
        let flood = Flood(
            wantsNoAck: false, validate: Common.id, revoke: hasRevocation ? revoke : nil,
            routeEntry: hasRoute ? Common.route : nil, flooded: [])
        let message = Message(id: 9, body: .flood(flood))
        #expect(try decode(message.encoded()) == message)
        #expect(message.encoded().count == 68 + (hasRoute ? 60 : 0) + (hasRevocation ? 388 : 0))
    }

    @Test("an unreadable revocation does not make the FLOOD unreadable (wire 17.25)", arguments: [0, 1, 2, 3, 4, 1000])
    func unreadableRevocation(count: Int) throws {
        let content = Array(repeating: UInt8(0xee), count: count)
        let elements = Datagram.elements(of: Section15.floodWithRevocation)
        let bytes = Datagram.message(0x04, elements[0], elements[1], Datagram.element(0x009c, content), elements[3])
        #expect(try decode(bytes).flood?.revoke == content)
    }
}
