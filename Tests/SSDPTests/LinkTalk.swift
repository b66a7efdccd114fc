import PeerBase
import SSDP

/// One agent and what it hears, for tests that read like a conversation.
struct LinkTalk {
    var agent: SSDPAgent
    var now = Instant.zero

    init(seed: UInt64 = 1) {
        agent = SSDPAgent(random: RandomSource(seed: seed))
    }

    mutating func publish(_ endpoint: Endpoint = one, _ scope: SSDPScope = .linkLocal, on: UInt32...) -> [SSDPAction] {
        agent.advertise(endpoint, scope: scope, interfaces: on, now: now)
    }

    mutating func withdraw(_ endpoint: Endpoint = one, _ scope: SSDPScope = .linkLocal, on: UInt32...) -> [SSDPAction] {
        agent.withdraw(endpoint, scope: scope, interfaces: on, now: now)
    }

    mutating func search(_ scope: SSDPScope = .linkLocal, on: UInt32...) -> [SSDPAction] {
        agent.search(scope, interfaces: on, now: now)
    }

    mutating func hear(_ message: SSDPMessage, from source: Endpoint = neighbour, on link: UInt32 = 2) -> [SSDPAction] {
        agent.receive(message.encoded().span, from: source, on: link, now: now)
    }

    /// Lets time pass; what was done, and when.
    mutating func wait(_ duration: Duration) -> [(time: Duration, action: SSDPAction)] {
        let end = now + duration
        var done: [(Duration, SSDPAction)] = []
        while let deadline = agent.nextDeadline, deadline <= end {
            done += agent.advance(to: deadline).map { (deadline - .zero, $0) }
        }
        now = end
        return done
    }
}

/// An address of the link and the port it searches from.
let neighbour = linkLocal(0x99, port: 50_000)

func linkLocal(_ host: UInt64, port: UInt16 = 3540) -> Endpoint {
    Endpoint(address: IPv6Address(high: 0xfe80 << 48, low: host), port: port)
}

func global(_ host: UInt64, port: UInt16 = 3540) -> Endpoint {
    Endpoint(address: IPv6Address(high: 0x2001_0db8 << 32, low: host), port: port)
}

func alive(_ endpoint: Endpoint = one, _ scope: SSDPScope = .linkLocal, on link: UInt32 = 2) -> SSDPAction {
    .multicast(SSDPMessage.alive(scope, endpoint).encoded(), interface: link)
}

func byebye(_ endpoint: Endpoint = one, _ scope: SSDPScope = .linkLocal, on link: UInt32 = 2) -> SSDPAction {
    .multicast(SSDPMessage.byebye(scope, endpoint).encoded(), interface: link)
}

func answer(_ endpoint: Endpoint = one, to searcher: Endpoint = neighbour, on link: UInt32 = 2) -> SSDPAction {
    .send(SSDPMessage.answer(.linkLocal, endpoint).encoded(), to: searcher, interface: link)
}
