import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

@Suite("What a node counts of what comes in (behaviour 13, 18)")
struct CountingTests {
    private let solicit = Message.Body.solicit(Solicit(type: .any, routeEntry: nil, hashedNonce: .zero))

    @Test("malformed datagrams by the kind of their first fault")
    func reasons() {
        var talk = Dialogue.alone()
        let good = Message(id: 1, body: solicit).encoded()
        talk.receive(Array(good.dropLast()), from: Peer(1).endpoint)
        talk.receive(Array(good.prefix(12)), from: Peer(1).endpoint)
        var stranger = good
        stranger[4] = 0x52
        talk.receive(stranger, from: Peer(1).endpoint)
        let faults = talk.node.counters.decodeFaults
        #expect(faults.truncated == 1)
        #expect(faults.missing == 1)
        #expect(faults.invalidValue == 1)
        #expect(faults.total == 3 && talk.node.counters.malformed == 3)
    }

    @Test("what comes while the cloud is not running is nobody's fault")
    func notRunning() {
        var talk = Dialogue()
        talk.hear(solicit, from: Peer(1).endpoint)
        #expect(talk.node.counters.datagramsReceived == 1)
        #expect(talk.node.counters.refusedSources == 0)
        var open = Dialogue.alone()
        open.hear(solicit, from: Endpoint(address: Peer(1).endpoint.address, port: 1024))
        #expect(open.node.counters.refusedSources == 1)
    }
}
