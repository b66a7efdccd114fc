import PeerBase
import SSDP

/// A datagram of the link: read for itself, and heard by an agent that publishes and searches.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    guard let message = try? SSDPMessage(parsing: input.span) else { return 0 }
    let written = message.encoded()
    precondition((try? SSDPMessage(parsing: written.span)) == message, "read again, it is something else")
    hear(input)
    return 0
}

private func hear(_ input: [UInt8]) {
    let own = Endpoint(address: IPv6Address(high: 0xfe80 << 48, low: 1), port: 3540)
    let source = Endpoint(address: IPv6Address(high: 0xfe80 << 48, low: 2), port: 50_000)
    var agent = SSDPAgent(random: RandomSource(seed: 1))
    _ = agent.advertise(own, scope: .linkLocal, interfaces: [2], now: .zero)
    _ = agent.search(.linkLocal, interfaces: [2], now: .zero)
    let actions = agent.receive(input.span, from: source, on: 2, now: .zero)
    precondition(actions.count <= 1, "a datagram is one finding at most")
    let end = Instant.zero + .seconds(4)
    precondition(agent.advance(to: end).count <= 2, "an answer, and the repeated announcement")
}
