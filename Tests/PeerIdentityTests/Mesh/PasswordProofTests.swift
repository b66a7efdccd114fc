import PeerBase
import Testing

@testable import PeerIdentity

/// Passwords are stretched once for all tests: it takes its time on purpose.
enum Passwords {
    static let mesh = "QuickReturnTraderChat"
    static let right = stretched("correct horse é")
    static let wrong = stretched("correct horse e")
    static let elsewhere = stretched("correct horse é", mesh: "SlowReturnTraderChat")

    static func stretched(_ password: String, mesh: String = mesh) -> StretchedPassword {
        do { return try StretchedPassword(password: password, meshID: mesh) } catch { preconditionFailure("\(error)") }
    }
}

@Suite("The proof of a password")
struct PasswordProofTests {
    private let hello = [[UInt8](repeating: 0, count: 200), [UInt8](repeating: 1, count: 100)]

    private func makeChannel(
        mesh: String = Passwords.mesh, keys: (UInt8, UInt8) = (1, 2), nonces: (UInt8, UInt8) = (3, 4)
    ) -> ProofChannel? {
        func bytes(_ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: 32) }
        return ProofChannel(
            meshID: mesh, initiatorKey: bytes(keys.0), responderKey: bytes(keys.1), initiatorNonce: bytes(nonces.0),
            responderNonce: bytes(nonces.1))
    }

    /// Both sides go through it; whether each is convinced of the other.
    private func meet(
        _ initiator: PasswordProof, _ responder: PasswordProof, helloChangedOnTheWay: Bool = false
    ) throws -> (initiator: Bool, responder: Bool) {
        let heard = helloChangedOnTheWay ? hello[0] + [9] : hello[0]
        let one = try initiator.finish(peerShare: responder.share, ownData: hello[0], peerData: hello[1])
        let two = try responder.finish(peerShare: initiator.share, ownData: hello[1], peerData: heard)
        return (areEqualSecrets(two.own, one.expected), areEqualSecrets(one.own, two.expected))
    }

    @Test("two that know the password convince each other")
    func success() throws {
        let channel = try #require(makeChannel())
        let met = try meet(
            PasswordProof(Passwords.right, on: channel, as: .initiator),
            PasswordProof(Passwords.right, on: channel, as: .responder))
        #expect(met == (true, true))
    }

    /// Computed with an independent implementation of scrypt, ristretto255 and CPace.
    @Test("shares and tags of a whole exchange, byte by byte")
    func knownAnswer() throws {
        let channel = try #require(makeChannel())
        #expect(
            Passwords.right.secret.withBytes { Array($0).hexText }
                == "5d9f9fd9da9cd05dbae7526fd73d56c76679d21a47bd3083a020dd896e8ef370")
        let one = PasswordProof(
            Passwords.right, on: channel, as: .initiator,
            scalar: secret(hex("da3d23700a9e5699258aef94dc060dfda5ebb61f02a5ea77fad53f4ff0976d08")))
        let two = PasswordProof(
            Passwords.right, on: channel, as: .responder,
            scalar: secret(hex("d2316b454718c35362d83d69df6320f38578ed5984651435e2949762d900b80d")))
        #expect(one.share.hexText == "da9e5281084382da840aa65bae7d9926e78a5834405f69213789173628b2c45a")
        #expect(two.share.hexText == "5cf3c81bbac7b5bc49aad65704e743746cfbf3ff4b21c285691ea61ca6761649")
        let tags = try one.finish(peerShare: two.share, ownData: hello[0], peerData: hello[1])
        #expect(
            tags.own.hexText == "55a315ee6e111847865fd96307b3e52ce085a6979f943493c912dfc6f034342e"
                + "d98b6be438a53c8cd60a63df790d9b23cb628f10703c2482b6c085fe18fb71df")
        #expect(
            tags.expected.hexText == "b667b33b46b04fb8aed6ca17595df7d63d0c23f75e227e818e1c3e5b6fb3b6cf"
                + "6ad12ca0593b3ba08e04cd2363463d0e67758905357079f2c363f0fa58581342")
    }

    @Test("a wrong password convinces nobody")
    func wrongPassword() throws {
        let channel = try #require(makeChannel())
        let met = try meet(
            PasswordProof(Passwords.right, on: channel, as: .initiator),
            PasswordProof(Passwords.wrong, on: channel, as: .responder))
        #expect(met == (false, false))
    }

    @Test("the right password of another mesh convinces nobody")
    func wrongMesh() throws {
        let channels = (try #require(makeChannel()), try #require(makeChannel(mesh: "SlowReturnTraderChat")))
        let stretchedElsewhere = try meet(
            PasswordProof(Passwords.right, on: channels.0, as: .initiator),
            PasswordProof(Passwords.elsewhere, on: channels.0, as: .responder))
        #expect(stretchedElsewhere == (false, false))
        let boundElsewhere = try meet(
            PasswordProof(Passwords.right, on: channels.0, as: .initiator),
            PasswordProof(Passwords.right, on: channels.1, as: .responder))
        #expect(boundElsewhere == (false, false))
    }

    @Test("the mesh id is compared without regard to case")
    func caseOfMesh() throws {
        let met = try meet(
            PasswordProof(
                Passwords.right, on: try #require(makeChannel(mesh: "QUICKRETURNTRADERCHAT")), as: .initiator),
            PasswordProof(Passwords.right, on: try #require(makeChannel()), as: .responder))
        #expect(met == (true, true))
    }

    @Test("swapped certificates convince nobody: a middleman shows each side a key of his own")
    func swappedCertificates() throws {
        let sides = [(2, 1), (1, 5), (5, 2)].map { makeChannel(keys: $0) }
        for other in sides {
            let met = try meet(
                PasswordProof(Passwords.right, on: try #require(makeChannel()), as: .initiator),
                PasswordProof(Passwords.right, on: try #require(other), as: .responder))
            #expect(met == (false, false))
        }
    }

    @Test("swapped nonces, or those of an earlier connection, convince nobody")
    func otherSession() throws {
        for other in [makeChannel(nonces: (4, 3)), makeChannel(nonces: (3, 6))] {
            let met = try meet(
                PasswordProof(Passwords.right, on: try #require(makeChannel()), as: .initiator),
                PasswordProof(Passwords.right, on: try #require(other), as: .responder))
            #expect(met == (false, false))
        }
    }

    @Test("two in the same role convince nobody", arguments: [PasswordProof.Role.initiator, .responder])
    func swappedRoles(_ role: PasswordProof.Role) throws {
        let channel = try #require(makeChannel())
        let met = try meet(
            PasswordProof(Passwords.right, on: channel, as: role),
            PasswordProof(Passwords.right, on: channel, as: role))
        #expect(met == (false, false))
    }

    @Test("a Hello changed on the way convinces nobody: no downgrade")
    func changedHello() throws {
        let channel = try #require(makeChannel())
        let met = try meet(
            PasswordProof(Passwords.right, on: channel, as: .initiator),
            PasswordProof(Passwords.right, on: channel, as: .responder), helloChangedOnTheWay: true)
        #expect(met == (false, false))
    }

    @Test("our own words sent back are refused: share, Hello, key or nonce")
    func reflection() throws {
        let channel = try #require(makeChannel())
        let proof = PasswordProof(Passwords.right, on: channel, as: .initiator)
        #expect(throws: ProofFault.reflected) {
            try proof.finish(peerShare: proof.share, ownData: hello[0], peerData: hello[1])
        }
        let other = PasswordProof(Passwords.wrong, on: channel, as: .responder)
        #expect(throws: ProofFault.reflected) {
            try proof.finish(peerShare: other.share, ownData: hello[0], peerData: hello[0])
        }
        #expect(makeChannel(keys: (1, 1)) == nil)
        #expect(makeChannel(nonces: (3, 3)) == nil)
    }

    @Test("a tag sent back is not the one that is expected")
    func reflectedTag() throws {
        let channel = try #require(makeChannel())
        let proof = PasswordProof(Passwords.right, on: channel, as: .initiator)
        let other = PasswordProof(Passwords.right, on: channel, as: .responder)
        let tags = try proof.finish(peerShare: other.share, ownData: hello[0], peerData: hello[1])
        #expect(!areEqualSecrets(tags.own, tags.expected))
        #expect(!areEqualSecrets(Array(tags.expected.dropLast()), tags.expected))
    }

    @Test("a share that is no element, the identity, or of another length aborts")
    func invalidShare() throws {
        let proof = PasswordProof(Passwords.right, on: try #require(makeChannel()), as: .responder)
        let element = PasswordProof(Passwords.right, on: try #require(makeChannel()), as: .initiator).share
        for share in [[UInt8](repeating: 0, count: 32), [UInt8](repeating: 0xFF, count: 32), element + [0], []] {
            #expect(throws: ProofFault.invalidShare) {
                try proof.finish(peerShare: share, ownData: hello[1], peerData: hello[0])
            }
        }
    }
}

@Suite("Passwords before they are stretched")
struct PasswordPreparationTests {
    @Test(
        "blanks at both ends are cut, others become plain ones, accents are composed, case stays",
        arguments: [
            ("QuickReturn", "QuickReturn"), ("  QuickReturn\t\n", "QuickReturn"), ("\u{3000}a\u{3000}b\u{A0}", "a b"),
            ("e\u{301}", "\u{E9}"), ("\u{212B}", "\u{C5}"), ("Ab", "Ab"), ("\u{FB01}", "\u{FB01}"),
        ])
    func prepared(_ written: String, _ meant: String) throws {
        #expect(try StretchedPassword.prepared(written) == Array(meant.utf8))
    }

    @Test("nothing, blanks only, and control characters are no password")
    func refused() {
        for text in ["", "   ", "\u{3000}\t"] {
            #expect(throws: PasswordFault.empty) { try StretchedPassword.prepared(text) }
        }
        for text in ["a\tb", "a\nb", "a\u{0}b", "a\u{2028}b"] {
            #expect(throws: PasswordFault.controlCharacter) { try StretchedPassword.prepared(text) }
        }
    }
}
