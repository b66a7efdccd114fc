internal import Mesh
internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import PeerIdentity
internal import Sockets

/// TLS 1.3 with certificates on both sides, each judged by us (peer channel 20.4).
struct LinkEncryption: Sendable {
    static let applicationProtocol = "p2pmesh/1"

    private let context: NIOSSLContext
    /// `nil` where a password is asked for instead: any single certificate will do.
    private let trust: CertificateTrust?

    init(_ certificate: NodeCertificate, trust: CertificateTrust?, shutdownTime: TimeAmount) throws {
        let chain = try certificate.chain.map {
            NIOSSLCertificateSource.certificate(try NIOSSLCertificate(bytes: $0, format: .der))
        }
        let key = try NIOSSLPrivateKey(bytes: certificate.privateKey, format: .der)
        // One configuration for both sides: what makes a server ask for a certificate is the verification.
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv13
        configuration.certificateVerification = .noHostnameVerification
        configuration.trustRoots = .certificates([])
        configuration.verifySignatureAlgorithms = [.ecdsaSecp256R1Sha256, .ed25519]
        configuration.signingSignatureAlgorithms = [.ecdsaSecp256R1Sha256, .ed25519]
        configuration.applicationProtocols = [Self.applicationProtocol]
        configuration.renegotiationSupport = .none
        configuration.shutdownTimeout = shutdownTime
        context = try NIOSSLContext(configuration: configuration)
        self.trust = trust
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

    /// A single P-256 or Ed25519 certificate under 4 KiB where passwords admit; a chain that leads to somebody trusted
    /// where certificates do. The latter takes milliseconds, which are another thread's.
    private func verify(
        _ certificates: [NIOSSLCertificate], verdict: PeerVerdict, promise: EventLoopPromise<NIOSSLVerificationResult>,
        loop: any EventLoop
    ) {
        guard let trust else { return settle(Self.anybody(certificates), verdict: verdict, promise: promise) }
        guard let chain = try? certificates.prefix(NodeCertificate.longestChain + 1).map({ try $0.toDERBytes() }) else {
            return settle(.failure(Refusal(judged: .unreadable)), verdict: verdict, promise: promise)
        }
        let bound = NIOLoopBound(verdict, eventLoop: loop)
        NIOThreadPool.singleton.runIfActive(eventLoop: loop) {
            trust.judge(chain, at: MonotonicClock.unixMilliseconds).map(\.keyHash).mapError(Refusal.init(judged:))
        }.whenComplete { result in
            settle(
                (try? result.get()) ?? .failure(Refusal(judged: .unreadable)), verdict: bound.value, promise: promise)
        }
    }

    private static func anybody(_ certificates: [NIOSSLCertificate]) -> Result<[UInt8], Refusal> {
        guard let first = certificates.first else { return .failure(Refusal("\(CertificateFault.missing)")) }
        guard certificates.count == 1 else { return .failure(Refusal("it showed \(certificates.count) certificates")) }
        do {
            return .success(try PeerCertificate(try first.toDERBytes()).keyHash)
        } catch let fault as CertificateFault {
            return .failure(Refusal("\(fault)"))
        } catch {
            return .failure(Refusal("\(CertificateFault.unreadable)"))
        }
    }

    private func settle(
        _ result: Result<[UInt8], Refusal>, verdict: PeerVerdict, promise: EventLoopPromise<NIOSSLVerificationResult>
    ) {
        switch result {
        case .success(let key):
            verdict.keyHash = key
            promise.succeed(.certificateVerified)
        case .failure(let refusal):
            verdict.refusal = refusal.closure
            promise.succeed(.failed)
        }
    }

    /// Why a certificate is not accepted.
    private struct Refusal: Error {
        let closure: Closure

        /// It is of no use for a link.
        init(_ sentence: String) { closure = .insecure(sentence) }

        /// Where certificates admit, it does not.
        init(judged fault: CertificateFault) { closure = .untrusted("\(fault)") }
    }
}
