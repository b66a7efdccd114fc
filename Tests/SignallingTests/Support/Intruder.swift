import Crypto
import CryptoExtras
import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import PeerBase
import PeerIdentity
import Sockets
import StreamTesting
import SwiftASN1
import X509

@testable import Signalling

/// Somebody with a socket who sends what he likes, through TLS if there is a configuration for it.
struct Intruder: Sendable {
    enum Heard: Hashable, Sendable {
        case text(String)
        case ended
    }

    let channel: any Channel
    let ears: Ears<Heard>

    init(to house: House, tls: TLSConfiguration?) async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: Heard.self)
        let context = try tls.map { try NIOSSLContext(configuration: $0) }
        ears = Ears(stream)
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let context {
                        try pipeline.addHandler(try NIOSSLClientHandler(context: context, serverHostname: nil))
                    }
                    try pipeline.addHandler(Listener(continuation))
                }
            }
            .connect(to: house.endpoint.socketAddress).get()
    }

    /// A visitor in order, but for what he says.
    init(to house: House, as visitor: Somebody) async throws {
        try await self.init(to: house, tls: try Self.configuration(visitor))
    }

    func send(_ text: String) { channel.writeAndFlush(ByteBuffer(string: text), promise: nil) }

    /// All that was heard until the other side closed.
    func end() async -> String {
        await ears.first { $0 == .ended }
        return ears.heard.map { if case .text(let text) = $0 { text } else { "" } }.joined()
    }

    private final class Listener: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let continuation: AsyncStream<Heard>.Continuation

        init(_ continuation: AsyncStream<Heard>.Continuation) { self.continuation = continuation }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            continuation.yield(.text(String(buffer: unwrapInboundIn(data))))
        }

        func channelInactive(context: ChannelHandlerContext) { continuation.yield(.ended) }
        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    // MARK: TLS

    /// A client that does TLS as others do, to be made wrong in one way.
    static func configuration(_ visitor: Somebody? = nil) throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        configuration.applicationProtocols = ["http/1.1"]
        guard let visitor else { return configuration }
        configuration.certificateChain = [
            .certificate(try NIOSSLCertificate(bytes: visitor.key.certificate, format: .der))
        ]
        configuration.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: visitor.key.privateKey, format: .der))
        return configuration
    }

    /// The same with an RSA key, in a certificate that has nothing else against it.
    static func rsaConfiguration() throws -> TLSConfiguration {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let name = try DistinguishedName { CommonName(String(repeating: "0", count: 40) + ".collab") }
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey),
            notValidBefore: Date(timeIntervalSinceNow: -3600), notValidAfter: Date(timeIntervalSinceNow: 3600),
            issuer: name, subject: name, signatureAlgorithm: .sha256WithRSAEncryption, extensions: .init(),
            issuerPrivateKey: .init(key))
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        var configuration = try configuration()
        configuration.certificateChain = [
            .certificate(try NIOSSLCertificate(bytes: serializer.serializedBytes, format: .der))
        ]
        let der = Array(key.pkcs8DERRepresentation)
        configuration.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: der, format: .der))
        return configuration
    }
}
