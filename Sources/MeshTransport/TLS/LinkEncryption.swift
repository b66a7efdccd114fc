internal import NIOCore
internal import NIOSSL

/// TLS 1.3 with certificates on both sides, each judged by us (peer channel 20.4).
struct LinkEncryption: Sendable {
    /// Judges a chain in DER, the peer's own first; a sentence refuses it.
    typealias Judge = @Sendable (_ chain: [[UInt8]]) async -> String?

    static let applicationProtocol = "p2pmesh/1"

    private let context: NIOSSLContext
    private let identity: LinkSecurity.Identity
    /// `nil` where a password is asked for instead: any single certificate will do.
    private let judge: Judge?

    init(_ identity: LinkSecurity.Identity, judge: Judge?, shutdownTime: TimeAmount) throws {
        let certificates = try identity.chain.map {
            NIOSSLCertificateSource.certificate(try NIOSSLCertificate(bytes: $0, format: .der))
        }
        let key = try NIOSSLPrivateKey(bytes: identity.privateKey, format: .der)
        // One configuration for both sides: what makes a server ask for a certificate is the verification.
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv13
        configuration.certificateVerification = .noHostnameVerification
        configuration.trustRoots = .certificates([])
        configuration.verifySignatureAlgorithms = [.ecdsaSecp256R1Sha256, .ed25519]
        configuration.signingSignatureAlgorithms = [.ecdsaSecp256R1Sha256, .ed25519]
        configuration.applicationProtocols = [Self.applicationProtocol]
        configuration.renegotiationSupport = .none
        configuration.shutdownTimeout = shutdownTime
        context = try NIOSSLContext(configuration: configuration)
        self.judge = judge
        self.identity = identity
    }

    /// No server name: addresses are none, and names would leak.
    func handler(isInitiator: Bool, verdict: PeerVerdict, loop: any EventLoop) throws -> any ChannelHandler {
        let callback: NIOSSLCustomVerificationCallback = { certificates, promise in
            verify(certificates, verdict: verdict, promise: promise, loop: loop)
        }
        return isInitiator
            ? try NIOSSLClientHandler(context: context, serverHostname: nil, customVerificationCallback: callback)
            : NIOSSLServerHandler(context: context, customVerificationCallback: callback)
    }

    private func verify(
        _ certificates: [NIOSSLCertificate], verdict: PeerVerdict, promise: EventLoopPromise<NIOSSLVerificationResult>,
        loop: any EventLoop
    ) {
        guard let first = certificates.first, let publicKey = try? first.extractPublicKey().toSPKIBytes(),
            let chain = try? certificates.map({ try $0.toDERBytes() })
        else {
            verdict.refusal = "its certificate cannot be read"
            return promise.succeed(.failed)
        }
        if let fault = CertificateRules.fault(chain: chain, publicKey: publicKey, allowsChain: judge != nil) {
            verdict.refusal = fault
            return promise.succeed(.failed)
        }
        let key = identity.hash(publicKey)
        guard let judge else {
            verdict.keyHash = key
            return promise.succeed(.certificateVerified)
        }
        let bound = NIOLoopBound(verdict, eventLoop: loop)
        Task.detached {
            let refusal = await judge(chain)
            loop.execute {
                bound.value.refusal = refusal
                if refusal == nil { bound.value.keyHash = key }
                promise.succeed(refusal == nil ? .certificateVerified : .failed)
            }
        }
    }
}
