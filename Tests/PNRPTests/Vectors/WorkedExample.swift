// What the datagrams of wire 15 say, as values.

import PNRP
import PeerBase

/// One of them: its bytes, and the message that they are.
struct WorkedExample: Sendable, CustomStringConvertible {
    let description: String
    let bytes: [UInt8]
    let message: Message

    private init(_ section: String, _ bytes: [UInt8], id: MessageID, _ body: Message.Body) {
        description = section
        self.bytes = bytes
        message = Message(id: id, body: body)
    }

    static let all: [WorkedExample] = [
        WorkedExample(
            "15.1 ACK", Section15.ack, id: 0x0102_0304, .ack(Ack(acked: 0xa1b2_c3d4, notFound: false))),
        WorkedExample(
            "15.1 ACK with N", Section15.ackNotFound, id: 0x0102_0305, .ack(Ack(acked: 0xa1b2_c3d4, notFound: true))),
        WorkedExample(
            "15.2 SOLICIT", Section15.solicit, id: 0x1111_1112,
            .solicit(Solicit(type: .any, routeEntry: Common.route, hashedNonce: Common.hashedNonce))),
        WorkedExample(
            "15.2 SOLICIT, minimal", Section15.solicitMinimal, id: 0x1111_1112,
            .solicit(Solicit(type: .any, routeEntry: nil, hashedNonce: Common.hashedNonce))),
        WorkedExample(
            "15.3 ADVERTISE", Section15.advertise, id: 0x2222_2222,
            .advertise(Advertise(acked: 0x1111_1112, ids: [Common.id], hashedNonce: Common.hashedNonce))),
        WorkedExample(
            "15.3 REQUEST", Section15.request, id: 0x3333_3333,
            .request(Request(nonce: Common.nonce, ids: [Common.id]))),
        flood, inquire, lookup,
        authority("15.6 AUTHORITY, not found", Section15.authorityNotFound, id: 0x7777_7771, acked: 0x6666_6666),
        authority("15.6 AUTHORITY, next hop", Section15.authorityNextHop, id: 0x7777_7773, acked: 0x6666_6666),
        authority("15.7 AUTHORITY, record", Section15.authorityWithRecord, id: 0x7777_7774, acked: 0x5555_5556),
        floodWithRevocation,
    ]

    /// The examples whose elements stand in the message itself, not in a buffer that it carries a piece of.
    static let withoutAuthorities = all.filter { $0.bytes[7] != 0x08 }

    private static let flood = WorkedExample(
        "15.4 FLOOD", Section15.flood, id: 0x4444_4444,
        .flood(
            Flood(
                wantsNoAck: true, validate: .zero, revoke: nil, routeEntry: Common.route, flooded: [Common.nodeA])))

    private static let inquire = WorkedExample(
        "15.5 INQUIRE", Section15.inquire, id: 0x5555_5556,
        .inquire(
            Inquire(
                flags: [.cpa, .extendedPayload, .certificateChain], validate: Common.id,
                nonce: Common.inquireNonce)))

    private static let lookup = WorkedExample(
        "15.6 LOOKUP", Section15.lookup, id: 0x6666_6666,
        .lookup(
            Lookup(
                acceptsNotCloser: false, precision: 0, criteria: .anyPeerName, reason: .applicationRequest,
                target: Common.target, validate: Common.id, bestMatch: nil, path: [Common.nodeB])))

    private static let floodWithRevocation = WorkedExample(
        "15.8 FLOOD, revocation", Section15.floodWithRevocation, id: 0x4444_4446,
        .flood(
            Flood(
                wantsNoAck: false, validate: Common.id, revoke: Array(Section15.floodWithRevocation[60..<441]),
                routeEntry: nil, flooded: [Common.nodeA])))

    /// The fragment of an AUTHORITY begins after 28 bytes (wire 5.2).
    private static func authority(
        _ section: String, _ bytes: [UInt8], id: MessageID, acked: MessageID
    ) -> WorkedExample {
        let fragment = Array(bytes[28...])
        let piece = Authority(acked: acked, size: UInt16(fragment.count), offset: 0, fragment: fragment)
        return WorkedExample(section, bytes, id: id, .authority(piece))
    }
}

/// The values that the examples share (wire 15): the name `0.swift` at node A, `fe80::1`.
enum Common {
    static let p2pID = P2PID(high: 0xabef_c596_7bf7_c1ef, low: 0xbd8c_68df_bc0b_d40e)
    static let location = ServiceLocation(prefix: 0xfe80 << 48, suffix: 0x0123_4567_89ab_cdef)
    static let id = PeerID(p2pID: p2pID, serviceLocation: location)
    static let target = PeerID(
        p2pID: p2pID, serviceLocation: ServiceLocation(prefix: 0xfe80 << 48, suffix: 1 << 63))
    static let nodeA = Endpoint(address: IPv6Address(high: 0xfe80 << 48, low: 1), port: 3540)
    static let nodeB = Endpoint(address: IPv6Address(high: 0xfe80 << 48, low: 2), port: 3540)
    static let route = RouteEntry(id: id, port: 3540, addresses: [nodeA.address])
    static let nonce = Nonce(high: 0x1011_1213_1415_1617, low: 0x1819_1a1b_1c1d_1e1f)
    static let inquireNonce = Nonce(high: 0xa0a1_a2a3_a4a5_a6a7, low: 0xa8a9_aaab_acad_aeaf)
    static let hashedNonce = digest("ca148d05e875bcb8cce4fd2c2c720bfd2e64753b")
    static let classifierHash = digest("2f00f2ebe0c588acb3fb5d339c6e549214ff1f8e")
    static let notAfter = CalendarTime(ticks: 133_500_000_000_000_000)

    static func digest(_ text: String) -> SHA1Digest {
        guard let digest = [UInt8](hexText: text).flatMap({ SHA1Digest($0) }) else {
            preconditionFailure("\(text) is no digest")
        }
        return digest
    }
}
