package import Collaboration
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
package import PeerBase
package import PeerIdentity
internal import Sockets
internal import Synchronization

/// Asks the servers of others (collab 10.5). Remembers whom it asked in the last second, and nothing else.
package final class SignallingClient: Sendable {
    /// Who may answer.
    package enum Expectation: Hashable, Sendable {
        /// Whoever is there, with a certificate in order; the caller looks at the pin.
        case anybody
        /// This key and no other: to another nothing is told, not even who asks.
        case exactly(Pin)
    }

    private let encryption: SignallingEncryption
    private let figures: SignallingFigures
    private let unixTime: @Sendable () -> Int64
    private let spacing = Mutex(Spacing())

    /// Fails with a key that TLS takes for none.
    package init(
        key: PersonKey, figures: SignallingFigures = SignallingFigures(),
        unixTime: @escaping @Sendable () -> Int64 = { MonotonicClock.unixMilliseconds }
    ) throws(SignallingOpenFailure) {
        guard let encryption = try? SignallingEncryption(key) else { throw .unusableKey }
        self.encryption = encryption
        self.figures = figures
        self.unixTime = unixTime
    }

    /// A connection on which requests follow each other. Two to the same endpoint are a second apart, for which this waits:
    /// somebody who does not know us lets in no more. The caller closes it. Nobody has said yet that he lets us in: that only an answer does (collab 10.5, trap a).
    package func connect(
        to endpoint: ScopedEndpoint, nearID: GUID, expecting expectation: Expectation
    ) async throws(SignallingFault) -> SignallingLink {
        let attempt = Attempt()
        do {
            return try await withTaskCancellationHandler {
                try await connect(endpoint, nearID, expectation, attempt)
            } onCancel: {
                attempt.cancel()
            }
        } catch {
            throw Task.isCancelled ? .cancelled : Self.fault(error)
        }
    }

    /// The same for as long as something is done with it.
    package func withLink<Result: Sendable>(
        to endpoint: ScopedEndpoint, nearID: GUID, expecting expectation: Expectation,
        _ work: (SignallingLink) async throws(SignallingFault) -> Result
    ) async throws(SignallingFault) -> Result {
        let link = try await connect(to: endpoint, nearID: nearID, expecting: expectation)
        defer { link.close() }
        return try await work(link)
    }

    private func connect(
        _ endpoint: ScopedEndpoint, _ nearID: GUID, _ expectation: Expectation, _ attempt: Attempt
    ) async throws -> SignallingLink {
        let loop = EventLoops.next
        try await pause(before: endpoint, on: loop)
        let secured = loop.makePromise(of: Void.self)
        let shown = loop.makePromise(of: Met.self)
        let channel: any Channel
        do {
            channel = try await bootstrap(loop, expectation, attempt, secured, shown)
                .connect(to: endpoint.socketAddress).get()
        } catch {
            // The promises may have been kept before; keeping them again does nothing.
            secured.fail(error)
            shown.fail(error)
            throw error
        }
        try await secured.futureResult.get()
        met(endpoint)
        let (peer, handler) = try await shown.futureResult.get()
        return SignallingLink(
            peer: peer, endpoint: endpoint, nearID: nearID, channel: channel, handler: handler, figures: figures,
            answered: { self.met(endpoint) })
    }

    /// The other side sees our certificate in a moment, or has seen it, as an answer shows.
    private func met(_ endpoint: ScopedEndpoint) {
        spacing.withLock { $0.met(endpoint, now: MonotonicClock.now) }
    }

    private func pause(before endpoint: ScopedEndpoint, on loop: any EventLoop) async throws {
        let time = spacing.withLock { $0.wait(for: endpoint, now: MonotonicClock.now) }
        guard time > .zero else { return }
        let end = loop.scheduleTask(in: .nanoseconds(time.wholeNanoseconds)) {}
        try await withTaskCancellationHandler {
            try await end.futureResult.get()
        } onCancel: {
            end.cancel()
        }
    }

    private typealias Shown = SignallingLink.Peer
    private typealias Met = (peer: SignallingLink.Peer, handler: NIOLoopBound<ResponseHandler>)

    private func bootstrap(
        _ loop: any EventLoop, _ expectation: Expectation, _ attempt: Attempt, _ secured: EventLoopPromise<Void>,
        _ shown: EventLoopPromise<Met>
    ) -> ClientBootstrap {
        ClientBootstrap(group: loop)
            .connectTimeout(.nanoseconds(figures.connectTime.wholeNanoseconds))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .keepingAlive()
            .channelInitializer { channel in
                attempt.began(channel)
                return channel.eventLoop.makeCompletedFuture {
                    try self.addHandlers(to: channel, expectation, secured, shown)
                }
            }
    }

    private func addHandlers(
        to channel: any Channel, _ expectation: Expectation, _ secured: EventLoopPromise<Void>,
        _ shown: EventLoopPromise<Met>
    ) throws {
        let headLimit = HeadLimit(limit: figures.headSize)
        let handler = ResponseHandler(figures: figures, headLimit: headLimit, secured: secured)
        let bound = NIOLoopBound(handler, eventLoop: channel.eventLoop)
        secured.futureResult.cascadeFailure(to: shown)
        let tls = try encryption.clientHandler { [self, weak handler] certificate in
            switch judge(certificate, expectation) {
            case .success(let peer):
                shown.succeed((peer, bound))
                return true
            case .failure(let fault):
                handler?.certificateFault = fault
                return false
            }
        }
        let parser = HTTPResponseDecoder(
            leftOverBytesStrategy: .dropBytes, limitConfiguration: .heads(of: figures.headSize))
        try channel.pipeline.syncOperations.addHandlers([
            tls, headLimit, HTTPRequestEncoder(),
            ByteToMessageHandler(parser, maximumBufferSize: figures.parserSize), handler,
        ])
    }

    private func judge(_ certificate: [UInt8]?, _ expectation: Expectation) -> Result<Shown, SignallingFault> {
        do throws(CertificateFault) {
            guard let certificate else { throw .missing }
            let person = try PersonCertificate(judging: certificate, at: expectation == .anybody ? unixTime() : nil)
            guard let pin = Pin(person.pin) else { throw .unreadable }
            if case .exactly(let expected) = expectation, pin != expected { return .failure(.otherKey(pin)) }
            return .success(Shown(certificate: certificate, pin: pin, peerName: person.peerName))
        } catch {
            return .failure(.certificate(error))
        }
    }

    private static func fault(_ error: any Error) -> SignallingFault {
        switch error {
        case let fault as SignallingFault: fault
        case is ChannelError: .timedOut(.connecting)
        default: SocketFault(error).map(SignallingFault.unreachable) ?? .closed
        }
    }

    /// A connection that is being made, for whoever changes his mind.
    private final class Attempt: Sendable {
        private enum State {
            case waiting, cancelled
            case began(any Channel)
        }

        private let state = Mutex(State.waiting)

        func began(_ channel: any Channel) {
            let isCancelled = state.withLock { state in
                if case .cancelled = state { return true }
                state = .began(channel)
                return false
            }
            if isCancelled { channel.close(promise: nil) }
        }

        func cancel() {
            let before = state.withLock { state in
                defer { state = .cancelled }
                return state
            }
            if case .began(let channel) = before { channel.close(promise: nil) }
        }
    }
}
