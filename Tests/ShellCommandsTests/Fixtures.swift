import PeerBase
import PeerEngine

@testable import PNRP

// The machines and peers of the quoted outputs (netsh 3), and a few of ours.

func address(_ text: String) -> IPv6Address {
    guard let address = IPv6Address(text) else { preconditionFailure("the fixture '\(text)' is no address") }
    return address
}

func peer(_ text: String) -> PeerName {
    do throws(PeerNameError) {
        return try PeerName(text)
    } catch {
        preconditionFailure("\(error)")
    }
}

func digest(_ hex: String) -> SHA1Digest {
    guard let digest = [UInt8](hexText: hex).flatMap({ SHA1Digest($0) }) else {
        preconditionFailure("the fixture '\(hex)' is no digest")
    }
    return digest
}

extension CloudSnapshot {
    static func global(_ addresses: String..., state: CloudState = .active) -> CloudSnapshot {
        CloudSnapshot(
            name: "Global_", scope: .global, scopeID: 0,
            endpoints: addresses.map { Endpoint(address: address($0), port: 3540) }, state: state)
    }

    static func link(_ name: String, _ index: UInt32, state: CloudState = .active) -> CloudSnapshot {
        CloudSnapshot(
            name: name, scope: .linkLocal, scopeID: index,
            endpoints: [Endpoint(address: address("fe80::1"), port: 3540)], state: state)
    }

    /// The global cloud of the magazine's statistics (O-4).
    static var traders: CloudSnapshot {
        var cloud = global("2001:0:4136:e37a:2847:1735:a83d:dc55")
        cloud.cacheEntries = 34
        cloud.estimatedSize = 142
        cloud.registeredNames = 3
        return cloud
    }

    static func seeded(_ seeds: String...) -> CloudSnapshot {
        var cloud = global("2001:db8::1")
        cloud.seeds = seeds
        cloud.seedSource = "command line"
        cloud.seedUse = .used
        cloud.rememberedUse = .noAddresses
        return cloud
    }
}

extension RegisteredName {
    /// The magazine's registration (O-3).
    static var traderChat: RegisteredName {
        RegisteredName(
            name: PNRPFixture.traderChat, cloud: "Global_",
            identity: "2460f44f457b670116f55709f3e6324dd12ad70e.PnrpProtocolV2", comment: "a?????????",
            id: PeerID(0xcf28_4a91_3c76_d828, 0x9f16_c4fe_fbe1_8b7a, 0x5bcc_a4c6_a109_0f37, 0x9d15_b0f1_2fc8_9b08),
            isAnnounced: true,
            endpoints: [
                ApplicationEndpoint(address: address("2001:0:4136:e37a:2847:1735:a83d:dc55"), port: 11989)
            ], payload: nil)
    }

    static func plain(_ text: String, in cloud: String) -> RegisteredName {
        RegisteredName(
            name: peer(text), cloud: cloud, identity: "", comment: nil, id: PeerID(1, 2, 3, 4), isAnnounced: false,
            endpoints: [], payload: .string("hi"))
    }
}

enum PNRPFixture {
    static let traderChat = peer("0.quickreturntraderchat")
}

extension IdentitySummary {
    static var alice: IdentitySummary {
        IdentitySummary(
            friendlyName: "Alice", identity: "2460f44f457b670116f55709f3e6324dd12ad70e.PnrpProtocolV2",
            authority: digest("2460f44f457b670116f55709f3e6324dd12ad70e"), isDefault: true)
    }
}

extension ResolveOutcome {
    static func notFound(_ trace: [TraceStep] = []) -> ResolveOutcome {
        ResolveOutcome(result: .notFound, target: nil, trace: trace, elapsed: .milliseconds(12))
    }

    static var timedOut: ResolveOutcome {
        ResolveOutcome(result: .timedOut, target: nil, trace: [], elapsed: .seconds(30))
    }

    static func found(
        _ text: String = "0.alice", at endpoints: [ApplicationEndpoint], comment: String? = nil,
        payload: ExtendedPayload.Payload? = nil, trace: [TraceStep] = []
    ) -> ResolveOutcome {
        let record = ResolvedRecord(
            id: PeerID(1, 2, 3, 4), name: peer(text), endpoints: endpoints, comment: comment, payload: payload,
            publisher: Endpoint(address: address("2001:db8::7"), port: 3540))
        return ResolveOutcome(result: .found(record), target: record.id, trace: trace, elapsed: .milliseconds(31))
    }
}

extension TraceStep {
    static func at(
        _ text: String, _ bits: Int, _ milliseconds: Int, _ verdict: Verdict, id: PeerID? = nil
    ) -> TraceStep {
        TraceStep(
            endpoint: Endpoint(address: address(text), port: 3540), id: id, matchingBits: bits,
            elapsed: .milliseconds(milliseconds), verdict: verdict)
    }
}
