import PeerIdentity
import Testing

@testable import MeshTransport

@Suite("Senders that are not trusted")
struct SenderJudgeTests {
    private static let now: Int64 = 1_800_000_000_000
    private let judge: SenderJudge

    init() throws { judge = SenderJudge(trust: try CertificateTrust()) }

    private func isNew(_ chain: [[UInt8]], after milliseconds: Int64 = 0) -> Bool? {
        if case .untrusted(let isNew) = judge.judge(chain, now: Self.now + milliseconds) { isNew } else { nil }
    }

    @Test("are judged once in ten minutes")
    func memory() throws {
        let chain = try NodeCertificate(selfSignedAt: Self.now).chain
        #expect(isNew(chain) == true)
        #expect(isNew(chain) == false)
        #expect(isNew(chain, after: 600_000) == false)
        #expect(judge.hasJudged(chain, now: Self.now + 600_000))
        #expect(!judge.hasJudged(chain, now: Self.now + 600_001))
        #expect(isNew(chain, after: 600_001) == true)
        #expect(isNew(chain, after: -1) == true, "the clock was put back")
    }

    @Test("are told apart by all of their certificates, wherever one ends and the next begins")
    func chains() {
        #expect(isNew([[1], [2]]) == true)
        #expect(isNew([[1, 2]]) == true)
        #expect(isNew([[1], [2], []]) == true)
        #expect(isNew([[1], [2]]) == false)
    }

    @Test("do not fill the memory, however many come")
    func bound() {
        func chain(_ number: Int) -> [[UInt8]] { [[UInt8(number >> 8), UInt8(number & 0xFF)]] }
        for number in 0..<SenderJudge.mostRefused { #expect(isNew(chain(number)) == true) }
        #expect(isNew(chain(0)) == false)
        #expect(isNew([[0, 0, 0]]) == true)
        #expect(isNew(chain(0)) == true)
    }

    @Test("do not push out those who are")
    func trusted() throws {
        let certificate = try NodeCertificate(selfSignedAt: Self.now)
        let judge = SenderJudge(trust: try CertificateTrust(pinnedKeys: [certificate.keyHash]))
        func isTrusted() -> Bool {
            if case .trusted = judge.judge(certificate.chain, now: Self.now) { true } else { false }
        }
        #expect(isTrusted())
        for number in 0...SenderJudge.mostRefused {
            _ = judge.judge([[1, UInt8(number & 0xFF), UInt8(number >> 8)]], now: Self.now)
        }
        #expect(isTrusted())
        #expect(judge.hasJudged(certificate.chain, now: Self.now + 60_001), "worth another judgement")
        #expect(!judge.hasJudged([[7]], now: Self.now))
    }
}
