import Mesh
import PeerBase
import Testing

@testable import MeshFrames

@Suite("Frames of a mesh")
struct FrameTests {
    private static let limit = Limits.defaultMessageSize
    static let node = Sample.node(7)
    static let ids = (1...3).compactMap { MessageID([UInt8](repeating: $0, count: 20)) }
    static let flood = Frame.Flood(
        signed: [1, 2, 3], signature: [UInt8](repeating: 9, count: 64), hopsLeft: 3, hopsDone: 1)
    static let unlimited = Frame.Flood(signed: [1], signature: [], hopsLeft: nil, hopsDone: 0)
    static let referrals = [Sample.referral(1), Sample.referral(2)]

    static let all: [Frame] = [
        .connect(Frame.Connect(node: node, address: Sample.address(2))),
        .welcome(Frame.Welcome(node: node, referrals: referrals)),
        .welcome(Frame.Welcome(node: node, referrals: [])),
        .refuse(Frame.Refuse(reason: .nodeBusy, referrals: referrals)),
        .disconnect(Frame.Disconnect(reason: .leavingMesh, referrals: [])),
        .linkUtility(Frame.LinkUtility(total: 32, useful: 5)), .linkUtility(Frame.LinkUtility(total: 0, useful: 0)),
        .ping(nonce: .max), .pong(nonce: 0),
        .flood(flood), .flood(unlimited),
        .flood(Frame.Flood(signed: [1], signature: [], hopsLeft: 0, hopsDone: .max)),
        .iHave(ids), .graft(ids), .graft([]), .prune, .iDontWant(ids),
        .shuffle(referrals), .shuffleReply([]),
        .syncRequest(Frame.SyncRequest(messages: 200, bytes: 1 << 20)),
        .syncReply(Frame.SyncReply(floods: [flood, unlimited], isLast: true)),
        .syncReply(Frame.SyncReply(floods: [], isLast: false)),
    ]

    @Test("what is written is read again", arguments: all)
    func roundTrip(_ frame: Frame) throws {
        let decoded = try FrameCoder.decode(FrameCoder.encode(frame), messageLimit: Self.limit)
        #expect(decoded == FrameCoder.Decoded(frame: frame, badReferrals: 0))
    }

    @Test("a frame cut short anywhere, or with a changed byte, crashes nothing", arguments: all)
    func damaged(_ frame: Frame) {
        let bytes = FrameCoder.encode(frame)
        for index in bytes.indices {
            #expect((try? FrameCoder.decode(Array(bytes[..<index]), messageLimit: Self.limit).frame) != frame)
            var changed = bytes
            changed[index] ^= 0xFF
            #expect((try? FrameCoder.decode(changed, messageLimit: Self.limit).frame) != frame)
        }
    }

    @Test("zones are of one host only and do not travel")
    func zones() throws {
        var address = Sample.address(1)
        address.endpoints[0].zone = 3
        let sent = Frame.connect(Frame.Connect(node: Self.node, address: address))
        let decoded = try FrameCoder.decode(FrameCoder.encode(sent), messageLimit: Self.limit)
        #expect(decoded.frame == .connect(Frame.Connect(node: Self.node, address: Sample.address(1))))
    }

    @Test("nothing, garbage and kinds of later versions are refused")
    func unknown() {
        #expect(fault([]) == .unknown)
        #expect(fault([0xFF, 0xFF, 0xFF]) == .unreadable)
        #expect(fault(Array("GET / HTTP/1.1\r\n".utf8)) != nil)
        // Field 99, an empty message.
        #expect(fault([0x9A, 0x06, 0x00]) == .unknown)
    }

    @Test("frames of the admission have no place here")
    func outOfPlace() {
        #expect(fault(AdmissionCoder.encode(.proof1(share: [UInt8](repeating: 1, count: 32)))) == .outOfPlace)
        #expect(fault(AdmissionCoder.encode(.refusal("no"))) == .outOfPlace)
    }

    // MARK: - Fields

    @Test("node id 0 names nobody")
    func nodeZero() {
        #expect(fault { $0.connect.endpoints = Sample.address(1).wire } == .invalid("node id"))
        #expect(fault { $0.welcome = WireNodes() } == .invalid("node id"))
    }

    @Test("an address must be one that can be dialled")
    func addresses() {
        func fault(_ change: (inout WireEndpoint) -> Void) -> FrameFault? {
            self.fault { wire in
                wire.connect.node = 1
                wire.connect.endpoints = Sample.address(1).wire
                change(&wire.connect.endpoints[0])
            }
        }
        #expect(fault { _ in } == nil)
        #expect(fault { $0.port = 0 } == .invalid("port"))
        #expect(fault { $0.port = 65_536 } == .invalid("port"))
        #expect(fault { $0.address = Sample.data(4) } == .invalid("address"))
        #expect(fault { $0.address = Sample.data(16, of: 0) } == .invalid("address"))
        #expect(fault { $0.address = Sample.data(16, of: 0xFF) } == .invalid("address"))
        #expect(self.fault { $0.connect.node = 1 } == .invalid("number of addresses"))
        let many = self.fault {
            $0.connect.node = 1
            $0.connect.endpoints = Array(repeating: Sample.address(1).wire[0], count: 11)
        }
        #expect(many == .invalid("number of addresses"))
    }

