import Discovery
import PeerBase
import XMLReading

/// A datagram of WS-Discovery: read as XML and as a message for itself, and heard by an agent that is signed in, has asked
/// and is asked back.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    if let document = try? XMLReader.read(input, limits: .datagram), let message = try? DiscoveryMessage(document) {
        comesBack(message)
    }
    hear(input)
    return 0
}

/// Only types that we have prefixes for can be written, and characters that XML allows.
private func comesBack(_ message: DiscoveryMessage) {
    let types: [XMLElement.Name] =
        switch message.body {
        case .hello(let target): target.types
        case .probe(let question): question.rule == .unknown ? [XMLElement.Name("")] : question.types
        case .probeMatches(let targets): targets.flatMap(\.types)
        case .resolveMatches(let target): target?.types ?? []
        case .bye, .resolve: []
        }
    let ours = ["urn:x-p2psh:pnm:1", "http://schemas.xmlsoap.org/ws/2006/02/devprof"]
    guard types.allSatisfy({ ours.contains($0.namespace) && !$0.local.isEmpty }) else { return }
    let written = try? XMLReader.read(message.encoded())
    precondition(written.flatMap { try? DiscoveryMessage($0) } == message, "read again, it is something else")
}

private let link = DiscoveryLink(
    index: 2, name: "eth0",
    addresses: [
        LinkAddress(IPv6Address(high: 0xfe80 << 48, low: 1), prefixLength: 64),
        LinkAddress(IPv6Address(ipv4: 0xc000_0201), prefixLength: 120),
    ])

private func hear(_ input: [UInt8]) {
    let own = OwnPerson(nearID: GUID(high: 1, low: 1), nickname: "Amit2", host: "AMIT-VPC", port: 5358)
    var agent = DiscoveryAgent(random: RandomSource(seed: 1)) { try? XMLReader.read($0, limits: .datagram) }
    _ = agent.signIn(own, links: [link], unixNanoseconds: 1_000_000_000_000, now: .zero)
    let source = Endpoint(address: IPv6Address(high: 0xfe80 << 48, low: 0x99), port: 50_000)
    for _ in 0..<2 { check(agent.receive(input, from: source, on: 2, now: .zero)) }
    var now = Instant.zero
    while let deadline = agent.nextDeadline, deadline <= .zero + .seconds(5) {
        now = deadline
        check(agent.advance(to: now))
    }
    precondition(agent.people.count <= DiscoveryLimits.items, "more than one datagram can name")
    check(agent.signOut(now: now))
}

private func check(_ actions: [DiscoveryAction]) {
    precondition(actions.count <= 2 * DiscoveryLimits.items, "one datagram has many effects")
    for action in actions {
        switch action {
        case .multicast(let bytes), .send(let bytes, to: _, link: _):
            precondition(bytes.count <= DiscoveryLimits.sentBytes, "a datagram that is too long")
        case .report(.added(let person)), .report(.updated(let person)), .report(.deleted(let person)):
            precondition(
                (1...DiscoveryLimits.nameBytes).contains(person.nickname.utf8.count), "a nickname without bounds")
            precondition(person.host.utf8.count <= DiscoveryLimits.nameBytes, "a host without bounds")
        }
    }
}
