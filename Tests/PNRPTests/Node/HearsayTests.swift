import PeerBase
import PeerSimulation
import Testing

@testable import PNRP

@Suite("Nothing is told that was not verified (invariant 24.1)")
struct HearsayTests {
    @Test("whatever routes others mention, only those that answered are named", arguments: 100..<110 as Range<UInt64>)
    func verifiedOnly(seed: UInt64) throws {
        var (talk, own) = try Dialogue.publishing()
        var random = RandomSource(seed: seed)
        var known: Set<PeerID> = [own]
        var questions: [Sent] = []
        for step in 0..<600 {
            // Numbers up to 20 live and answer, those above do not exist.
            let peer = Peer(Int.random(in: 1...40, using: &random))
            let source = VirtualCloud.endpoint(Int.random(in: 1...60, using: &random))
            var actions = talk.hear(mention(peer, own, step, &random), from: source)
            if let question = questions.randomElement(using: &random), Bool.random(using: &random) {
                questions.removeAll { $0.id == question.id }
                if let peer = (1...20).map({ Peer($0) }).first(where: { $0.id == question.inquire?.validate }) {
                    known.insert(peer.id)
                    actions += talk.answer(question, peer.proof(question.inquire?.nonce))
                }
            }
            actions += talk.pass(.milliseconds(Int.random(in: 0...100, using: &random)))
            questions += actions.sent.filter { $0.inquire != nil }
            #expect(named(in: actions).isSubset(of: known), "seed \(seed), step \(step)")
        }
        #expect(known.count > 10, "seed \(seed)")
    }

    private func mention(
        _ peer: Peer, _ own: PeerID, _ step: Int, _ random: inout RandomSource
    ) -> Message.Body {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: .flood(.about(peer.route, validate: own))
        case 1: .flood(Flood(wantsNoAck: false, validate: own, revoke: nil, routeEntry: peer.route, flooded: []))
        case 2:
            .solicit(
                Solicit(
                    type: .any, routeEntry: peer.route,
                    hashedNonce: ToyCryptography.functions.sha1([UInt8(step & 255)])))
        default:
            .lookup(
                Lookup(
                    acceptsNotCloser: true, precision: 0, criteria: .anyPeerName, reason: .applicationRequest,
                    target: peer.id, validate: .zero, bestMatch: peer.route, path: [VirtualCloud.endpoint(70)]))
        }
    }

    /// The identifiers that the node told others about; a LOOKUP's target is only asked for.
    private func named(in actions: [Action]) -> Set<PeerID> {
        Set(
            actions.sent.flatMap { sent -> [PeerID] in
                let routes = [sent.buffer?.routeEntry, sent.flood?.routeEntry, sent.lookup?.bestMatch]
                return routes.compactMap { $0?.id } + (sent.advertise?.ids ?? [])
            })
    }
}
