internal import Collaboration
internal import NIOCore
internal import NIOHTTP1
internal import NIOTLS
internal import PeerBase

/// One connection to a server, from its first byte to its last: TLS, then requests one after the other. Stands behind the
/// parser of HTTP; all of it happens on the connection's event loop.
final class RequestHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    enum Stage {
        case securing
        /// Between requests.
        case idle
        /// The body comes in; until the owner has said that he listens, nobody looks at it.
        case reading(Resource, isGranted: Bool)
        /// The owner is at work.
        case working(Resource)
        /// Documents go out as they come.
        case watched
        /// An answer goes out, after which a next request may come.
        case answering
        /// The last answer goes out, and what still comes in is thrown away.
        case closing
    }

    let connection: ConnectionID
    let source: ScopedEndpoint
    let entrance: Entrance
    /// Once a certificate was found good on this very connection: a resumed session shows none and is refused for that.
    var visitor: Visitor?

    var stage = Stage.securing
    var context: ChannelHandlerContext?
    private let headLimit: HeadLimit
    private var isSecured = false
    private var deadline: Scheduled<Void>?
    /// What the owner does for the caller; cancelled when he has gone.
    var task: Task<Void, Never>?
    /// Whether a step of a verification was taken, after which nothing else is asked for.
    var isVerifying = false
    var beating: Scheduled<Void>?
    /// Whether the last beat is still on its way.
    var isBeatPending = false
    private var head: HTTPRequestHead?
    var body: [UInt8] = []
    private var isComplete = false

    init(connection: ConnectionID, source: ScopedEndpoint, entrance: Entrance, headLimit: HeadLimit) {
        self.connection = connection
        self.source = source
        self.entrance = entrance
        self.headLimit = headLimit
    }

    var figures: SignallingFigures { entrance.figures }

    // MARK: The connection

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        wait(figures.securingTime)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
        self.context = nil
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let event = event as? TLSUserEvent, case .handshakeCompleted = event else {
            return context.fireUserInboundEventTriggered(event)
        }
        guard visitor != nil else { return leave() }
        isSecured = true
        entrance.secured(self)
        stage = .idle
        wait(figures.idleTime)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    /// Whatever is wrong with TLS or HTTP ends the connection; only a head that is too long is worth an answer.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if case .idle = stage, error as? HeadLimit.Fault == .tooLong { return refuse(.size) }
        leave()
    }

    func leave() { context?.close(promise: nil) }

    func signOut() {
        switch stage {
        case .working: refuse(.signingOut)
        case .closing: break
        default: leave()
        }
    }

    /// Nothing begins any more, whatever the owner still says.
    private func end() {
        stage = .closing
        deadline?.cancel()
        beating?.cancel()
        task?.cancel()
        entrance.ended(self, isSecured: isSecured)
    }

    // MARK: Time

    /// Closes the connection unless something else is waited for by then.
    func wait(_ time: Duration) {
        deadline?.cancel()
        guard let loop = context?.eventLoop else { return }
        deadline = loop.assumeIsolated().scheduleTask(in: .nanoseconds(time.wholeNanoseconds)) { self.leave() }
    }

    func waitForever() {
        deadline?.cancel()
        deadline = nil
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): begin(head)
        case .body(let bytes): add(bytes)
        case .end: complete()
        }
    }

    private func begin(_ head: HTTPRequestHead) {
        switch stage {
        case .idle: break
        case .closing: return
        // A request that does not wait for the answer to the one before it.
        default: return leave()
        }
        // There is no other protocol here, and what comes after such a head is no HTTP.
        guard head.method != .CONNECT, !head.headers.contains(name: "upgrade") else { return leave() }
        self.head = head
        body = []
        isComplete = false
        guard let visitor, let (nearID, resource) = Resource.parse(head.uri),
            nearID == entrance.nearID || nearID == .anybody && visitor.isContact,
            head.method == (resource.takesBody ? .POST : .GET)
        else { return refuse(.unknownID) }
        guard !isVerifying || resource == .verify else { return refuse(.busy) }
        wait(figures.bodyTime)
        stage = .reading(resource, isGranted: resource != .invitations)
        if resource == .invitations {
            askForHearing(visitor)
        } else {
            welcomeBody()
        }
    }

    private func askForHearing(_ visitor: Visitor) {
        let host = entrance.host
        ask({ await host.hearing(of: visitor) }) { handler, hearing in
            guard case .reading(let resource, false) = handler.stage else { return }
            switch hearing {
            case .heard: break
            case .forbidden: return handler.refuse(.policy)
            case .silence: return handler.leave()
            }
            handler.stage = .reading(resource, isGranted: true)
            handler.wait(handler.figures.bodyTime)
            handler.welcomeBody()
        }
    }

    /// Looks at what has come of the body by now.
    private func welcomeBody() {
        guard let head else { return }
        let announced = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
        guard max(announced, body.count) <= Limits.bodySize else { return refuse(.size) }
        if head.headers[canonicalForm: "expect"].contains("100-continue"), !isComplete {
            write(.head(HTTPResponseHead(version: .http1_1, status: .continue)))
        }
        if isComplete { complete() }
    }

    private func add(_ bytes: ByteBuffer) {
        guard case .reading(_, let isGranted) = stage else { return }
        guard body.count + bytes.readableBytes <= Limits.bodySize else {
            // Whoever is not heard does not learn what is wrong with his invitation either.
            return isGranted ? refuse(.size) : leave()
        }
        body += bytes.readableBytesView
    }

    private func complete() {
        isComplete = true
        guard case .reading(let resource, true) = stage, let visitor else { return }
        stage = .working(resource)
        serve(resource, for: visitor)
    }

    // MARK: Answers

    var keepsAlive: Bool { head?.isKeepAlive == true && !entrance.isClosing }

    /// Writes the end of an answer. Only when the caller has taken all of it another request may come: answers would pile
    /// up for one who asks and does not read.
    func finishAnswer() {
        guard let context else { return }
        stage = .answering
        wait(figures.answerTime)
        writeEnd(context).assumeIsolated().whenSuccess {
            guard case .answering = self.stage else { return }
            self.headLimit.expectHead()
            self.stage = .idle
            self.wait(self.isVerifying ? self.figures.verificationTime : self.figures.idleTime)
        }
    }

    /// Writes the end of the last answer. Whoever asked closes; what he had not finished sending must not undo the answer.
    func finishLastAnswer() {
        guard let context else { return }
        stage = .closing
        wait(figures.answerTime)
        writeEnd(context).assumeIsolated().whenSuccess { self.wait(self.figures.lingerTime) }
    }

    private func writeEnd(_ context: ChannelHandlerContext) -> EventLoopFuture<Void> {
        let promise = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: promise)
        return promise.futureResult
    }

    func write(_ part: HTTPServerResponsePart) {
        context?.writeAndFlush(wrapOutboundOut(part), promise: nil)
    }
}
