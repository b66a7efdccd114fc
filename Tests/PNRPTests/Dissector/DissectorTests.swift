import PNRP
import PeerBase
import Testing

/// Every element we write, read by an independent dissector (wire 16).
@Suite(.enabled(if: Dissector.path != nil, "tshark is not installed; `apt install tshark` lets it judge our bytes"))
struct DissectorTests {
    @Test func `tshark reads every element as it was meant`() throws {
        let probes = try Self.probes
        let fields = Set(probes.flatMap(\.expected.keys)).sorted()
        let rows = try Dissector.read(probes.map(\.bytes), fields: fields)
        try #require(rows.count == probes.count)
        for (probe, row) in zip(probes, rows) {
            for (field, value) in probe.expected.sorted(by: { $0.key < $1.key }) {
                #expect(Self.plain(row[field]) == Self.plain(value), "\(probe.what): \(field)")
            }
        }
    }

    @Test func `It would notice a wrong byte`() throws {
        let probe = try #require(try Self.probes.first { $0.what == "ROUTING_ENTRY" })
        let last = probe.bytes.count - 3
        let rows = try Dissector.read(
            [probe.bytes.replacing(at: last, with: [probe.bytes[last] ^ 0xff])], fields: ["pnrp.segment.ipv6Address"])
        #expect(rows.first?["pnrp.segment.ipv6Address"] != probe.expected["pnrp.segment.ipv6Address"])
    }

    /// Versions of tshark differ in whether they print a number in hexadecimal.
    private static func plain(_ text: String?) -> String? {
        guard let text, text.hasPrefix("0x"), let number = UInt64(text.dropFirst(2), radix: 16) else { return text }
        return "\(number)"
    }

    // MARK: What is probed

    private static let id = PeerID(1, 2, 3, 4)
    private static let idText = "0000000000000001000000000000000200000000000000030000000000000004"
    private static let address = IPv6Address(high: 0x2001_0db8_0000_0000, low: 7)
    private static let route = RouteEntry(id: id, port: 3541, addresses: [address])
    private static let nonce = Nonce(high: 0x0102_0304_0506_0708, low: 0x090a_0b0c_0d0e_0f10)

    private static var probes: [Probe] {
        get throws { try solicitation + flooding + searching + answering }
    }

    private static var solicitation: [Probe] {
        get throws {
            let hash = try #require(SHA1Digest(Array(1...20)))
            let solicit = Message(id: 9, body: .solicit(Solicit(type: .local, routeEntry: route, hashedNonce: hash)))
            let advertise = Message(
                id: 9, body: .advertise(Advertise(acked: 0x1122_3344, ids: [id], hashedNonce: hash)))
            let request = Message(id: 9, body: .request(Request(nonce: nonce, ids: [id, id])))
            return [
                Probe(
                    "PNRP_HEADER", solicit, element: 0,
                    ["pnrp.messageType": "1", "pnrp.header.messageID": "0x00000009", "pnrp.vMajor": "4"]),
                Probe("SOLICIT_CONTROLS", solicit, element: 0, ["pnrp.segment.solicitType": "0x01"]),
                Probe(
                    "ROUTING_ENTRY", solicit, element: 1,
                    [
                        "pnrp.segment.pnrpID": idText, "pnrp.segment.routeEntry.portNumber": "3541",
                        "pnrp.segment.routeEntry.addressCount": "1", "pnrp.segment.ipv6Address": "2001:db8::7",
                    ]),
                Probe(
                    "HASHED_NONCE", solicit, element: 2,
                    ["pnrp.segment.hashednonce": "0102030405060708090a0b0c0d0e0f1011121314"]),
                Probe("PNRP_HEADER_ACKED", advertise, element: 0, ["pnrp.segment.headerAck": "0x11223344"]),
                Probe(
                    "PNRP_ID_ARRAY", advertise, element: 1,
                    ["pnrp.segment.idArray.NumEntries": "1", "pnrp.segment.pnrpID": idText]),
                Probe("NONCE", request, element: 0, ["pnrp.segment.nonce": "0102030405060708090a0b0c0d0e0f10"]),
            ]
        }
    }

