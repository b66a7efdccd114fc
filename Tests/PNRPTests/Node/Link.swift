import PeerBase
import PeerSimulation

@testable import PNRP

/// Hosts on one link whose SSDP works as wire 14 says: an announcement reaches everybody else, a search is answered by
/// each who advertises, after up to three seconds.
struct Link {
    private enum Happening {
        case datagram([UInt8], from: Endpoint, to: Endpoint)
        /// SSDP names `member` to `host`.
        case finding(host: Endpoint, member: Endpoint)
    }

    private(set) var nodes: [Node] = []
    private(set) var now: Instant = .zero
    var losesAnnouncements = false
    private var advertised: Set<Endpoint> = []
    private var queue: [(time: Instant, happening: Happening)] = []
    private var random: RandomSource

    init(hosts: Int, seed: UInt64) {
        random = RandomSource(seed: seed)
        for number in 0..<hosts {
            let configuration = Configuration(
                localEndpoints: [VirtualCloud.endpoint(number)], reach: .global, searchesLink: true,
                calendarOrigin: Dialogue.calendarOrigin)
            nodes.append(
                Node(
                    configuration: configuration, cryptography: ToyCryptography.functions,
                    random: RandomSource(seed: seed * 100 + UInt64(number))))
        }
    }

    var states: [CloudState] { nodes.map(\.state) }

    mutating func open(_ host: Int) {
        let actions = nodes[host].open(now: now)
        perform(actions, of: host)
    }

    mutating func register(_ host: Int) throws {
        let (_, actions) = try nodes[host].register(RegistrationRequest("0.host-\(host)"), now: now)
        perform(actions, of: host)
    }

    /// Lets time pass, everything in its order.
    mutating func run(for duration: Duration) {
        let end = now + duration
        while let next = [queue.first?.time, nodes.compactMap(\.nextDeadline).min()].compactMap({ $0 }).min(),
            next <= end
        {
            now = max(now, next)
            if let first = queue.first, first.time <= now {
                queue.removeFirst()
                happen(first.happening)
            } else if let host = nodes.firstIndex(where: { $0.nextDeadline.map { $0 <= now } ?? false }) {
                let actions = nodes[host].advance(to: now)
                perform(actions, of: host)
            }
        }
        now = end
    }

    private mutating func happen(_ happening: Happening) {
        switch happening {
        case .datagram(let bytes, let source, let destination):
            guard let host = host(at: destination) else { return }
            let actions = nodes[host].receive(bytes.span, from: source, at: destination, now: now)
            perform(actions, of: host)
        case .finding(let searcher, let member):
            guard let host = host(at: searcher) else { return }
            let actions = nodes[host].discovered(member, now: now)
            perform(actions, of: host)
        }
    }

    private mutating func perform(_ actions: [Action], of host: Int) {
        let own = VirtualCloud.endpoint(host)
        for action in actions {
            switch action {
            case .send(let bytes, let destination, _):
                add(.datagram(bytes, from: own, to: destination), after: .milliseconds(1))
            case .sign(let request):
                let made = request.parts.map { ToyCryptography.sign($0, identity: request.identity) }
                let more = nodes[host].signed(request.id, signatures: made, now: now)
                perform(more, of: host)
            case .search:
                for member in advertised.sorted(by: { $0.address.low < $1.address.low }) where member != own {
                    let delay = Int64.random(in: 0...3_000_000_000, using: &random)
                    add(.finding(host: own, member: member), after: .nanoseconds(delay))
                }
            case .advertise(let endpoint):
                advertised.insert(endpoint)
                for other in nodes.indices where other != host && !losesAnnouncements {
                    add(.finding(host: VirtualCloud.endpoint(other), member: endpoint), after: .milliseconds(1))
                }
            case .withdraw: advertised.remove(own)
            default: break
            }
        }
    }

    private mutating func add(_ happening: Happening, after delay: Duration) {
        let time = now + delay
        queue.insert((time, happening), at: queue.firstIndex { $0.time > time } ?? queue.count)
    }

    private func host(at endpoint: Endpoint) -> Int? {
        nodes.firstIndex { $0.configuration.localEndpoints.contains(endpoint) }
    }
}
