import CommandTree
import Mesh
import PeerBase
import PeerEngine

/// What a chat shows of the events of its mesh: what concerns people, and each kind of trouble no more often than it
/// changes.
struct ChatNotices: Sendable {
    /// Addresses and sentences that are remembered, so that nobody can fill memory or screen; ours.
    private static let limit = 64

    /// Where our password or certificate was not accepted.
    private var refusers: Set<Endpoint> = []
    private var mismatches: Set<String> = []
    private var faults: Set<String> = []
    private var hasToldOfStrangers = false

    mutating func lines(for event: MeshEvent) -> [Line] {
        switch event.occurrence {
        case .said(let delivery): return delivery.lines
        case .lost, .left: return sentence(of: event, .warning)
        case .happened(.wentOnline): return ["* Online: others are here."]
        case .happened(.wentOffline): return [Line("* Offline: nobody else is here now.", .warning)]
        case .happened(.memberJoined), .happened(.memberLeft), .happened(.nicknameTaken):
            return sentence(of: event, .dim)
        case .happened(.dialFailed(let place, .notAdmitted)): return refusal(at: place)
        case .happened(.dialFailed(_, .mismatch(let words))): return mismatch(words)
        case .happened(.admissionRefused(_, .notAdmitted)): return stranger()
        case .happened(.admissionRefused(_, .mismatch(let words))): return mismatch(words)
        case .happened(.dialFailed(_, .untrusted(let words))), .happened(.admissionRefused(_, .untrusted(let words))):
            return distrust(words)
        case .happened: return []
        }
    }

    private func sentence(of event: MeshEvent, _ style: Style) -> [Line] {
        MeshNews(event).map { [Line("* " + $0.text, style)] } ?? []
    }

    /// A wrong password and an empty room should not look alike (peer channel 19).
    private mutating func refusal(at place: Endpoint?) -> [Line] {
        guard let place, refusers.count < Self.limit, refusers.insert(place).inserted else { return [] }
        let others = refusers.count == 1 ? "1 other" : "\(refusers.count) others"
        return [Line("* Your password or certificate was not accepted by \(others).", .warning)]
    }

    private mutating func stranger() -> [Line] {
        guard !hasToldOfStrangers else { return [] }
        hasToldOfStrangers = true
        return [Line("* Somebody with another password or certificate was not let in.", .dim)]
    }

    private mutating func distrust(_ words: String) -> [Line] {
        guard faults.count < Self.limit, faults.insert(words).inserted else { return [] }
        return [Line("* Somebody here has a certificate that is not accepted: \(words).", .warning)]
    }

    private mutating func mismatch(_ words: String) -> [Line] {
        guard mismatches.count < Self.limit, mismatches.insert(words).inserted else { return [] }
        return [Line("* Somebody here is set up differently: \(words)", .warning)]
    }
}
