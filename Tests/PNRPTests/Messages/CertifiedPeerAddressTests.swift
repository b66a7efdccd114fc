import PNRP
import PeerBase
import Testing

@Suite("Encoded CPA (wire 7)")
struct CertifiedPeerAddressTests {
    private static let example = Array(Section15.authorityWithRecord.suffix(425))
    private static let revocation = Array(Section15.floodWithRevocation[60..<441])

    /// A record like that of 15.7 with other optional parts.
    private static func record(
        authority: SHA1Digest? = nil, classifierHash: SHA1Digest? = Common.classifierHash, friendlyName: String? = nil,
        serviceAddresses: Int = 1, endpoints: Int = 0
    ) throws -> CertifiedPeerAddress {
        let key = try decodeRecord(example).publicKey
        return CertifiedPeerAddress(
            isRevocation: false, hasExtendedPayload: friendlyName != nil, notAfter: Common.notAfter,
            serviceLocation: Common.location, nonce: Common.inquireNonce, authority: authority,
            classifierHash: classifierHash, friendlyName: friendlyName,
            serviceAddresses: (0..<serviceAddresses).map { _ in Common.nodeA },
            applicationEndpoints: (0..<endpoints).map {
                ApplicationEndpoint(address: Common.nodeB.address, port: UInt16($0), protocolNumber: 17)
            },
            publicKey: key, signature: Array(repeating: 0x5a, count: 128))
    }

    /// Reads what was written and holds every field against it.
    private func expectRoundTrip(_ record: CertifiedPeerAddress) throws {
        let bytes = record.encoded()
        let read = try decodeRecord(bytes)
        #expect(bytes[0..<2] == [UInt8(bytes.count & 0xff), UInt8(bytes.count >> 8)])
        #expect(read.isRevocation == record.isRevocation)
        #expect(read.hasExtendedPayload == record.hasExtendedPayload)
        #expect(read.authority == record.authority)
        #expect(read.classifierHash == record.classifierHash)
        #expect(read.friendlyName == record.friendlyName)
        #expect(read.serviceAddresses == record.serviceAddresses)
        #expect(read.applicationEndpoints == record.applicationEndpoints)
        #expect(read.signedBytes == record.signedBytes)
        #expect(read.encoded() == bytes)
    }

    @Test(
        "it has the size that the formula gives (wire 7.6)", arguments: [(true, true), (true, false), (false, true)],
        [(0, 1), (1, 1), (10, 4)])
    func sizes(isNamed: (authority: Bool, classifier: Bool), counts: (endpoints: Int, addresses: Int)) throws {
        let record = try Self.record(
            authority: isNamed.authority ? Common.hashedNonce : nil,
            classifierHash: isNamed.classifier ? Common.classifierHash : nil, friendlyName: "abc",
            serviceAddresses: counts.addresses, endpoints: counts.endpoints)
        let hashes = (isNamed.authority ? 20 : 0) + (isNamed.classifier ? 20 : 0)
        let payload = counts.endpoints == 0 ? 0 : 6 + 20 * counts.endpoints
        #expect(record.encoded().count == 353 + hashes + 5 + 4 + 18 * counts.addresses + 4 + payload)
        try expectRoundTrip(record)
    }

    @Test("the largest has 759 bytes")
    func largest() throws {
        let record = try Self.record(
            authority: Common.hashedNonce, friendlyName: String(repeating: "あ", count: 39), serviceAddresses: 4,
            endpoints: 10)
        #expect(record.encoded().count == 759)
        try expectRoundTrip(record)
    }

    @Test(
        "a friendly name goes out as UTF-8 while that has at most 78 bytes, as UTF-16 then (wire 7.1, 17.14)",
        arguments: [
            ("a", 1, true), ("é", 2, true), (String(repeating: "a", count: 39), 39, true),
            (String(repeating: "é", count: 39), 78, true), (String(repeating: "あ", count: 26), 78, true),
            (String(repeating: "あ", count: 27), 54, false), (String(repeating: "あ", count: 39), 78, false),
            (String(repeating: "😀", count: 19) + "a", 77, true), (String(repeating: "😀", count: 19) + "あ", 78, false),
        ])
    func friendlyName(name: String, size: Int, isUTF8: Bool) throws {
        let record = try Self.record(friendlyName: name)
        let bytes = record.encoded()
        #expect(bytes[6] == (isUTF8 ? 0x3a : 0x38))
        #expect(bytes[68..<70] == [UInt8(size), 0])
        #expect(bytes[70..<70 + size].elementsEqual(isUTF8 ? Array(name.utf8) : Self.littleEndian(name)))
        try expectRoundTrip(record)
    }

