import Collaboration
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOTLS
import PeerBase
import Sockets
import Testing

@testable import Signalling

/// What one who asks takes from the other side. No test here waits: the clock is moved.
@Suite("How much a client takes", .timeLimit(.minutes(1)))
struct ReaderTests {
    @Test("An answer is there 10 s after its head, however often a little of it comes")
    func dripping() async throws {
        let (channel, figures) = (NIOAsyncTestingChannel(), SignallingFigures())
        let answer = try await channel.testingEventLoop.executeInContext {
            let handler = ResponseHandler(
                figures: figures, headLimit: HeadLimit(limit: 8192), secured: channel.eventLoop.makePromise())
            try channel.pipeline.syncOperations.addHandler(handler)
            return NIOLoopBound(handler, eventLoop: channel.eventLoop)
        }
        try await channel.connect(to: ScopedEndpoint(Endpoint(address: .loopback, port: 1)).socketAddress)
        let document = try await channel.testingEventLoop.executeInContext {
            channel.pipeline.fireUserInboundEventTriggered(TLSUserEvent.handshakeCompleted(negotiatedProtocol: nil))
            let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/")
            return try #require(answer.value.ask(head, [], limit: 100, within: .seconds(10)))
        }
        await channel.testingEventLoop.advanceTime(by: .seconds(9))
        try await channel.writeInbound(HTTPClientResponsePart.head(.init(version: .http1_1, status: .ok)))
        for _ in 0..<9 {
            try await channel.writeInbound(HTTPClientResponsePart.body(ByteBuffer(string: "x")))
            await channel.testingEventLoop.advanceTime(by: .seconds(1))
            #expect(channel.isActive)
        }
        await channel.testingEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
        await #expect(throws: SignallingFault.timedOut(.answering)) { try await document.get() }
    }

    @Test("What a reader of a watch leaves unread is bounded in bytes, and what he has read counts no more")
    func unreadBytes() async {
        let (items, writer) = WatchItems.make(items: 10, bytes: 100) {}
        #expect(writer.add(.beat, size: 60))
        var reader = items.makeAsyncIterator()
        #expect(await reader.next() == .beat)
        #expect(writer.add(.beat, size: 60))
        #expect(writer.add(.beat, size: 40))
        #expect(!writer.add(.beat, size: 1))
    }

    @Test("and in items; a reader who is gone takes none")
    func unreadItems() async {
        let (items, writer) = WatchItems.make(items: 2, bytes: 100) {}
        #expect(writer.add(.beat, size: 1))
        #expect(writer.add(.beat, size: 1))
        #expect(!writer.add(.beat, size: 1))
        writer.finish()
        #expect(!writer.add(.beat, size: 1))
        var reader = items.makeAsyncIterator()
        #expect(await reader.next() == .beat)
    }
}
