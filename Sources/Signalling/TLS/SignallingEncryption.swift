internal import NIOCore
internal import NIOSSL
internal import PeerIdentity

/// TLS 1.3 and nothing below it, with self-signed certificates on both sides, each judged by us (collab 10.5).
struct SignallingEncryption: Sendable {
    static let applicationProtocol = "http/1.1"

    private let context: NIOSSLContext

    init(_ key: PersonKey) throws {
        let certificate = try NIOSSLCertificate(bytes: key.certificate, format: .der)
        // One configuration for both sides: what makes a server ask for a certificate is the verification.
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(certificate)],
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: key.privateKey, format: .der)))
        configuration.minimumTLSVersion = .tlsv13
        configuration.maximumTLSVersion = .tlsv13
        configuration.certificateVerification = .noHostnameVerification
        configuration.trustRoots = .certificates([])
        configuration.verifySignatureAlgorithms = [.ecdsaSecp256R1Sha256, .ed25519]
        configuration.signingSignatureAlgorithms = [.ecdsaSecp256R1Sha256]
        configuration.applicationProtocols = [Self.applicationProtocol]
        configuration.renegotiationSupport = .none
        configuration.shutdownTimeout = .seconds(1)
        context = try NIOSSLContext(configuration: configuration)
    }

    /// The certificate that was shown, DER; nothing unless it was exactly one.
    typealias Judge = (_ certificate: [UInt8]?) -> Bool

    func serverHandler(_ judge: @escaping Judge) -> any ChannelHandler {
        NIOSSLServerHandler(context: context, customVerificationCallback: callback(judge))
    }

    /// No server name: addresses are none, and names would leak.
    func clientHandler(_ judge: @escaping Judge) throws -> any ChannelHandler {
        try NIOSSLClientHandler(context: context, serverHostname: nil, customVerificationCallback: callback(judge))
    }

    private func callback(_ judge: @escaping Judge) -> NIOSSLCustomVerificationCallback {
        { certificates, promise in
            let shown = certificates.count == 1 ? try? certificates[0].toDERBytes() : nil
            promise.succeed(judge(shown) ? .certificateVerified : .failed)
        }
    }
}
