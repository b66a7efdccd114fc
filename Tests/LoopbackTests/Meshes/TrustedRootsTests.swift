import CertificateTesting
import FileTesting
import Foundation
import Mesh
import PeerEngine
import Testing

/// A mesh whose members are those whom one authority vouches for (peer channel 14).
@Suite(.serialized, .timeLimit(.minutes(2))) struct TrustedRootsTests {
    @Test(arguments: [SecurityMode.transport, .transportWithMessageCredential])
    func thoseUnderOneRootTalkAndOthersAreKeptOut(mode: SecurityMode) async throws {
        let papers = try RootedPapers(["Traders", "Pirates"])
        try await withEngines { neighbourhood in
            let anna = try await neighbourhood.engine()
            let boris = try await neighbourhood.engine(joining: anna.endpoint)
            let eve = try await neighbourhood.engine(joining: anna.endpoint)
            for (engine, nickname, root) in [
                (anna, "anna", "Traders"), (boris, "boris", "Traders"), (eve, "eve", "Pirates"),
            ] {
                try await engine.enter(
                    MeshOrder(
                        meshID: "traders", nickname: nickname, mode: mode,
                        credential: papers.credential(of: nickname, under: root)))
            }
            try await anna.meets("boris", in: "traders")
            #expect(try await eve.distrustsSomebody(in: "traders") == "the certificate is not trusted here")

            try await boris.say("Among us.", hops: nil, inMesh: "traders")

            _ = try await anna.hears("Among us.", in: "traders")
            #expect(try await eve.said(in: "traders").isEmpty)
            #expect(try await anna.members(ofMesh: "traders").map(\.nickname) == ["anna", "boris"])
            let alone = try #require(await eve.meshes().first)
            #expect(!alone.isOnline)
            #expect(alone.refusedAdmissions > 0, "that is told apart from an empty room")
        }
    }

    /// Eve believes the others' authority, too: it is for them to refuse her.
    @Test func whoeverHasACertificateOfAnotherRootIsRefusedByThoseInside() async throws {
        let papers = try RootedPapers(["Traders", "Pirates"])
        try await withEngines { neighbourhood in
            let anna = try await neighbourhood.engine()
            let eve = try await neighbourhood.engine(joining: anna.endpoint)
            let mode = SecurityMode.transportWithMessageCredential
            try await anna.enter(
                MeshOrder(
                    meshID: "traders", nickname: "anna", mode: mode,
                    credential: papers.credential(of: "anna", under: "Traders")))
            try await eve.enter(
                MeshOrder(
                    meshID: "traders", nickname: "eve", mode: mode,
                    credential: papers.credential(of: "eve", under: "Pirates", trusting: "Traders")))

            try await eve.refusesSomebody(in: "traders")

            #expect(try await anna.distrustsSomebody(in: "traders") == "the certificate is not trusted here")
            #expect(await anna.meshes().first?.isOnline == false)
        }
    }
}

/// The files of people under some authorities.
private struct RootedPapers {
    private let folder: TemporaryFolder
    private let authorities: [String: Authority]

    init(_ names: [String]) throws {
        folder = try TemporaryFolder()
        authorities = Dictionary(uniqueKeysWithValues: names.map { ($0, Authority(name: $0, now: Date())) })
        for (name, authority) in authorities { try folder.write(authority.pem, to: "\(name).pem") }
    }

    /// A chain from the person's certificate by way of a branch to the root.
    func credential(
        of person: String, under root: String, trusting trusted: String? = nil
    ) throws -> MeshOrder.Credential {
        let branch = try #require(authorities[root]).branch("\(root) of the north")
        let issued = branch.issue(person)
        try folder.write(issued.pem + "\n" + branch.pem, to: "\(person).crt")
        try folder.write(issued.keyPEM, to: "\(person).key")
        return .certificate(
            chain: folder.path(of: "\(person).crt"), key: folder.path(of: "\(person).key"),
            trust: .roots(folder.path(of: "\(trusted ?? root).pem")))
    }
}

extension Engine {
    /// Waits until somebody came, or was dialled, whose certificate is not accepted here; tells why.
    fileprivate func distrustsSomebody(in mesh: String) async throws -> String? {
        try await witness(mesh) { occurrence -> String? in
            switch occurrence {
            case .happened(.admissionRefused(_, .untrusted(let words))): words
            case .happened(.dialFailed(_, .untrusted(let words))): words
            default: nil
            }
        }
    }
}
