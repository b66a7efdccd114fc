import Mesh
import Testing

@testable import MeshFrames

@Suite("Frames of the admission")
struct AdmissionFrameTests {
    static let hello = Hello(
        nonce: [UInt8](repeating: 1, count: 32), node: Sample.node(5), meshHash: [UInt8](repeating: 2, count: 32),
        mode: .transportWithMessageCredential, credential: .password, profile: .modern, messageLimit: 65_536, port: 3600
    )

    static let all: [AdmissionFrame] = [
        .hello(hello), .proof1(share: [UInt8](repeating: 3, count: 32)), .proof2(tag: [UInt8](repeating: 4, count: 64)),
        .refusal("This mesh uses the mode both."),
    ]

    @Test("what is written is read again", arguments: all)
    func roundTrip(_ frame: AdmissionFrame) throws {
        #expect(try AdmissionCoder.decode(AdmissionCoder.encode(frame)) == frame)
    }

    @Test("all modes, credentials and profiles have a number of their own")
    func numbers() throws {
        for mode in SecurityMode.allCases {
            for credential in CredentialKind.allCases {
                for profile in Profile.allCases {
                    var hello = Self.hello
                    (hello.mode, hello.credential, hello.profile) = (mode, credential, profile)
                    #expect(try AdmissionCoder.decode(AdmissionCoder.encode(.hello(hello))) == .hello(hello))
                }
            }
        }
    }

    @Test("a Hello with a field that cannot be is refused")
    func fields() {
        #expect(fault { _ in } == nil)
        #expect(fault { $0.versions = [] } == .invalid("list of versions"))
        #expect(fault { $0.versions = Array(1...17) } == .invalid("list of versions"))
        #expect(fault { $0.nonce = Sample.data(31) } == .invalid("nonce"))
        #expect(fault { $0.node = 0 } == .invalid("node id"))
        #expect(fault { $0.mesh = Sample.data(33) } == .invalid("mesh"))
        #expect(fault { $0.mode = 0 } == .invalid("mode"))
        #expect(fault { $0.mode = 5 } == .invalid("mode"))
        #expect(fault { $0.credential = 3 } == .invalid("credential"))
        #expect(fault { $0.profile = .max } == .invalid("profile"))
        #expect(fault { $0.messageLimit = 16_383 } == .invalid("message limit"))
        #expect(fault { $0.messageLimit = 1_048_577 } == .invalid("message limit"))
        #expect(fault { $0.port = 0 } == .invalid("port"))
        #expect(fault { $0.port = 70_000 } == .invalid("port"))
    }

    @Test("shares and tags have their lengths")
    func proofs() {
        #expect(fault(AdmissionCoder.encode(.proof1(share: [1]))) == .invalid("share"))
        #expect(fault(AdmissionCoder.encode(.proof2(tag: [UInt8](repeating: 1, count: 32)))) == .invalid("tag"))
    }

    @Test("a refusal is one short line: it is shown to a person")
    func refusal() {
        #expect(fault(AdmissionCoder.encode(.refusal("a\u{1B}[2J"))) == .invalid("refusal"))
        #expect(fault(AdmissionCoder.encode(.refusal("a\nb"))) == .invalid("refusal"))
        #expect(fault(AdmissionCoder.encode(.refusal(String(repeating: "a", count: 257)))) == .invalid("refusal"))
    }

    @Test("what neighbours say, and more than 4 KiB, has no place before the admission")
    func outOfPlace() {
        #expect(fault(FrameCoder.encode(.ping(nonce: 1))) == .outOfPlace)
        #expect(fault(FrameCoder.encode(.prune)) == .outOfPlace)
        #expect(fault([UInt8](repeating: 0, count: 4097)) == .tooLarge)
        #expect(fault([]) == .unknown)
        #expect(fault([0xFF]) == .unreadable)
    }

    private func fault(_ bytes: [UInt8]) -> FrameFault? {
        do throws(FrameFault) {
            _ = try AdmissionCoder.decode(bytes)
            return nil
        } catch {
            return error
        }
    }

    private func fault(_ change: (inout WireHello) -> Void) -> FrameFault? {
        guard var wire = try? WireFrame(decoding: AdmissionCoder.encode(.hello(Self.hello))) else { return .unreadable }
        change(&wire.hello)
        return fault(wire.encoded())
    }
}
