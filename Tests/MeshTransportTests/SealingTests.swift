import Mesh
import MeshFrames
import MeshTransport
import PeerIdentity
import Testing

@Suite("Seals of contents")
struct SealingTests {
    private let mesh = MeshName("QuickReturnTraderChat").hash
    private let key = MemberKey()
    private static let now: Int64 = 1_800_000_000_000

    private func content(_ sender: [UInt8], _ text: String = "buy") throws -> Content {
        Content(
            meshHash: mesh, path: "chat", sender: try #require(MemberID(sender)), nickname: "ann", sequence: 1,
            opening: 1, time: Self.now, body: .text(text))
    }

    private func certified(
        _ certificate: NodeCertificate, trusting keys: [[UInt8]], at now: Int64 = now
    ) throws -> Seal {
        Seal.signed(
            by: certificate, agreement: MemberKey(), trust: try CertificateTrust(pinnedKeys: keys), meshHash: mesh,
            now: { now })
    }

    @Test("what a member signs, every other member opens")
    func signed() throws {
        let content = try content(key.publicKey)
        let (signed, signature) = Seal.signed(by: key, meshHash: mesh).seal(content)
        #expect(signature.count == 64)
        #expect(Seal.signed(by: MemberKey(), meshHash: mesh).open(signed, signature) == .success(content))
    }

    @Test("a flipped bit anywhere in the signed bytes or the signature is not opened (peer channel 23.18)")
    func tampered() throws {
        let seal = Seal.signed(by: key, meshHash: mesh)
        let (signed, signature) = seal.seal(try content(key.publicKey))
        for index in signed.indices {
            var changed = signed
            changed[index] ^= 1
            #expect((try? seal.open(changed, signature).get()) == nil)
        }
        for index in signature.indices {
            var changed = signature
            changed[index] ^= 1
            #expect(seal.open(signed, changed) == .failure(.badSignature))
        }
        #expect(seal.open(signed, []) == .failure(.badSignature))
        #expect(seal.open([0xFF], signature) == .failure(.malformed))
    }

    @Test("nobody signs for another, and nothing moves to another mesh")
    func forged() throws {
        let other = MemberKey()
        let forged = Seal.signed(by: other, meshHash: mesh).seal(try content(key.publicKey))
        #expect(Seal.signed(by: key, meshHash: mesh).open(forged.0, forged.1) == .failure(.badSignature))
        var moved = try content(key.publicKey)
        let (_, signature) = Seal.signed(by: key, meshHash: mesh).seal(moved)
        moved.meshHash = MeshName("another").hash
        let bytes = ContentCoder.encode(.init(content: moved))
        #expect(Seal.signed(by: key, meshHash: mesh).open(bytes, signature) == .failure(.badSignature))
    }

    @Test("without message security nothing is signed, and a signature is out of place")
    func unsigned() throws {
        let content = try content([UInt8](repeating: 1, count: 32))
        let (signed, signature) = Seal.unsigned.seal(content)
        #expect(signature.isEmpty)
        #expect(Seal.unsigned.open(signed, []) == .success(content))
        #expect(Seal.unsigned.open(signed, [1]) == .failure(.malformed))
        #expect(Seal.unsigned.box("secret", key.agreementKey) == nil)
    }

    @Test("an id is of the signed bytes, whatever the signature")
    func ids() throws {
        let content = try content(key.publicKey)
        let seal = Seal.signed(by: key, meshHash: mesh)
        let signed = seal.seal(content).signed
        #expect(seal.identify(signed).bytes == Array(sha256(signed).prefix(20)))
        #expect(Seal.unsigned.identify(signed) == seal.identify(signed))
    }

    @Test("with certificates a sender is known by its certificate's key, which must be trusted here")
    func certificates() throws {
        let certificate = try NodeCertificate(selfSignedAt: Self.now)
        let (ann, stranger) = (certificate, try NodeCertificate(selfSignedAt: Self.now))
        let content = try content(ann.keyHash)
        let (signed, signature) = try certified(ann, trusting: []).seal(content)
        let believing = try certified(stranger, trusting: [ann.keyHash])
        // Twice: the second time the judgement is remembered.
        #expect(believing.open(signed, signature) == .success(content))
        #expect(believing.open(signed, signature) == .success(content))
        let doubting = try certified(stranger, trusting: [])
        #expect(doubting.open(signed, signature) == .failure(.untrustedSender(isNew: true)))
        #expect(doubting.open(signed, signature) == .failure(.untrustedSender(isNew: false)))
        let late = try certified(stranger, trusting: [ann.keyHash], at: Self.now + 20 * 365 * 86_400_000)
        #expect(late.open(signed, signature) == .failure(.untrustedSender(isNew: true)))
    }

    @Test("a trusted member cannot sign in the name of another, nor with the certificate of another")
    func certificateOfAnother() throws {
        let (ann, bob) = (try NodeCertificate(selfSignedAt: Self.now), try NodeCertificate(selfSignedAt: Self.now))
        let trust = [ann.keyHash, bob.keyHash]
        let inAnnsName = try certified(bob, trusting: trust).seal(try content(ann.keyHash))
        #expect(try certified(ann, trusting: trust).open(inAnnsName.0, inAnnsName.1) == .failure(.badSignature))
        let (signed, _) = try certified(ann, trusting: trust).seal(try content(ann.keyHash))
        let signature = bob.signature(of: signed)
        #expect(try certified(ann, trusting: trust).open(signed, signature) == .failure(.badSignature))
        let withoutAny = Seal.signed(by: key, meshHash: mesh).seal(try content(key.publicKey))
        let verdict = try certified(ann, trusting: trust).open(withoutAny.0, withoutAny.1)
        #expect(verdict == .failure(.untrustedSender(isNew: true)))
    }

    @Test("what is sealed to one member that member reads as from its sender, and nobody else does")
    func boxes() throws {
        let (ann, bob, eve) = (MemberKey(), MemberKey(), MemberKey())
        let seals = [ann, bob, eve].map { Seal.signed(by: $0, meshHash: mesh) }
        let box = try #require(seals[0].box("just for you", bob.agreementKey))
        let (from, another) = (try #require(MemberID(ann.publicKey)), try #require(MemberID(eve.publicKey)))
        #expect(seals[1].unbox(box, from) == "just for you")
        #expect(seals[2].unbox(box, from) == nil)
        // Eve sends it on as her own.
        #expect(seals[1].unbox(box, another) == nil)
        #expect(seals[0].box(String(repeating: "a", count: Limits.privateBytes), bob.agreementKey) != nil)
        #expect(seals[0].box(String(repeating: "a", count: Limits.privateBytes + 1), bob.agreementKey) == nil)
    }
}
