import Crypto
import PeerBase
import Testing

@testable import PeerIdentity

/// Peer channel 23, check 15: what somebody without the password gets to see lets him test nothing afterwards.
///
/// What this shows: an attacker keeps everything he has - his own scalar, both shares, both Hellos, the tag he was sent - and
/// a list of guesses with the right password among them. He works out every key he can from each guess and compares the tag.
/// No guess fits; in particular the right one fits no better than the others. That he can do nothing else rests on CPace: the
/// product needs the secret scalar of one side, or the logarithm of his share to the base of the guessed generator.
///
/// That the checker can find a password at all, the last tests show: it names the one guess that was used in the live
/// attempt, and it breaks the handshake of 2006.
@Suite("What a handshake tells somebody without the password")
struct TranscriptTests {
    private let honest = Passwords.right
    private let guesses = [Passwords.stretched("letmein"), Passwords.right, Passwords.wrong]
    private let rightGuess = 1

    private let channel: ProofChannel
    private let ownHello = Array("the attacker's Hello".utf8)
    private let peerHello = Array("a member's Hello".utf8)

    init() throws {
        channel = try #require(
            ProofChannel(
                meshID: Passwords.mesh, initiatorKey: [UInt8](repeating: 1, count: 32),
                responderKey: [UInt8](repeating: 2, count: 32), initiatorNonce: [UInt8](repeating: 3, count: 32),
                responderNonce: [UInt8](repeating: 4, count: 32)))
    }

    /// A member meets the attacker, who prepared his share from `base`; what the attacker has afterwards.
    private func attempt(as role: PasswordProof.Role, base: [UInt8]) throws -> Overheard {
        let scalar = Ristretto.randomScalar()
        let share = try #require(Ristretto.product(scalar, base)).bytes
        let member = PasswordProof(honest, on: channel, as: role == .initiator ? .responder : .initiator)
        let tags = try member.finish(peerShare: share, ownData: peerHello, peerData: ownHello)
        // Responders do not answer a wrong tag; for the sake of the argument this one does, and gives away both.
        return Overheard(
            role: role, channel: channel, scalar: scalar, own: CPace.Message(share: share, data: ownHello),
            peer: CPace.Message(share: member.share, data: peerHello), tags: [tags.own, tags.expected])
    }

    private func generator(_ password: StretchedPassword) -> [UInt8] {
        CPace.generator(
            password: password.secret, channel: channel.identifier, session: channel.session
        ).bytes
    }

    @Test(
        "a wrong guess used live: no guess fits afterwards, the right one neither",
        arguments: [PasswordProof.Role.initiator, .responder])
    func wrongLiveGuess(_ role: PasswordProof.Role) throws {
        let overheard = try attempt(as: role, base: generator(guesses[0]))
        #expect(guesses.indices.filter { overheard.fits(generator(guesses[$0])) } == [])
    }

    @Test(
        "no guess used live, any element instead: no guess fits",
        arguments: [PasswordProof.Role.initiator, .responder])
    func anyElement(_ role: PasswordProof.Role) throws {
        let element = Ristretto.element(fromHash: secret(Array(SHA512.hash(data: [1, 2, 3])))).bytes
        let overheard = try attempt(as: role, base: element)
        #expect(guesses.indices.filter { overheard.fits(generator(guesses[$0])) } == [])
    }

    @Test("a middleman between two members gets tags that fit no guess, and neither member is convinced")
    func middleman() throws {
        func bytes(_ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: 32) }
        // TLS ends at the middleman: each member sees his key, 9, in place of the other's.
        let left = try #require(
            ProofChannel(
                meshID: Passwords.mesh, initiatorKey: bytes(1), responderKey: bytes(9), initiatorNonce: bytes(3),
                responderNonce: bytes(4)))
        let right = try #require(
            ProofChannel(
                meshID: Passwords.mesh, initiatorKey: bytes(9), responderKey: bytes(2), initiatorNonce: bytes(3),
                responderNonce: bytes(4)))
        let initiator = PasswordProof(honest, on: left, as: .initiator)
        let responder = PasswordProof(honest, on: right, as: .responder)
        let one = try initiator.finish(peerShare: responder.share, ownData: peerHello, peerData: ownHello)
        let two = try responder.finish(peerShare: initiator.share, ownData: ownHello, peerData: peerHello)
        #expect(!areEqualSecrets(one.own, two.expected))
        #expect(!areEqualSecrets(two.own, one.expected))
        for channel in [left, right] {
            let overheard = Overheard(
                role: .responder, channel: channel, scalar: Ristretto.randomScalar(),
                own: CPace.Message(share: responder.share, data: ownHello),
                peer: CPace.Message(share: initiator.share, data: peerHello), tags: [one.own, two.own])
            let fitting = guesses.indices.filter { index in
                let generator = CPace.generator(
                    password: guesses[index].secret, channel: channel.identifier, session: channel.session)
                return overheard.fits(generator.bytes)
            }
            #expect(fitting == [])
        }
    }

    @Test(
        "the checker works: the guess that was used live is tested by that attempt, one a connection",
        arguments: [PasswordProof.Role.initiator, .responder])
    func oneGuess(_ role: PasswordProof.Role) throws {
        let overheard = try attempt(as: role, base: generator(guesses[rightGuess]))
        let tested = guesses.indices.filter { index in
            let generator = generator(guesses[index])
            return overheard.fits(generator) && overheard.isMade(from: generator)
        }
        #expect(tested == [rightGuess])
    }

    @Test("the token of 2006, as a comparison: whoever is dialled tests guesses at leisure (peer channel 12)")
    func classic() {
        let key = Array("the key of the dialler's certificate".utf8)
        let token = ClassicToken.token(password: "QuickReturn", publicKey: key)
        let guesses = ["letmein", "QuickReturn", "quickreturn"]
        #expect(guesses.filter { ClassicToken.token(password: $0, publicKey: key) == token } == ["QuickReturn"])
    }

    @Test("the classic token's check value, with blanks around the password as well (peer channel 12)")
    func classicVector() {
        for password in ["QuickReturn", "  QuickReturn\t"] {
            #expect(
                ClassicToken.token(password: password, publicKey: Array(0...31)).hexText
                    == "e1f1fbc9a66f40156b74eda200544a88e69fb30957eb626c40be5ed05c78c759")
        }
    }
}