    @Test("a bad referral is left out and counted; a list that is too long is refused")
    func referrals() throws {
        var wire = WireFrame()
        wire.disconnect.reason = Reason.nodeBusy.rawValue
        let good = WireFrame(.shuffle([Sample.referral(1)])).shuffle.referrals[0]
        var nobody = good
        nobody.node = 0
        var nowhere = good
        nowhere.endpoints = []
        var unreachable = good
        unreachable.endpoints[0].port = 0
        wire.disconnect.referrals = [nobody, good, nowhere, unreachable]
        let decoded = try FrameCoder.decode(wire.encoded(), messageLimit: Self.limit)
        #expect(decoded.badReferrals == 3)
        #expect(decoded.frame == .disconnect(Frame.Disconnect(reason: .nodeBusy, referrals: [Sample.referral(1)])))
        #expect(
            fault { $0.shuffle.referrals = Array(repeating: good, count: 11) } == .invalid("number of referrals"))
    }

    @Test("reasons are those of the list; only three refuse")
    func reasons() {
        for reason: UInt32 in [0, 1, 7, 11, 99] {
            #expect(fault { $0.disconnect.reason = reason } == .invalid("reason"))
            #expect(fault { $0.refuse.reason = reason } == .invalid("reason"))
        }
        for reason in Reason.allCases {
            let isRefusal = [.duplicateNeighbor, .duplicateNodeID, .nodeBusy].contains(reason)
            #expect((fault { $0.refuse.reason = reason.rawValue } == nil) == isRefusal)
            #expect(fault { $0.disconnect.reason = reason.rawValue } == nil)
        }
    }

    @Test("ids have twenty bytes each, and a frame has not too many")
    func lists() {
        #expect(fault { $0.iHave = Sample.data(21) } == .invalid("list of ids"))
        #expect(fault { $0.iHave = Sample.data(20 * Limits.idsPerFrame) } == nil)
        #expect(fault { $0.graft = Sample.data(20 * (Limits.idsPerFrame + 1)) } == .invalid("list of ids"))
    }

    @Test("a flood has a content and no more signature than a signature has")
    func floods() {
        #expect(fault { $0.flood = WireFlood() } == .invalid("content"))
        let long = fault {
            $0.flood.signed = Sample.data(1)
            $0.flood.signature = Sample.data(73)
        }
        #expect(long == .invalid("signature"))
        let many = fault {
            var flood = WireFlood()
            flood.signed = Sample.data(1)
            $0.syncReply.floods = Array(repeating: flood, count: 201)
        }
        #expect(many == .invalid("number of messages"))
    }

    // MARK: - Sizes

    @Test("a content of exactly the limit passes, one byte more does not", arguments: [16_384, 65_536, 1_048_576])
    func messageLimit(_ limit: Int) throws {
        for (size, expected) in [(limit, nil), (limit + 1, FrameFault.tooLarge)] {
            let flood = Frame.Flood(
                signed: [UInt8](repeating: 1, count: size), signature: [UInt8](repeating: 1, count: 64), hopsLeft: .max,
                hopsDone: .max)
            for frame in [Frame.flood(flood), .syncReply(Frame.SyncReply(floods: [flood], isLast: true))] {
                let bytes = FrameCoder.encode(frame)
                #expect(bytes.count <= FrameSize.largest(messageLimit: limit) || expected != nil)
                #expect(fault(bytes, limit) == expected)
            }
        }
    }

    @Test("frames that carry no flood stay below 64 KiB whatever the message limit")
    func control() {
        // Bytes that no field claims: skipped by protobuf, counted here.
        let padding: [UInt8] = [0x9A, 0x06, 0xF0, 0xA2, 0x04] + [UInt8](repeating: 0, count: 70_000)
        let bytes = FrameCoder.encode(.prune) + padding
        #expect(fault(bytes, 1 << 20) == .tooLarge)
    }

    private func fault(_ bytes: [UInt8], _ limit: Int = limit) -> FrameFault? {
        do throws(FrameFault) {
            _ = try FrameCoder.decode(bytes, messageLimit: limit)
            return nil
        } catch {
            return error
        }
    }

    private func fault(_ fill: (inout WireFrame) -> Void) -> FrameFault? {
        var wire = WireFrame()
        fill(&wire)
        return fault(wire.encoded())
    }
}
