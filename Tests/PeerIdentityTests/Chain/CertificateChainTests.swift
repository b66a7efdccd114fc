import PeerBase
import PeerIdentity
import Testing

/// An owner lets a deputy publish under the owner's name (wire 9, 11.4): what proves it, and what does not.
@Suite struct CertificateChainTests {
    private typealias Draft = ChainMaker.Draft

    private static let owner = try? PrivateKey()
    private static let deputy = try? PrivateKey()
    private static let stranger = try? PrivateKey()
    /// 2026-01-01.
    private static let now = CalendarTime(unixNanoseconds: 1_767_225_600_000_000_000)

    private let owner: PrivateKey
    private let deputy: PrivateKey
    private let stranger: PrivateKey
    private let root: Draft
    private let member: Draft

    init() throws {
        owner = try #require(Self.owner)
        deputy = try #require(Self.deputy)
        stranger = try #require(Self.stranger)
        root = Draft(key: owner, name: "owner", kind: 2)
        member = Draft(key: deputy, name: "deputy", roles: [ChainMaker.member], classifiers: ["chat"])
    }

    private func claim(_ classifier: String = "chat", by key: PrivateKey? = nil) -> ChainClaim {
        ChainClaim(
            authority: owner.authority, publicKey: (key ?? deputy).publicKeyData, classifier: classifier, now: Self.now)
    }

    private func proves(_ drafts: [Draft], _ claim: ChainClaim) throws -> Bool {
        verifyChain(try ChainMaker.chain(drafts), proves: claim)
    }

    @Test func `A deputy may publish what the owner listed`() throws {
        #expect(try proves([root, member], claim()))
        #expect(try !proves([root, member], claim("chat2")))
        #expect(try !proves([root, member], claim("")))
    }

    @Test func `An inviting member also publishes what begins with it`() throws {
        var inviting = member
        inviting.roles = [ChainMaker.inviting]
        #expect(try proves([root, inviting], claim("chat.room")))
        #expect(try !proves([root, inviting], claim("cha")))
    }

    @Test func `An empty list is for those who may invite`() throws {
        var admin = member
        admin.classifiers = []
        admin.roles = [ChainMaker.admin]
        #expect(try proves([root, admin], claim("anything")))
        admin.roles = [ChainMaker.member]
        #expect(try !proves([root, admin], claim("anything")))
    }

    @Test func `A deputy passes on no more than it has`() throws {
        var first = member
        first.roles = [ChainMaker.inviting]
        var second = Draft(key: stranger, name: "third", roles: [ChainMaker.member], classifiers: ["chat.a"])
        #expect(try proves([root, first, second], claim("chat.a", by: stranger)))
        second.classifiers = ["other"]
        #expect(try !proves([root, first, second], claim("other", by: stranger)))
        second.classifiers = []
        second.roles = [ChainMaker.admin]
        #expect(try !proves([root, first, second], claim("chat", by: stranger)))
    }

    @Test func `The chain leads from the owner's key to the one that signed`() throws {
        #expect(try !proves([root, member], claim(by: stranger)))
        var other = root
        other.key = stranger
        #expect(try !proves([other, member], claim()))
    }

    @Test func `Every signature counts`() throws {
        var forged = member
        forged.signer = stranger
        #expect(try !proves([root, forged], claim()))
        var orphan = root
        orphan.signer = stranger
        #expect(try !proves([orphan, member], claim()))
    }

    @Test func `No byte can be changed but one that says nothing`() throws {
        let chain = try ChainMaker.chain([root, member])
        // The NULL behind an algorithm's identifier stands outside what is signed, and so do the wrapping's own.
        let wrapping = try #require(chain.firstRange(of: [0x31, 0x00])).upperBound + 20
        for index in stride(from: wrapping, to: chain.count, by: 3) {
            guard verifyChain(chain.flipping(index), proves: claim()) else { continue }
            #expect(chain[index] == 0x05 || index > chain.count - 3, "byte \(index)")
        }
    }

    @Test func `Names link the certificates, and the first speaks for itself`() throws {
        var stray = member
        stray.issuerName = "somebody"
        #expect(try !proves([root, stray], claim()))
        var child = root
        child.issuerName = "parent"
        #expect(try !proves([child, member], claim()))
    }

    @Test func `Type, peer name, time and serial number`() throws {
        var wrong = root
        wrong.kind = 1
        #expect(try !proves([wrong, member], claim()))
        wrong = member
        wrong.kind = 2
        #expect(try !proves([root, wrong], claim()))
        wrong = member
        wrong.peerName = "0.other"
        #expect(try !proves([root, wrong], claim()))
        wrong = member
        wrong.end = "250101000000Z"
        #expect(try !proves([root, wrong], claim()))
        wrong = member
        wrong.start = "270101000000Z"
        #expect(try !proves([root, wrong], claim()))
        wrong = member
        wrong.serial = [1]
        #expect(try !proves([root, wrong], claim()))
    }

    @Test func `A chain has at most 25 certificates, and truncated ones prove nothing`() throws {
        let longest = [root] + Array(repeating: member, count: 24)
        #expect(try proves(longest, claim()))
        #expect(try !proves(longest + [member], claim()))
        let chain = try ChainMaker.chain([root, member])
        for length in 0..<chain.count {
            #expect(!verifyChain(Array(chain.prefix(length)), proves: claim()))
        }
    }
}

extension [UInt8] {
    fileprivate func flipping(_ index: Int) -> [UInt8] {
        var bytes = self
        bytes[index] ^= 0x10
        return bytes
    }
}
