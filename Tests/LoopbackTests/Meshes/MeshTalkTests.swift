import Foundation
import Mesh
import PeerBase
import PeerEngine
import PeerIdentity
import Testing

/// Three programs that find each other by the name of the mesh, and what they can do in each mode (peer channel 11).
@Suite(.serialized, .timeLimit(.minutes(2))) struct MeshTalkTests {
    @Test(arguments: [SecurityMode.none, .message])
    func anybodyTalks(mode: SecurityMode) async throws {
        try await talk { _ in (mode, .none) }
    }

    @Test(arguments: [SecurityMode.transport, .transportWithMessageCredential])
    func whoeverKnowsThePasswordTalks(mode: SecurityMode) async throws {
        try await talk { _ in (mode, .password("correct horse")) }
    }

    @Test(arguments: [SecurityMode.transport, .message, .transportWithMessageCredential])
    func whoeverIsTrustedTalks(mode: SecurityMode) async throws {
        let papers = try Papers(of: ["anna", "boris", "clara"])
        defer { papers.remove() }
        try await talk { (mode, papers.credential(of: $0)) }
    }

    private func talk(
        _ means: (_ nickname: String) throws -> (SecurityMode, MeshOrder.Credential)
    ) async throws {
        try await withEngines { neighbourhood in
            let anna = try await neighbourhood.engine()
            let boris = try await neighbourhood.engine(joining: anna.endpoint)
            let clara = try await neighbourhood.engine(joining: anna.endpoint)
            for (engine, nickname) in [(anna, "anna"), (boris, "boris"), (clara, "clara")] {
                let (mode, credential) = try means(nickname)
                let order = MeshOrder(meshID: "Traders", nickname: nickname, mode: mode, credential: credential)
                let snapshot = try await engine.join(order)
                #expect(snapshot.meshID == "traders")
                #expect(snapshot.mode == mode)
                #expect(snapshot.endpoints.allSatisfy { $0.endpoint.port != 0 })
            }
            try await anna.meets("clara", in: "traders")
            try await clara.meets("anna", in: "traders")
            try await clara.meets("boris", in: "traders")

            try await clara.say("Sell.", hops: nil, inMesh: "TRADERS")

            #expect(try await anna.hears("Sell.", in: "traders").content.nickname == "clara")
            #expect(try await boris.hears("Sell.", in: "traders").content.nickname == "clara")
            #expect(try await clara.said(in: "traders").isEmpty)
            let members = try await anna.members(ofMesh: "traders")
            #expect(members.map(\.nickname) == ["anna", "boris", "clara"])
            try await tell(from: clara, to: "boris", boris, unheardBy: anna)
        }
    }

    /// Private messages where members have keys.
    private func tell(from clara: Engine, to nickname: String, _ boris: Engine, unheardBy anna: Engine) async throws {
        guard try #require(await clara.meshes().first).mode.signsMessages else {
            await #expect(throws: EngineError.mesh(.noPrivateMessages(mesh: "traders"))) {
                try await clara.tell(nickname, "Not yet.", inMesh: "traders")
            }
            return
        }
        try await clara.tell(nickname, "Not yet.", inMesh: "traders")
        try await clara.say("That is all.", hops: nil, inMesh: "traders")

        #expect(try await boris.hears("Not yet.", in: "traders").privateText == "Not yet.")
        _ = try await anna.hears("That is all.", in: "traders")
        #expect(try await anna.said(in: "traders") == ["Sell.", "That is all."])
        await #expect(throws: EngineError.mesh(.noSuchMember("dora", mesh: "traders"))) {
            try await clara.tell("dora", "Anybody?", inMesh: "traders")
        }
    }
}

/// Certificates that some people made for themselves, each of whom trusts all of them.
private struct Papers {
    private let directory = FileManager.default.temporaryDirectory.appending(path: "p2psh-\(UUID().uuidString)").path()
    private let trusted: [String]

    init(of nicknames: [String]) throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        var trusted: [String] = []
        let now = Int64(Date.now.timeIntervalSince1970 * 1000)
        for nickname in nicknames {
            let certificate = try NodeCertificate(selfSignedAt: now)
            let chain = try #require(certificate.chain.first)
            try Self.pem("CERTIFICATE", chain)
                .write(toFile: "\(directory)/\(nickname).crt", atomically: true, encoding: .utf8)
            try Self.pem("PRIVATE KEY", certificate.privateKey)
                .write(toFile: "\(directory)/\(nickname).key", atomically: true, encoding: .utf8)
            trusted.append(certificate.keyHash.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined())
        }
        self.trusted = trusted
    }

    func credential(of nickname: String) -> MeshOrder.Credential {
        .certificate(
            chain: "\(directory)/\(nickname).crt", key: "\(directory)/\(nickname).key", trust: .pinned(trusted))
    }

    func remove() { try? FileManager.default.removeItem(atPath: directory) }

    private static func pem(_ label: String, _ bytes: [UInt8]) -> String {
        let text = Data(bytes).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        return "-----BEGIN \(label)-----\n\(text)\n-----END \(label)-----\n"
    }
}
