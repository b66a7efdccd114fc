import Mesh
import PeerBase

extension Closure {
    /// In a few words, without a full stop.
    var text: String {
        switch self {
        case .parted(let reason, let byPeer): "\(byPeer ? "they" : "we") parted: \(reason.text)"
        case .unreachable: "nobody answered"
        case .lost: "the connection broke"
        case .insecure(let words): "TLS could not be made: \(words)"
        case .untrusted(let words): "its certificate was not accepted: \(words)"
        case .notAdmitted: "the password or certificate was not accepted"
        case .mismatch(let words): words
        case .timedOut: "it took too long"
        case .tooSlow: "it kept silent for too long"
        case .misbehaved(let words): "it broke the protocol: \(words)"
        case .ourselves: "that is this node"
        case .closing: "the mesh is being left"
        }
    }
}

extension Reason {
    fileprivate var text: String {
        switch self {
        case .leavingMesh: "leaving the mesh"
        case .notUsefulNeighbor: "enough better neighbors"
        case .duplicateNeighbor: "a link is there already"
        case .duplicateNodeID: "the same node"
        case .nodeBusy: "neighbors enough"
        case .internalFailure: "a failure"
        }
    }
}

extension DoorRefusal {
    var text: String {
        switch self {
        case .crowded: "too many strangers were at the door"
        case .early: "it failed before and came again too early, or too many fail"
        case .banned: "it broke the protocol lately"
        }
    }
}

extension Refusal {
    var text: String {
        switch self {
        case .malformed: "it was damaged"
        case .badSignature: "its signature was wrong"
        case .untrustedSender: "its sender is not trusted"
        case .wrongMesh: "it belongs to another mesh"
        case .time: "it was too old, or from the future"
        case .replay: "it was here before"
        case .tooLarge: "it was too large"
        case .tooMany: "there were too many"
        }
    }
}
