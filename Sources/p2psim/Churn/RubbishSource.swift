import Glibc
import PNRP
import PeerBase

/// A socket that sends malformed datagrams: messages such as nodes send, cut, with flipped bits or lengthened, and noise
/// behind a good header.
final class RubbishSource: Sendable {
    struct NoSocket: Error {}

    private let descriptor: CInt
    private let perSecond: Int
    private let seed: UInt64
    /// How often a second the stream pauses.
    private static let batches = 10

    init(perSecond: Int, seed: UInt64) throws {
        descriptor = socket(AF_INET6, CInt(SOCK_DGRAM.rawValue), 0)
        guard descriptor >= 0 else { throw NoSocket() }
        self.perSecond = perSecond
        self.seed = seed
    }

    deinit { close(descriptor) }

    /// Sends to random residents until the task is cancelled.
    func pour(over town: RestlessTown) async {
        var random = RandomSource(seed: seed &+ 1)
        var rubbish = Rubbish()
        while !Task.isCancelled, perSecond > 0 {
            let residents = await town.residents
            for _ in 0..<Int.random(in: 0...2 * perSecond / Self.batches, using: &random) {
                guard let target = residents.randomElement(using: &random) else { break }
                let stranger = residents.randomElement(using: &random) ?? target
                send(rubbish.next(about: target, stranger, random: &random), to: target.endpoint)
            }
            try? await Task.sleep(for: .seconds(1) / Self.batches)
        }
    }

    /// What cannot be sent does not matter.
    private func send(_ bytes: [UInt8], to endpoint: Endpoint) {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = endpoint.port.bigEndian
        address.sin6_addr = in6addr_loopback
        withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = sendto(descriptor, bytes, bytes.count, 0, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
            }
        }
    }
}

/// Makes messages that mean something to a node, and spoils them.
private struct Rubbish {
    private var lastID: MessageID = 0

    mutating func next(
        about target: RestlessTown.Resident, _ other: RestlessTown.Resident, random: inout RandomSource
    ) -> [UInt8] {
        lastID &+= 1
        let body = body(about: target, other, random: &random)
        return spoiled(Message(id: lastID, body: body).encoded(), random: &random)
    }

    private func body(
        about target: RestlessTown.Resident, _ other: RestlessTown.Resident, random: inout RandomSource
    ) -> Message.Body {
        let route = RouteEntry(id: other.id, port: other.endpoint.port, addresses: [other.endpoint.address])
        let nonce = Nonce(high: random.next(), low: random.next())
        let acked = MessageID(truncatingIfNeeded: random.next())
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return .solicit(Solicit(type: .any, routeEntry: route, hashedNonce: .zero))
        case 1: return .advertise(Advertise(acked: acked, ids: [other.id, target.id], hashedNonce: .zero))
        case 2: return .request(Request(nonce: nonce, ids: [target.id]))
        case 3:
            let flood = Flood(
                wantsNoAck: false, validate: target.id, revoke: nil, routeEntry: route, flooded: [other.endpoint])
            return .flood(flood)
        case 4: return .inquire(Inquire(flags: [.cpa, .extendedPayload], validate: target.id, nonce: nonce))
        case 5: return .ack(Ack(acked: acked, notFound: true))
        case 6:
            let lookup = Lookup(
                acceptsNotCloser: false, precision: 0, criteria: .anyPeerName, reason: .applicationRequest,
                target: other.id, validate: target.id, bestMatch: route, path: [other.endpoint])
            return .lookup(lookup)
        default: return .authority(Authority(acked: acked, size: 400, offset: 0, fragment: random.bytes(200)))
        }
    }

    private func spoiled(_ whole: [UInt8], random: inout RandomSource) -> [UInt8] {
        var bytes = whole
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.removeLast(Int.random(in: 1...bytes.count, using: &random))
        case 1: bytes += random.bytes(Int.random(in: 1...40, using: &random))
        case 2:
            // Behind the header, which would only have it dropped at once (wire 2).
            let noise = random.bytes(Int.random(in: 0..<1200, using: &random))
            bytes.replaceSubrange(min(12, bytes.count)..., with: noise)
        default:
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: bytes.indices, using: &random)
                bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
        }
        return bytes
    }
}
