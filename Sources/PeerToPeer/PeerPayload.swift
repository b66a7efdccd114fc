internal import PNRP

/// Up to 4096 bytes that a publisher gives out beside its endpoints, signed with the same key.
public enum PeerPayload: Hashable, Sendable {
    case text(String)
    case bytes([UInt8])
}

extension PeerPayload {
    init(_ payload: ExtendedPayload.Payload) {
        switch payload {
        case .string(let text): self = .text(text)
        case .binary(let bytes): self = .bytes(bytes)
        }
    }

    var published: ExtendedPayload.Payload {
        switch self {
        case .text(let text): .string(text)
        case .bytes(let bytes): .binary(bytes)
        }
    }
}
