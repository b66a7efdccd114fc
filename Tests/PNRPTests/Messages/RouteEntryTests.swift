import PNRP
import PeerBase
import Testing

@Suite("ROUTE_ENTRY (wire 6.1)")
struct RouteEntryTests {
    /// The element, with as many addresses as `stated` says or others.
    private static func element(
        stated: Int, addresses: Int, port: UInt16 = 3540, version: [UInt8] = [4, 0], flags: UInt8 = 0
    ) -> [UInt8] {
        let id = Array(repeating: UInt8(0xab), count: 32)
        let data = id + version + Datagram.bigEndian(port) + [flags, UInt8(stated)]
        let list = (0..<addresses).flatMap { Array(repeating: UInt8(0), count: 15) + [UInt8($0 + 1)] }
        return Datagram.element(0x009a, data + list)
    }

    private static func solicit(_ element: [UInt8]) throws(DecodeError) -> RouteEntry? {
        let hash = Datagram.element(0x0092, Common.hashedNonce.bytes)
        return try decode(Datagram.message(0x01, element, hash)).solicit?.routeEntry
    }

    @Test(
        "from one address to twenty, in the sizes of the table",
        arguments: [(1, 60), (2, 76), (3, 92), (4, 108), (20, 364)])
    func counts(count: Int, padded: Int) throws {
        let element = Self.element(stated: count, addresses: count)
        #expect(element.count == padded)
        let route = try #require(try Self.solicit(element))
        #expect(route.addresses == (1...UInt64(count)).map { IPv6Address(high: 0, low: $0) })
        #expect(route.endpoints.count == count)
        let message = Message(
            id: 0x0102_0304, body: .solicit(Solicit(type: .any, routeEntry: route, hashedNonce: Common.hashedNonce)))
        #expect(Array(message.encoded()[20..<20 + padded]) == element)
    }

    @Test("no address, or more than twenty, is malformed", arguments: [0, 21, 22, 255])
    func badCounts(count: Int) {
        let element = Self.element(stated: count, addresses: count)
        #expect(refusal { () throws(DecodeError) in try Self.solicit(element) } == .invalidValue)
    }

    @Test(
        "Length and number of addresses must agree", arguments: [(1, 0), (1, 2), (2, 1), (20, 19), (19, 20), (3, 20)])
    func disagreement(stated: Int, addresses: Int) {
        let element = Self.element(stated: stated, addresses: addresses)
        #expect(refusal { () throws(DecodeError) in try Self.solicit(element) } == .inconsistentLength)
    }

    @Test("the version is 4.0", arguments: [[3, 0], [5, 0], [4, 1], [0, 4], [0, 0]] as [[UInt8]])
    func version(bytes: [UInt8]) {
        let element = Self.element(stated: 1, addresses: 1, version: bytes)
        #expect(refusal { () throws(DecodeError) in try Self.solicit(element) } == .invalidValue)
    }

    @Test("the flags are reserved and ignored (wire 2.2 rule 6)")
    func flags() throws {
        let plain = try #require(try Self.solicit(Self.element(stated: 1, addresses: 1)))
        #expect(try Self.solicit(Self.element(stated: 1, addresses: 1, flags: 0xff)) == plain)
    }

    @Test(
        "a port of 1024 or less spoils the entry, not the message (wire 17.13)",
        arguments: [(0, false), (1023, false), (1024, false), (1025, true), (65535, true)])
    func ports(port: UInt16, isKept: Bool) throws {
        let route = try Self.solicit(Self.element(stated: 1, addresses: 1, port: port))
        #expect((route != nil) == isKept)
        #expect(route?.port == (isKept ? port : nil))
    }
}