/// All that an attacker has after one attempt, and what he can try with it.
private struct Overheard {
    var role: PasswordProof.Role
    var channel: ProofChannel
    var scalar: SecretBytes
    var own: CPace.Message
    var peer: CPace.Message
    /// Tags that members sent or were waiting for.
    var tags: [[UInt8]]

    /// Whether a guess, as its generator, explains a tag by any product that can be computed: of the scalar with every
    /// element at hand, and those elements themselves.
    func fits(_ generator: [UInt8]) -> Bool {
        let elements = [generator, own.share, peer.share]
        let products = elements + elements.compactMap { Ristretto.product(scalar, $0)?.bytes }
        let (initiator, responder) = role == .initiator ? (own, peer) : (peer, own)
        return products.contains { product in
            let key = CPace.key(
                session: channel.session, product: secret(product), initiator: initiator, responder: responder)
            return [own, peer].contains { message in
                tags.contains(CPace.tag(key: key, session: channel.session, message: message))
            }
        }
    }

    /// Whether the attacker's share was made from this guess: only then the tag can speak for or against it.
    func isMade(from generator: [UInt8]) -> Bool { Ristretto.product(scalar, generator)?.bytes == own.share }
}

/// The proof of 2006 (peer channel 12): an ordinary keyed hash.
private enum ClassicToken {
    static func token(password: String, publicKey: [UInt8]) -> [UInt8] {
        let scalars = password.unicodeScalars.drop { $0.properties.isWhitespace }
        let trimmed = scalars.reversed().drop { $0.properties.isWhitespace }.reversed()
        var text = String.UnicodeScalarView()
        text.append(contentsOf: trimmed)
        let secret = String(text).utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let data = Array(SHA256.hash(data: secret)) + publicKey
        return Array(HMAC<SHA256>.authenticationCode(for: data, using: SymmetricKey(data: secret)))
    }
}
