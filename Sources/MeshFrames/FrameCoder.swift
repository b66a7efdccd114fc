package import Mesh

/// Frames of admitted neighbours as bytes. What comes out of ``decode(_:messageLimit:)`` keeps every limit that does not
/// depend on the state of a link.
package enum FrameCoder {
    /// A frame as it came.
    package struct Decoded: Hashable, Sendable {
        package var frame: Frame
        /// Referrals that were left out because they can lead to nobody; the third on one link ends it (peer channel 17).
        package var badReferrals: Int
    }

    package static func encode(_ frame: Frame) -> [UInt8] { WireFrame(frame).encoded() }

    /// `messageLimit` is the largest content of this mesh, in bytes.
    package static func decode(_ bytes: [UInt8], messageLimit: Int) throws(FrameFault) -> Decoded {
        guard bytes.count <= FrameSize.largest(messageLimit: messageLimit) else { throw .tooLarge }
        var badReferrals = 0
        let frame = try Frame(WireFrame(decoding: bytes), badReferrals: &badReferrals)
        guard bytes.count <= frame.largestSize(messageLimit: messageLimit) else { throw .tooLarge }
        for flood in frame.floods where flood.signed.count > messageLimit { throw .tooLarge }
        return Decoded(frame: frame, badReferrals: badReferrals)
    }
}

extension Frame {
    fileprivate var floods: [Flood] {
        switch self {
        case .flood(let flood): [flood]
        case .syncReply(let reply): reply.floods
        default: []
        }
    }

    fileprivate func largestSize(messageLimit: Int) -> Int {
        switch self {
        case .flood: FrameSize.flood(messageLimit: messageLimit)
        case .syncReply: FrameSize.largest(messageLimit: messageLimit)
        default: FrameSize.control
        }
    }
}

// MARK: - Reading

extension Frame {
    fileprivate init(_ wire: WireFrame, badReferrals: inout Int) throws(FrameFault) {
        guard let kind = wire.kind else { throw .unknown }
        switch kind {
        case .hello, .proof1, .proof2, .refusal:
            throw .outOfPlace
        case .connect(let connect):
            self = .connect(
                Connect(node: try NodeID(decoding: connect.node), address: try NodeAddress(connect.endpoints)))
        case .welcome(let nodes):
            self = .welcome(
                Welcome(
                    node: try NodeID(decoding: nodes.node), referrals: try Self.referrals(nodes, bad: &badReferrals)))
        case .refuse(let nodes):
            // Only these three (peer channel 5.3); an unknown reason brings no referrals in (17).
            let reason = try Self.reason(nodes)
            guard [.duplicateNeighbor, .duplicateNodeID, .nodeBusy].contains(reason) else { throw .invalid("reason") }
            self = .refuse(Refuse(reason: reason, referrals: try Self.referrals(nodes, bad: &badReferrals)))
        case .disconnect(let nodes):
            self = .disconnect(
                Disconnect(reason: try Self.reason(nodes), referrals: try Self.referrals(nodes, bad: &badReferrals)))
        case .linkUtility(let report):
            self = .linkUtility(LinkUtility(total: report.total, useful: report.useful))
        case .ping(let nonce):
            self = .ping(nonce: nonce)
        case .pong(let nonce):
            self = .pong(nonce: nonce)
        case .shuffle(let nodes):
            self = .shuffle(try Self.referrals(nodes, bad: &badReferrals))
        case .shuffleReply(let nodes):
            self = .shuffleReply(try Self.referrals(nodes, bad: &badReferrals))
        case .flood, .iHave, .graft, .prune, .iDontWant, .syncRequest, .syncReply:
            self = try Self.flooding(kind)
        }
    }

    private static func flooding(_ kind: WireFrame.OneOf_Kind) throws(FrameFault) -> Frame {
        switch kind {
        case .flood(let flood): return .flood(try Flood(flood))
        case .iHave(let ids): return .iHave(try MessageID.list(ids))
        case .graft(let ids): return .graft(try MessageID.list(ids))
        case .prune: return .prune
        case .iDontWant(let ids): return .iDontWant(try MessageID.list(ids))
        case .syncRequest(let request):
            return .syncRequest(SyncRequest(messages: request.messages, bytes: request.bytes))
        case .syncReply(let reply):
            guard reply.floods.count <= Limits.syncedMessages else { throw .invalid("number of messages") }
            var floods: [Flood] = []
            for flood in reply.floods { floods.append(try Flood(flood)) }
            return .syncReply(SyncReply(floods: floods, isLast: reply.isLast))
        default: throw .unknown
        }
    }

    private static func reason(_ nodes: WireNodes) throws(FrameFault) -> Reason {
        guard let reason = Reason(rawValue: nodes.reason) else { throw .invalid("reason") }
        return reason
    }

    /// A list that is too long is nobody's mistake; one bad entry may be, and is left out (peer channel 17).
    private static func referrals(_ nodes: WireNodes, bad: inout Int) throws(FrameFault) -> [Referral] {
        guard nodes.referrals.count <= Limits.referralsPerFrame else { throw .invalid("number of referrals") }
        var referrals: [Referral] = []
        for wire in nodes.referrals {
            guard let node = NodeID(wire.node), let address = try? NodeAddress(wire.endpoints) else {
                bad += 1
                continue
            }
            referrals.append(Referral(node: node, address: address))
        }
        return referrals
    }
}

extension Frame.Flood {
    fileprivate init(_ wire: WireFlood) throws(FrameFault) {
        guard !wire.signed.isEmpty else { throw .invalid("content") }
        guard wire.signature.count <= Limits.signatureBytes else { throw .invalid("signature") }
        self.init(
            signed: [UInt8](wire.signed), signature: [UInt8](wire.signature),
            hopsLeft: wire.hasHopsLeft ? wire.hopsLeft : nil, hopsDone: wire.hopsDone)
    }
}

extension MessageID {
    /// Ids stand one after the other, without anything between.
    fileprivate static func list(_ joined: some Collection<UInt8>) throws(FrameFault) -> [MessageID] {
        guard joined.count.isMultiple(of: length), joined.count / length <= Limits.idsPerFrame else {
            throw .invalid("list of ids")
        }
        let bytes = [UInt8](joined)
        return stride(from: 0, to: bytes.count, by: length).compactMap { MessageID([UInt8](bytes[$0..<$0 + length])) }
    }
}
