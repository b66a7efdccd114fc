internal import Mesh
internal import NIOCore
internal import NIOTLS
internal import PeerBase
internal import Sockets

/// Hands what happens on one connection to the driver, in the call that NIO makes for it. Confined to the connection's
/// event loop, which is the driver's executor.
final class LinkHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What the driver says after each frame.
    enum Reading: Hashable, Sendable {
        /// Go on, with frames of up to so many bytes.
        case on(limit: Int)
        /// The same, but read nothing from the network until then.
        case pause(until: Instant, limit: Int)
        /// The connection is over: whatever still comes is thrown away.
        case over
    }

    private let driver: MeshDriver
    private let number: UInt64
    /// `nil` without TLS.
    private let verdict: PeerVerdict?
    private let splitter: FrameSplitter
    private let processor: NIOSingleStepByteToMessageProcessor<FrameSplitter>
    private var isOver = false
    private var pausedUntil: Instant?
    private var isReadWanted = false

    /// `largest` is the longest frame that will ever be accepted: the buffer's second fence (peer channel 20.5).
    init(driver: MeshDriver, number: UInt64, verdict: PeerVerdict?, limit: Int, largest: Int) {
        self.driver = driver
        self.number = number
        self.verdict = verdict
        splitter = FrameSplitter(limit: limit)
        processor = NIOSingleStepByteToMessageProcessor(splitter, maximumBufferSize: 4 + largest)
    }

    // MARK: Coming and going

    func channelActive(context: ChannelHandlerContext) {
        driver.assumeIsolated { [number] in $0.connected(number) }
        if verdict == nil { driver.assumeIsolated { [number] in $0.secured(number, key: []) } }
        context.fireChannelActive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case .handshakeCompleted(let negotiated)? = event as? TLSUserEvent, let verdict else {
            return context.fireUserInboundEventTriggered(event)
        }
        if negotiated != LinkEncryption.applicationProtocol {
            fail(.insecure("it speaks another protocol behind TLS"))
        } else if let key = verdict.keyHash {
            driver.assumeIsolated { [number] in $0.secured(number, key: key) }
        } else {
            fail(.insecure("it showed no certificate"))
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        isOver = true
        driver.assumeIsolated { [number] in $0.gone(number) }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(LinkFault.closure(of: error, refusal: verdict?.refusal))
    }

    private func fail(_ closure: Closure) {
        isOver = true
        driver.assumeIsolated { [number] in $0.failed(number, closure) }
    }

    // MARK: Reading

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        do {
            try processor.process(buffer: unwrapInboundIn(data)) { frame in
                guard !isOver else { return }
                obey(driver.assumeIsolated { [number] in $0.received(number, frame) }, context)
            }
        } catch {
            fail(LinkFault.closure(of: error, refusal: nil))
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        let isWithin = processor.unprocessedBytes > 0
        driver.assumeIsolated { [number] in $0.turnEnded(number, isWithinFrame: isWithin) }
        context.fireChannelReadComplete()
    }

    private func obey(_ reading: Reading, _ context: ChannelHandlerContext) {
        switch reading {
        case .on(let limit):
            splitter.limit = limit
        case .pause(let until, let limit):
            splitter.limit = limit
            pause(until: until, context)
        case .over:
            isOver = true
        }
    }

    /// What was read already is still handed over; the network is not asked for more, and its own back-pressure does
    /// the rest (peer channel 20.7).
    private func pause(until: Instant, _ context: ChannelHandlerContext) {
        let isPausedAlready = pausedUntil != nil
        pausedUntil = max(until, pausedUntil ?? until)
        if !isPausedAlready { scheduleResumption(at: until, context) }
    }

    private func scheduleResumption(at time: Instant, _ context: ChannelHandlerContext) {
        let this = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(deadline: time.deadline) { this.value.handler.resume(this.value.context) }
    }

    private func resume(_ context: ChannelHandlerContext) {
        guard let until = pausedUntil else { return }
        if until > MonotonicClock.now { return scheduleResumption(at: until, context) }
        pausedUntil = nil
        if isReadWanted {
            isReadWanted = false
            context.read()
        }
    }

    func read(context: ChannelHandlerContext) {
        if pausedUntil == nil || isOver {
            context.read()
        } else {
            isReadWanted = true
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { driver.assumeIsolated { [number] in $0.canWrite(number) } }
        context.fireChannelWritabilityChanged()
    }
}
