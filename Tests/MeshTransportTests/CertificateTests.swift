import Foundation
import Mesh
import NIOSSL
import PeerIdentity
import Sockets
import StreamTesting
import Testing

@testable import MeshTransport

@Suite("Certificates of links", .timeLimit(.minutes(2)))
struct CertificateTests {
    private static let years: Int64 = 20 * 365 * 86_400_000

    // MARK: Where a password admits

    /// A client that does TLS as others do, changed to be wrong in one way.
    private func configuration(_ certificate: NodeCertificate? = nil) throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        configuration.applicationProtocols = ["p2pmesh/1"]
        guard let certificate else { return configuration }
        configuration.certificateChain = try certificate.chain.map {
            .certificate(try NIOSSLCertificate(bytes: $0, format: .der))
        }
        configuration.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: certificate.privateKey, format: .der))
        return configuration
    }

    private func certificate() throws -> NodeCertificate {
        try NodeCertificate(selfSignedAt: MonotonicClock.unixMilliseconds)
    }

    /// What a member says about a client with this configuration.
    private func verdict(on configuration: TLSConfiguration) async throws -> Closure {
        let anna = try await Party(.transport).member("anna")
        let stranger = try await Stranger(to: anna, tls: configuration)
        stranger.send(frame: [1])
        let closure = await anna.refuses { _ in true }
        await stranger.isLeft()
        await anna.leave()
        return closure
    }

    @Test("No certificate")
    func none() async throws {
        let closure = try await verdict(on: try configuration())
        #expect(closure == .insecure("TLS failed: peer did not return a certificate"))
    }

    @Test("Two certificates")
    func two() async throws {
        var configuration = try configuration(try certificate())
        configuration.certificateChain += try self.configuration(try certificate()).certificateChain
        #expect(try await verdict(on: configuration) == .insecure("it showed 2 certificates"))
    }

    @Test("An RSA key")
    func rsa() async throws {
        let der = try #require(Data(base64Encoded: RSAIdentity.certificate, options: .ignoreUnknownCharacters))
        let key = try #require(Data(base64Encoded: RSAIdentity.privateKey, options: .ignoreUnknownCharacters))
        var configuration = try configuration()
        configuration.certificateChain = [.certificate(try NIOSSLCertificate(bytes: [UInt8](der), format: .der))]
        configuration.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: [UInt8](key), format: .der))
        guard case .insecure = try await verdict(on: configuration) else {
            Issue.record("let in")
            return
        }
    }

    @Test("TLS 1.2")
    func oldTLS() async throws {
        var configuration = try configuration(try certificate())
        configuration.maximumTLSVersion = .tlsv12
        #expect(try await verdict(on: configuration) == .insecure("TLS failed: unsupported protocol"))
    }

    @Test("Another protocol behind TLS", arguments: [[], ["h2"]])
    func otherProtocol(protocols: [String]) async throws {
        var configuration = try configuration(try certificate())
        configuration.applicationProtocols = protocols
        guard case .insecure = try await verdict(on: configuration) else {
            Issue.record("let in")
            return
        }
    }

    // MARK: Where certificates admit

    @Test(
        "Two contacts talk; one whose certificate has expired, and one whom nobody knows, are told apart and kept out")
    func contacts() async throws {
        let now = MonotonicClock.unixMilliseconds
        let known = [try certificate(), try certificate()]
        let expired = try NodeCertificate(selfSignedAt: now - Self.years)
        let unknown = try certificate()
        let trust = try CertificateTrust(pinnedKeys: (known + [expired]).map(\.keyHash))
        let everybody = try CertificateTrust(pinnedKeys: (known + [expired, unknown]).map(\.keyHash))

        let party = Party(.transport)
        let anna = try await party.member("anna", credential: .certificate(trust), certificate: known[0])
        let bert = try await party.member("bert", credential: .certificate(trust), certificate: known[1])
        await anna.online()
        await bert.online()
        let carl = try await party.member("carl", credential: .certificate(everybody), certificate: expired)
        let dora = try await party.member("dora", credential: .certificate(everybody), certificate: unknown)
        for newcomer in [carl, dora] {
            await newcomer.events.first { if case .dialFailed(_, .notAdmitted) = $0 { true } else { false } }
        }
        let refused: [Closure] = [
            .untrusted("the certificate has expired"), .untrusted("the certificate is not trusted here"),
        ]
        for closure in refused {
            let told = Party.isRefusal(closure)
            _ =
                await (anna.events.heard + bert.events.heard).contains(where: told)
                ? nil : anna.events.first(where: told)
        }
        try await anna.driver.say("among us")
        await bert.hears("among us")
        #expect(!carl.events.heard.contains(.wentOnline))
        for member in [anna, bert, carl, dora] { await member.leave() }
    }
}
