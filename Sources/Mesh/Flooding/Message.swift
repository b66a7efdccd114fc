import PeerBase

/// A message that has passed verification.
struct Message: Sendable {
    var id: MessageID
    var content: Content
    var flood: Frame.Flood
    /// Links it crossed; 0 for our own.
    var hops: UInt32
    /// Whether it came as an answer to what was said lately.
    var isHistory = false
}

extension Frame.Flood {
    /// The shape in which it is handed on, with a link more behind it; `nil` when it goes no further. Absent is no limit, 1
    /// and 0 stay where they are (peer channel 7.3 step 7, 7.5).
    var onward: Frame.Flood? {
        var next = self
        if let hopsLeft {
            guard hopsLeft > 1 else { return nil }
            next.hopsLeft = hopsLeft - 1
        }
        next.hopsDone = hopsDone.addingOne
        return next
    }
}

extension UInt32 {
    /// One more, but never more than there is room for: the number comes from others.
    var addingOne: UInt32 { self == .max ? self : self + 1 }
}

extension Content {
    /// Whether it keeps to the sizes of its parts (peer channel 7.1, 17).
    var isWellFormed: Bool {
        sequence > 0 && path.utf8.count <= Limits.pathBytes && Nickname.isValid(nickname)
    }
}

extension Refusal {
    /// The word under which it is counted.
    package var cause: String {
        switch self {
        case .malformed: "malformed message"
        case .badSignature: "bad signature"
        case .untrustedSender: "untrusted sender"
        case .wrongMesh: "wrong mesh"
        case .time: "wrong time"
        case .replay: "replay"
        case .tooLarge: "too large"
        case .tooMany: "too many"
        }
    }

    /// How it ends the sentence "a message with …".
    var fault: String {
        switch self {
        case .badSignature: "a bad signature"
        case .wrongMesh: "the mark of another mesh"
        default: "unreadable content"
        }
    }
}
