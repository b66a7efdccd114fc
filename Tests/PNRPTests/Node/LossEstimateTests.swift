import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

@Suite("How much is lost, and what silence means then (behaviour 5, 12.6)")
struct LossEstimateTests {
    private let configuration = Configuration(
        localEndpoints: [Dialogue.own], reach: .global, calendarOrigin: Dialogue.calendarOrigin)

    @Test("one node that always answers late says nothing of the others", arguments: [0, 3, 40])
    func oneSlowNode(others: Int) {
        var loss = LossEstimate()
        for round in 0..<50 {
            loss.answered(isLate: true, by: source(1), now: instant(round))
            for other in 0..<others { loss.answered(isLate: false, by: source(10 + other), now: instant(round)) }
            #expect(loss.patience == 1)
        }
    }

    @Test("nor do many addresses of one network")
    func oneNetwork() throws {
        var loss = LossEstimate()
        for number in 1...30 {
            let address = IPv6Address(high: 0x2001_0db8_0000_0001, low: UInt64(number))
            let source = SourceKey(Endpoint(address: address, port: 3540), in: configuration)
            loss.answered(isLate: true, by: source, now: .zero)
        }
        #expect(loss.patience == 1)
    }

    @Test("late answers of many are loss: the more of them, the more patience")
    func loss() {
        // One exchange in fifteen, in four and in two fails.
        for (late, patience) in [(2, 1), (6, 2), (11, 4)] {
            var loss = LossEstimate()
            for number in 0..<32 { loss.answered(isLate: number < late, by: source(number), now: .zero) }
            #expect(loss.patience == patience, "\(late) of 32")
        }
    }

    @Test("a few are enough when all are late, and each is believed again when it answers at once")
    func smallCloud() {
        var loss = LossEstimate()
        for number in 1...5 { loss.answered(isLate: true, by: source(number), now: .zero) }
        #expect(loss.isHeavy)
        for number in 1...5 { loss.answered(isLate: false, by: source(number), now: .zero) }
        #expect(!loss.isHeavy)
    }

    @Test("what was an hour ago is over; more than thirty-two sources are not remembered")
    func forgotten() {
        var loss = LossEstimate()
        for number in 1...8 { loss.answered(isLate: true, by: source(number), now: .zero) }
        #expect(loss.isHeavy)
        var aged = loss
        aged.answered(isLate: false, by: source(100), now: .zero + Limits.lossMemory)
        #expect(!aged.isHeavy)
        for number in 100..<132 { loss.answered(isLate: false, by: source(number), now: .zero) }
        #expect(!loss.isHeavy)
    }

    @Test("two late answers of one node and another's silence: the silent one is gone after two seconds")
    func slowPeer() throws {
        var talk = Dialogue.alone()
        let slow = Peer(1)
        for number in 1...6 {
            let question = try #require(
                talk.hear(.flood(.about(RouteEntry(slow.id.offset(number), at: 1))), from: Peer(900).endpoint).sent
                    .first)
            talk.pass(.milliseconds(1500))
            talk.answer(question, AuthorityBuffer(flags: []))
        }
        let silent = talk.hear(.flood(.about(Peer(2).route)), from: Peer(900).endpoint).sent
        #expect(silent.count == 1)
        #expect(talk.node.admissions.count == 1)
        talk.pass(.seconds(2))
        #expect(talk.node.admissions.count == 0)
    }

    private func source(_ number: Int) -> SourceKey { SourceKey(VirtualCloud.endpoint(number), in: configuration) }

    private func instant(_ second: Int) -> Instant { .zero + .seconds(second) }
}