    private static var flooding: [Probe] {
        let flood = Message(
            id: 9,
            body: .flood(
                Flood(
                    wantsNoAck: true, validate: id, revoke: nil, routeEntry: route,
                    flooded: [Endpoint(address: address, port: 3540)])))
        let ack = Message(id: 9, body: .ack(Ack(acked: 1, notFound: true)))
        return [
            Probe("FLOOD_CONTROLS", flood, element: 0, ["pnrp.segment.flood.flags.Dbit": "1"]),
            Probe("VALIDATE_PNRP_ID", flood, element: 1, ["pnrp.segment.pnrpID": idText]),
            Probe(
                "IPV6_ENDPOINT_ARRAY", flood, element: 3,
                ["pnrp.segment.ipv6EndpointArray.NumberOfEntries": "1", "pnrp.segment.ipv6Address": "2001:db8::7"]),
            Probe("FLAGS_FIELD of ACK", ack, element: 1, ["pnrp.segment.ack.flags.Nbit": "1"]),
        ]
    }

    private static var searching: [Probe] {
        let inquire = Message(
            id: 9, body: .inquire(Inquire(flags: [.cpa, .certificateChain], validate: id, nonce: nonce)))
        let lookup = Message(
            id: 9,
            body: .lookup(
                Lookup(
                    acceptsNotCloser: true, precision: 17, criteria: .upperBits, reason: .registration, target: id,
                    validate: id, bestMatch: nil, path: [Endpoint(address: address, port: 3540)])))
        return [
            Probe(
                "FLAGS_FIELD of INQUIRE", inquire, element: 0,
                [
                    "pnrp.segment.inquire.flags.Abit": "0x0001", "pnrp.segment.inquire.flags.Xbit": "0x0000",
                    "pnrp.segment.inquire.flags.Cbit": "0x0001",
                ]),
            Probe(
                "LOOKUP_CONTROLS", lookup, element: 0,
                [
                    "pnrp.lookupControls.flags.Abit": "0x0001", "pnrp.lookupControls.precision": "0x0011",
                    "pnrp.lookupControls.resolveCriteria": "0x08", "pnrp.lookupControls.reasonCode": "0x01",
                ]),
            Probe("TARGET_PNRP_ID", lookup, element: 1, ["pnrp.segment.pnrpID": idText]),
        ]
    }

    private static var answering: [Probe] {
        get throws {
            let authority = try #require(SHA1Digest(Array(repeating: 0x5a, count: 20)))
            let record = CertifiedPeerAddress(
                isRevocation: false, hasExtendedPayload: false, notAfter: CalendarTime(ticks: 1),
                serviceLocation: ServiceLocation(prefix: 1, suffix: 2), nonce: nonce, authority: authority,
                classifierHash: authority, friendlyName: "hello",
                serviceAddresses: [Endpoint(address: address, port: 3540)], applicationEndpoints: [],
                publicKey: Array(repeating: 1, count: 140), signature: Array(repeating: 2, count: 128))
            return [
                Probe(
                    "SPLIT_CONTROLS and FLAGS_FIELD", buffer: AuthorityBuffer(flags: [.notFound, .leafSet]),
                    [
                        "pnrp.segment.splitControls.authorityBuffer": "8",
                        "pnrp.segment.authority.flags.Nbit": "0x0001",
                        "pnrp.segment.authority.flags.Lbit": "0x0001", "pnrp.segment.authority.flags.Bbit": "0x0000",
                    ]),
                Probe(
                    "CLASSIFIER", buffer: AuthorityBuffer(flags: [], classifier: "swift"),
                    [
                        "pnrp.segment.classifier.unicodeCount": "5", "pnrp.segment.classifier.string": "swift",
                    ]),
                Probe(
                    "CERT_CHAIN", buffer: AuthorityBuffer(flags: [], certificateChain: [1, 2, 3, 4]),
                    ["pnrp.segment.certChain": "01020304"]),
                Probe(
                    "ROUTING_ENTRY of AUTHORITY", buffer: AuthorityBuffer(flags: [], routeEntry: route),
                    ["pnrp.segment.pnrpID": idText, "pnrp.segment.ipv6Address": "2001:db8::7"]),
                Probe(
                    "VALIDATE_CPA", buffer: AuthorityBuffer(flags: [], cpa: record.encoded()),
                    [
                        "pnrp.encodedCPA.flags.abit": "0x01", "pnrp.encodedCPA.flags.cbit": "0x01",
                        "pnrp.encodedCPA.flags.fbit": "0x01", "pnrp.encodedCPA.flags.rbit": "0x00",
                        "pnrp.encodedCPA.friendlyName": "hello",
                        "pnrp.segment.nonce": "0102030405060708090a0b0c0d0e0f10",
                    ]),
            ]
        }
    }
}