    private static func littleEndian(_ text: String) -> [UInt8] {
        text.utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }
    }

    @Test(
        "a friendly name that is empty, too long or no text is refused",
        arguments: [
            (0x38, []), (0x3a, []), (0x3a, Array(repeating: 0x61, count: 79)), (0x3a, [0xff]), (0x3a, [0xc3]),
            (0x38, [0x61]), (0x38, [0x00, 0xd8]), (0x38, Array(repeating: 0x61, count: 80)),
        ] as [(UInt8, [UInt8])])
    func badFriendlyName(flags: UInt8, name: [UInt8]) throws {
        let whole = try Self.record(friendlyName: "a").encoded()
        let changed = whole.prefix(68) + [UInt8(name.count), 0] + name + whole.dropFirst(71)
        let length = [UInt8(changed.count & 0xff), UInt8(changed.count >> 8)]
        let bytes = Array(changed).replacing(at: 0, with: length).replacing(at: 6, with: [flags])
        #expect(refusal { () throws(DecodeError) in try decodeRecord(bytes) } == .invalidValue)
    }

    @Test("cut short or too long, a record is refused")
    func length() {
        for bytes in [Self.example, Self.revocation] {
            for count in 0..<bytes.count {
                #expect(refusal { () throws(DecodeError) in try decodeRecord(Array(bytes.prefix(count))) } != nil)
            }
            #expect(refusal { () throws(DecodeError) in try decodeRecord(bytes + [0]) } == .inconsistentLength)
            // The same with a CPA Length that tells the truth.
            for count in 168..<bytes.count {
                let short = Array(bytes.prefix(count))
                    .replacing(at: 0, with: [UInt8(count & 0xff), UInt8(count >> 8)])
                #expect(refusal { () throws(DecodeError) in try decodeRecord(short) } != nil, "\(count)")
            }
        }
    }

    @Test(
        "values outside their ranges are refused",
        arguments: [
            (2, [1]), (3, [3]), (4, [1]), (5, [5]),  // versions, minor first
            (6, [0x00]), (6, [0x0a]), (6, [0x20]),  // neither A nor C; U without F
            (68, [0, 0]), (68, [5, 0]), (70, [0, 18]), (70, [17, 0]),  // addresses: none, five, other sizes
            (90, [0, 0]), (90, [2, 0]), (92, [29, 0]), (92, [4, 0]), (94, [2]), (94, [0, 0, 0, 1]),  // payloads
            (98, [0, 0]), (98, [19, 0]), (98, [21, 0]), (98, [40, 0]), (98, [220, 0]),  // DataLength
            (120, [0xa8]), (122, [0x15]), (126, [0x8b]), (128, [1]), (129, [0x32]),  // key structure
            (289, [0x87]), (291, [0x7f]), (293, [0x03]), (294, [0x40]), (296, [1]),  // SIGNATURE
        ] as [(Int, [UInt8])])
    func ranges(offset: Int, wrong: [UInt8]) {
        let bytes = Self.example.replacing(at: offset, with: wrong)
        #expect(refusal { () throws(DecodeError) in try decodeRecord(bytes) } != nil)
    }

    @Test(
        "reserved bits and bytes are ignored, and signed as they came",
        arguments: [(6, 0xc8), (7, 0xff), (124, 0xff), (125, 1)] as [(Int, UInt8)])
    func reserved(offset: Int, value: UInt8) throws {
        let bytes = Self.example.replacing(at: offset, with: [value])
        let record = try decodeRecord(bytes)
        #expect(record.serviceAddresses == [Common.nodeA])
        #expect(record.signedBytes == Array(bytes.prefix(289)))
        #expect(record.encoded() == bytes)
    }

    @Test("an application's port may be any, 0 too (wire 6.3)", arguments: [0, 80, 1024, 65535])
    func applicationPort(port: UInt16) throws {
        let bytes = Self.example.replacing(at: 116, with: Datagram.bigEndian(port) + [17, 0])
        let endpoint = ApplicationEndpoint(address: Common.nodeA.address, port: port, protocolNumber: 17)
        #expect(try decodeRecord(bytes).applicationEndpoints == [endpoint])
    }

    @Test("a revocation may come with its nonce or without (wire 17.6)")
    func nonceOfRevocation() throws {
        let without = Array(Self.revocation.prefix(32) + Self.revocation.dropFirst(48))
            .replacing(at: 0, with: [UInt8((381 - 16) & 0xff), UInt8((381 - 16) >> 8)])
        let (short, long) = (try decodeRecord(without), try decodeRecord(Self.revocation))
        #expect(short.isRevocation)
        #expect(short.nonce == .zero)
        #expect(short.classifierHash == long.classifierHash)
        #expect(short.serviceAddresses == [])
        #expect(short.signedBytes.count == 229)
        #expect(short.encoded() == without)
        #expect(long.encoded() == Self.revocation)
    }

    @Test("only a revocation may go without nonce or addresses")
    func notRevoked() {
        let without = Array(Self.example.prefix(32) + Self.example.dropFirst(48))
            .replacing(at: 0, with: [UInt8((425 - 16) & 0xff), UInt8((425 - 16) >> 8)])
        #expect(refusal { () throws(DecodeError) in try decodeRecord(without) } != nil)
        let pretending = Self.revocation.replacing(at: 6, with: [0x08])
        #expect(refusal { () throws(DecodeError) in try decodeRecord(pretending) } == .invalidValue)
    }
}
