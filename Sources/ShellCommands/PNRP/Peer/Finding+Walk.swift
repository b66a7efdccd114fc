import PNRP
import PeerBase
import PeerEngine
import Pictures

extension Search.Finding {
    /// What there is to draw.
    func walk(to name: PeerName) -> Walk {
        let target = outcome.target
        // The first step is ourselves (behaviour 20).
        let origin = outcome.trace.first.map { node(of: $0, target) }
        return Walk(
            name: "\(name)", cloud: cloud.name, result: result, elapsed: outcome.elapsed,
            targetText: target.map { "\($0)" } ?? "", target: target?.word0, origin: origin,
            steps: outcome.trace.dropFirst().map { step in
                Walk.Step(node: node(of: step, target), verdict: step.verdict.drawn, time: step.elapsed)
            })
    }

    /// The bits are those of the identifier always, while a trace has none for the ends of the way.
    private func node(of step: TraceStep, _ target: PeerID?) -> Walk.Node {
        let zone = cloud.zone(of: step.endpoint.address)
        return Walk.Node(
            label: "[\(step.endpoint.address)]\(zone == 0 ? "" : "%\(zone)"):\(step.endpoint.port)",
            place: step.id?.word0, bits: step.id.flatMap { target?.commonPrefixLength(with: $0) })
    }

    private var result: Walk.Result {
        if !publishers.isEmpty { return .found }
        return outcome.result == .timedOut ? .timedOut : .notFound
    }
}

extension TraceStep.Verdict {
    fileprivate var drawn: Walk.Verdict {
        switch self {
        case .accepted: .accepted
        case .acceptedSuspicious: .suspicious
        case .acceptedFinalInquire: .final
        case .deadEnd: .deadEnd
        case .unreachable: .unreachable
        case .tooBusy: .busy
        }
    }
}
