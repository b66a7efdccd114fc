internal import Collaboration
internal import NIOCore
internal import NIOHTTP1
internal import PeerBase

// What is done for a request that is complete, and how it is answered.

extension RequestHandler {
    func serve(_ resource: Resource, for visitor: Visitor) {
        let host = entrance.host
        let document = body
        body = []
        switch resource {
        case .card:
            wait(figures.answerTime)
            ask({ await host.card(for: visitor) }) { $0.answer($1.map(\.file)) }
        case .data:
            wait(figures.answerTime)
            ask({ await host.data(for: visitor) }) { $0.answer($1.map(\.body)) }
        case .watch:
            // Strangers may not, and are not told why (collab 10.5).
            guard visitor.isContact else { return refuse(.policy) }
            wait(figures.answerTime)
            ask({ await host.watch(by: visitor) }) { $0.begin($1) }
        case .invitations:
            wait(figures.holdTime)
            entrance.hold(visitor)
            ask({ await host.invited(by: visitor, Self.invitation(document)) }) { $0.answer($1, to: visitor) }
        case .verify:
            wait(figures.verificationTime)
            takeStep(document, of: visitor)
        }
    }

    private static func invitation(_ document: [UInt8]) -> Result<Invitation, DocumentFault> {
        Result { () throws(DocumentFault) in try Invitation(document: document) }
    }

    /// Asks the owner, and goes on with what he says unless the caller has gone by then.
    func ask<Answer: Sendable>(
        _ question: @escaping @Sendable () async -> Answer, then act: @escaping (RequestHandler, Answer) -> Void
    ) {
        guard let loop = context?.eventLoop else { return }
        let rest = NIOLoopBound((self, act), eventLoop: loop)
        task = Task {
            let answer = await question()
            loop.execute {
                let (handler, act) = rest.value
                if handler.context != nil { act(handler, answer) }
            }
        }
    }

    // MARK: One answer

    func answer(_ body: Result<[UInt8], Fault>) {
        guard case .working = stage else { return }
        switch body {
        case .success(let document): respond(.ok, document, keepsAlive: keepsAlive)
        case .failure(let fault): refuse(fault)
        }
    }

    private func answer(_ reply: InvitationReply, to visitor: Visitor) {
        guard case .working = stage else { return }
        entrance.release(visitor)
        switch reply {
        case .answer(let answer, let id): self.answer(.success(answer.body(id: id)))
        case .refuse(let fault): refuse(fault)
        case .close: leave()
        }
    }

    /// Ends the connection too. Only contacts learn that a policy is against them (collab 10.5).
    func refuse(_ fault: Fault) {
        if fault == .policy, visitor?.isContact != true { return leave() }
        respond(HTTPResponseStatus(statusCode: fault.status), fault.body, keepsAlive: false)
    }

    private func respond(_ status: HTTPResponseStatus, _ document: [UInt8], keepsAlive: Bool) {
        var head = Self.head(status, keepsAlive: keepsAlive)
        head.headers.add(name: "Content-Length", value: "\(document.count)")
        context?.write(wrapOutboundOut(.head(head)), promise: nil)
        context?.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: document)))), promise: nil)
        if keepsAlive { finishAnswer() } else { finishLastAnswer() }
    }

    private static func head(_ status: HTTPResponseStatus, keepsAlive: Bool) -> HTTPResponseHead {
        var head = HTTPResponseHead(version: .http1_1, status: status)
        head.headers.add(name: "Content-Type", value: "application/xml; charset=utf-8")
        head.headers.add(name: "Connection", value: keepsAlive ? "keep-alive" : "close")
        return head
    }

    // MARK: Many documents

    private func begin(_ reply: Result<AsyncStream<WatchItem>, Fault>) {
        guard case .working = stage, let loop = context?.eventLoop else { return }
        let items: AsyncStream<WatchItem>
        switch reply {
        case .success(let stream): items = stream
        case .failure(let fault): return refuse(fault)
        }
        stage = .watched
        waitForever()
        var head = Self.head(.ok, keepsAlive: false)
        head.headers.add(name: "Transfer-Encoding", value: "chunked")
        write(.head(head))
        scheduleBeat(on: loop)
        pass(items, on: loop)
    }

    /// Each item waits until the one before it was taken, so that what a slow reader leaves is the owner's to bound.
    private func pass(_ items: AsyncStream<WatchItem>, on loop: any EventLoop) {
        let handler = NIOLoopBound(self, eventLoop: loop)
        task = Task {
            for await item in items {
                let bytes = item.bytes
                let written = loop.flatSubmit { handler.value.send(bytes) }
                guard (try? await written.get()) != nil else { return }
            }
            loop.execute { handler.value.endWatch() }
        }
    }

    private func send(_ bytes: [UInt8]) -> EventLoopFuture<Void> {
        guard let context, case .watched = stage else {
            return entrance.loop.makeFailedFuture(ChannelError.ioOnClosedChannel)
        }
        let promise = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes)))), promise: promise)
        return promise.futureResult
    }

    private func scheduleBeat(on loop: any EventLoop) {
        let time = TimeAmount.nanoseconds(figures.beatTime.wholeNanoseconds)
        beating = loop.assumeIsolated().scheduleTask(in: time) { self.beat(on: loop) }
    }

    /// Somebody who has not taken the last beat by the next takes nothing at all.
    private func beat(on loop: any EventLoop) {
        guard !isBeatPending else { return leave() }
        scheduleBeat(on: loop)
        isBeatPending = true
        send(WatchItem.beat.bytes).assumeIsolated().whenSuccess { self.isBeatPending = false }
    }

    private func endWatch() {
        guard case .watched = stage else { return }
        beating?.cancel()
        finishLastAnswer()
    }

    // MARK: Verifications

    /// A step, whose answer may wait for a person. The time between the steps is a person's too, so a stranger stays.
    private func takeStep(_ document: [UInt8], of visitor: Visitor) {
        guard let step = try? VerificationMessage(document: document) else { return refuse(.malformed) }
        let host = entrance.host
        isVerifying = true
        entrance.hold(visitor)
        ask({ await host.verify(step, by: visitor) }) { handler, answer in
            guard let answer else { return handler.leave() }
            handler.answer(.success(answer.body))
        }
    }
}
