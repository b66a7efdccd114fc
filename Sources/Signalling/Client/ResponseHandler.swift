internal import Collaboration
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL
internal import NIOTLS
internal import PeerBase

/// One connection to somebody else's server: TLS, then answers one after the other. All of it happens on the connection's
/// event loop.
final class ResponseHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    /// An answer that is waited for.
    struct Expected {
        var limit: Int
        var promise: EventLoopPromise<[UInt8]>
        var status: HTTPResponseStatus?
        var document: [UInt8] = []
    }

    enum Stage {
        case securing
        case idle
        case answering(Expected)
        /// Until the head has come, the promise is not kept.
        case watching(WatchItems.Writer, WatchCutter, EventLoopPromise<[UInt8]>?)
        case over(SignallingFault)
    }

    /// Of the certificate that the other side showed; set by the judge.
    var certificateFault: SignallingFault?
    private var stage = Stage.securing
    private let secured: EventLoopPromise<Void>
    private let figures: SignallingFigures
    private let headLimit: HeadLimit
    private var context: ChannelHandlerContext?
    private var deadline: Scheduled<Void>?

    init(figures: SignallingFigures, headLimit: HeadLimit, secured: EventLoopPromise<Void>) {
        self.figures = figures
        self.headLimit = headLimit
        self.secured = secured
    }

    // MARK: The connection

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    /// TCP is there, or was never waited for.
    func channelActive(context: ChannelHandlerContext) {
        wait(figures.securingTime, .securing)
        context.fireChannelActive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let event = event as? TLSUserEvent, case .handshakeCompleted = event else {
            return context.fireUserInboundEventTriggered(event)
        }
        guard case .securing = stage else { return }
        rest()
        secured.succeed()
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(.closed)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        fail(.closed)
        self.context = nil
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(fault(error))
    }

    private func fault(_ error: any Error) -> SignallingFault {
        if let certificateFault { return certificateFault }
        if case .securing = stage { return .encryption("\(error)") }
        if error is HTTPParserError || error is HeadLimit.Fault { return .malformed }
        if error is ByteToMessageDecoderError.PayloadTooLargeError { return .malformed }
        return .closed
    }

    /// What is waited for does not come.
    func fail(_ fault: SignallingFault) {
        deadline?.cancel()
        let before = stage
        if case .over = before { return }
        stage = .over(fault)
        switch before {
        case .securing: secured.fail(fault)
        case .answering(let expected): expected.promise.fail(fault)
        case .watching(let items, _, let promise):
            promise?.fail(fault)
            items.finish()
        case .idle, .over: break
        }
        context?.close(promise: nil)
    }

    private func wait(_ time: Duration, _ step: SignallingFault.Step) {
        deadline?.cancel()
        guard let loop = context?.eventLoop else { return }
        deadline = loop.assumeIsolated().scheduleTask(in: .nanoseconds(time.wholeNanoseconds)) {
            self.fail(.timedOut(step))
        }
    }

    private func rest() {
        deadline?.cancel()
        stage = .idle
    }

    // MARK: Requests

    /// Sends a request and waits so long for its answer.
    func ask(_ head: HTTPRequestHead, _ body: [UInt8], limit: Int, within time: Duration) -> EventLoopFuture<[UInt8]>? {
        guard let promise = send(head, body, within: time) else { return nil }
        stage = .answering(Expected(limit: limit, promise: promise))
        return promise.futureResult
    }

    /// Sends a request whose answer does not end; the promise is kept when it begins.
    func watch(
        _ head: HTTPRequestHead, into items: WatchItems.Writer
    ) -> EventLoopFuture<[UInt8]>? {
        guard let promise = send(head, [], within: figures.answerTime) else { return nil }
        stage = .watching(items, WatchCutter(), promise)
        return promise.futureResult
    }

    private func send(_ head: HTTPRequestHead, _ body: [UInt8], within time: Duration) -> EventLoopPromise<[UInt8]>? {
        guard let context, case .idle = stage else { return nil }
        headLimit.expectHead()
        wait(time, .answering)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !body.isEmpty {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        return context.eventLoop.makePromise()
    }

    /// Why there are no more answers.
    var end: SignallingFault {
        if case .over(let fault) = stage { fault } else { .malformed }
    }

    // MARK: Answers

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        switch stage {
        case .answering(let expected): read(part, expected)
        case .watching(let items, let cutter, let promise): read(part, items, cutter, promise)
        // An answer to nothing.
        case .securing, .idle: fail(.malformed)
        case .over: break
        }
    }

    private func read(_ part: HTTPClientResponsePart, _ expected: Expected) {
        var expected = expected
        switch part {
        case .head(let head):
            expected.status = head.status
            // It has begun; the rest of it is given as long again, however often a little of it comes.
            wait(figures.answerTime, .answering)
        case .body(let bytes):
            guard expected.document.count + bytes.readableBytes <= expected.limit else { return fail(.tooLarge) }
            expected.document += bytes.readableBytesView
        case .end: return finish(expected)
        }
        stage = .answering(expected)
    }

    private func finish(_ expected: Expected) {
        guard expected.status == .ok else { return fail(Self.fault(expected.status)) }
        rest()
        expected.promise.succeed(expected.document)
    }

    private static func fault(_ status: HTTPResponseStatus?) -> SignallingFault {
        guard let status, let fault = Fault(rawValue: Int(status.code)) else { return .malformed }
        return .refused(fault)
    }

    private func read(
        _ part: HTTPClientResponsePart, _ items: WatchItems.Writer, _ cutter: WatchCutter,
        _ promise: EventLoopPromise<[UInt8]>?
    ) {
        wait(figures.silentTime, .answering)
        switch part {
        case .head(let head):
            guard head.status == .ok else { return fail(Self.fault(head.status)) }
            stage = .watching(items, cutter, nil)
            promise?.succeed([])
        case .body(let bytes): read(bytes, items, cutter)
        case .end: fail(.closed)
        }
    }

    private func read(
        _ bytes: ByteBuffer, _ items: WatchItems.Writer, _ cutter: WatchCutter
    ) {
        var cutter = cutter
        // While it is being changed, this is the only one that holds what has come so far.
        stage = .idle
        let documents: [[UInt8]]?
        do throws(DocumentFault) {
            documents = try cutter.take(bytes.readableBytesView)
        } catch {
            documents = nil
        }
        stage = .watching(items, cutter, nil)
        guard let documents else { return fail(.tooLarge) }
        for document in documents {
            guard let item = try? WatchItem(document: document) else { return fail(.malformed) }
            // A reader who loses one cannot know what is true any more.
            guard items.add(item, size: document.count) else { return fail(.tooLarge) }
        }
    }
}
