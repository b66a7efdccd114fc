import Discovery
import PeerBase
import XMLReading

/// One agent and what it hears, for tests that read like a conversation. It sits on interface 2 as fe80::1 and
/// 192.0.2.1.
struct Talk {
    var agent: DiscoveryAgent
    var now = Instant.zero

    static let link = DiscoveryLink(
        index: 2, name: "eth0",
        addresses: [
            LinkAddress(v6("fe80::1"), prefixLength: 64), LinkAddress(v6("2001:db8::1"), prefixLength: 64),
            LinkAddress(v6("::ffff:192.0.2.1"), prefixLength: 96 + 24),
        ])

    init(seed: UInt64 = 1, person: OwnPerson? = amit, links: [DiscoveryLink] = [Talk.link]) {
        agent = DiscoveryAgent(random: RandomSource(seed: seed), reader: read)
        guard let person else { return }
        _ = agent.signIn(person, links: links, unixNanoseconds: 1_000_000_000_000, now: now)
    }

    mutating func hear(
        _ message: DiscoveryMessage, from source: Endpoint = neighbour, on link: UInt32 = 2
    ) -> [DiscoveryAction] {
        agent.receive(message.encoded(), from: source, on: link, now: now)
    }

    /// Lets time pass; what was done, and when.
    mutating func wait(_ duration: Duration) -> [(time: Duration, action: DiscoveryAction)] {
        let end = now + duration
        var done: [(Duration, DiscoveryAction)] = []
        while let deadline = agent.nextDeadline, deadline <= end {
            done += agent.advance(to: deadline).map { (deadline - .zero, $0) }
        }
        now = end
        return done
    }

    /// What it says to one host within that time.
    mutating func answers(in duration: Duration) -> [DiscoveryMessage] {
        wait(duration).compactMap { if case .send(let bytes, _, _) = $0.action { message(bytes) } else { nil } }
    }
}

let amit = OwnPerson(nearID: GUID(high: 1, low: 1), nickname: "Amit2", host: "AMIT-VPC", port: 5358)
let bea = OwnPerson(nearID: GUID(high: 3, low: 3), nickname: "Bea", host: "desk", port: 5359)
/// A host of the link and the port it asks from.
let neighbour = Endpoint(address: v6("fe80::99"), port: 50_000)
let person = XMLElement.Name("Person", in: "urn:x-p2psh:pnm:1")
let device = XMLElement.Name("Device", in: "http://schemas.xmlsoap.org/ws/2006/02/devprof")

@Sendable func read(_ bytes: [UInt8]) -> XMLElement? { try? XMLReader.read(bytes, limits: .datagram) }

func message(_ bytes: [UInt8]) -> DiscoveryMessage? { read(bytes).flatMap { try? DiscoveryMessage($0) } }

func v6(_ text: String) -> IPv6Address { IPv6Address(text) ?? .unspecified }

func uuid(_ number: UInt64) -> String { "urn:uuid:\(GUID(high: 0xfeed, low: number))" }

/// Chris, of another host, with his words in order.
struct Chris {
    var nearID = GUID(high: 2, low: 2)
    var nickname = "Chris"
    var host = "laptop"
    var instance: UInt64 = 500
    var sequence = "urn:uuid:00000000-0000-0000-0000-00000000000c"
    var version: UInt64 = 1
    var number: UInt64 = 0
    var address = "[fe80::99]:5358"
    private var messages: UInt64 = 0

    init(_ identity: UInt64 = 2) {
        nearID = GUID(high: 2, low: identity)
        messages = identity << 32
    }

    func target(withAddress: Bool) -> DiscoveryTarget {
        DiscoveryTarget(
            address: "urn:uuid:\(nearID)", types: [device, person],
            scopes: ["x-p2psh://near/nick/\(nickname)", "x-p2psh://near/host/\(host)", "x-p2psh://near/v/1"],
            transports: withAddress ? ["https://\(address)/\(nearID)"] : [], metadataVersion: version)
    }

    mutating func say(_ body: DiscoveryMessage.Body, to question: String? = nil) -> DiscoveryMessage {
        (number, messages) = (number + 1, messages + 1)
        let position = MessageSequence(instance: instance, id: sequence, number: number)
        return DiscoveryMessage(id: uuid(messages), relatesTo: question, sequence: position, body)
    }

    mutating func hello() -> DiscoveryMessage { say(.hello(target(withAddress: false))) }
    mutating func bye() -> DiscoveryMessage { say(.bye("urn:uuid:\(nearID)")) }
    mutating func match(_ question: String) -> DiscoveryMessage {
        say(.probeMatches([target(withAddress: true)]), to: question)
    }
}

extension DiscoveryAction {
    var event: DiscoveryEvent? { if case .report(let event) = self { event } else { nil } }
    var everybody: DiscoveryMessage? { if case .multicast(let bytes) = self { message(bytes) } else { nil } }
}

extension [DiscoveryAction] {
    var events: [DiscoveryEvent] { compactMap(\.event) }
}

extension DiscoveryEvent {
    var added: DiscoveredPerson? { if case .added(let person) = self { person } else { nil } }
    var deleted: DiscoveredPerson? { if case .deleted(let person) = self { person } else { nil } }
    var updated: DiscoveredPerson? { if case .updated(let person) = self { person } else { nil } }
}

func probe(_ number: UInt64, _ question: ProbeQuestion = ProbeQuestion()) -> DiscoveryMessage {
    DiscoveryMessage(id: uuid(number), .probe(question))
}
