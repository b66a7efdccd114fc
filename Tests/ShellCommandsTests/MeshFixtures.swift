import Mesh
import PeerBase
import PeerEngine

// The mesh of the magazine's chat, and who is in it.

extension MemberID {
    static func made(of byte: UInt8) -> MemberID {
        guard let member = MemberID([UInt8](repeating: byte, count: MemberID.length)) else {
            preconditionFailure("a key has \(MemberID.length) bytes")
        }
        return member
    }
}

extension MeshSnapshot {
    static var traders: MeshSnapshot {
        MeshSnapshot(
            meshID: "quickreturntraderchat", path: "", nickname: "alice", member: .made(of: 0xA1), mode: .message,
            proof: nil, profile: .modern, isOnline: true, port: 0,
            endpoints: [
                ScopedEndpoint(Endpoint(address: address("2001:db8::7"), port: 11989)),
                ScopedEndpoint(Endpoint(address: address("fe80::7"), port: 11989), zone: 2),
            ], resolver: "PNRP", neighbours: 1, members: 2, messageLimit: 65_536, counters: .everyday,
            refusedAdmissions: 0)
    }
}

extension Counters {
    fileprivate static var everyday: Counters {
        var counters = Counters()
        counters.said = 3
        counters.delivered = 12
        counters.duplicates = 1
        counters.forwarded = 12
        counters.causes = ["a password was not accepted": 2, "nobody answered": 1]
        return counters
    }
}

extension Member {
    static var alice: Member {
        Member(
            id: .made(of: 0xA1), nickname: "alice", since: 1_785_578_000_000, lastHeard: 1_785_578_399_000,
            isOurselves: true, isNicknameTaken: false, canBeTold: false)
    }

    static func other(_ nickname: String, _ byte: UInt8 = 0xB0, isNicknameTaken: Bool = false) -> Member {
        Member(
            id: .made(of: byte), nickname: nickname, since: 1_785_578_100_000, lastHeard: 1_785_578_388_000,
            isOurselves: false,
            isNicknameTaken: isNicknameTaken, canBeTold: true)
    }
}

extension Neighbour {
    static var everyday: Neighbour {
        guard let node = NodeID(7) else { preconditionFailure("7 is not 0") }
        return Neighbour(
            link: LinkID(number: 1), node: node, endpoint: Endpoint(address: address("fe80::b0"), port: 5555), zone: 2,
            isInitiator: true, since: 1_785_578_050_000, lastHeard: 1_785_578_397_000, utility: 2604,
            roundTrip: .milliseconds(12), received: 40, useful: 38, sent: 41, isEager: true)
    }
}

extension MeshEvent.Occurrence {
    /// Somebody says something, to all unless told otherwise.
    static func said(
        _ text: String, by nickname: String = "bob", isHistory: Bool = false, privately: Bool = false,
        missing: UInt64 = 0, isNicknameTaken: Bool = false
    ) -> MeshEvent.Occurrence {
        guard let id = MessageID([UInt8](repeating: 1, count: MessageID.length)) else {
            preconditionFailure("a message id has \(MessageID.length) bytes")
        }
        let content = Content(
            meshHash: [], path: "", sender: .made(of: 0xB0), nickname: nickname, sequence: 1, opening: 1, time: 0,
            body: privately ? .sealed(recipient: .made(of: 0xA1), box: []) : .text(text))
        return .said(
            Delivery(
                id: id, content: content, hops: 1, isHistory: isHistory, privateText: privately ? text : nil,
                missing: missing, isNicknameTaken: isNicknameTaken))
    }
}

extension ScriptedMeshes {
    static var everyday: ScriptedMeshes {
        var meshes = ScriptedMeshes()
        meshes.joined = [.traders]
        meshes.members = [.alice, .other("bob")]
        meshes.neighbours = [.everyday]
        meshes.answers = [.said("good morning, alice")]
        return meshes
    }
}

extension ScriptedMeshes {
    /// A mesh in which everything others can choose is one text.
    static func hostile(_ text: String) -> ScriptedMeshes {
        var meshes = ScriptedMeshes()
        var mesh = MeshSnapshot.traders
        (mesh.meshID, mesh.path, mesh.nickname) = ("traders", text, text)
        mesh.counters.causes = [text: 1]
        meshes.joined = [mesh]
        meshes.members = [.other(text)]
        meshes.neighbours = [.everyday]
        meshes.events = [
            .said(text, by: text), .said("/me \(text)", by: text), .said(text, by: text, privately: true, missing: 2),
            .happened(.memberJoined(.made(of: 1), nickname: text)),
            .happened(.nicknameTaken(.made(of: 1), nickname: text)),
            .happened(.memberLeft(.made(of: 1), nickname: text, isSilent: true)),
            .happened(.dialFailed(PublishedPlace.one, .mismatch(text))),
            .happened(.neighbourMisbehaved(PublishedPlace.one, text)),
        ]
        return meshes
    }
}

/// Where others are.
enum PublishedPlace {
    static let one = Endpoint(address: address("2001:db8::b0"), port: 5555)
    static let other = Endpoint(address: address("2001:db8::c0"), port: 5555)
}
