import Collaboration
import NIOCore
import NIOEmbedded
import PeerBase
import PeerIdentity
import Sockets
import Testing

@testable import Signalling

/// Who is let in when many come. Nobody really comes, and no time passes but what the tests say.
@Suite("The entrance", .timeLimit(.minutes(1)))
struct EntranceTests {
    private let loop = NIOAsyncTestingEventLoop()
    private let certificate: [UInt8]

    init() throws { certificate = try Somebody("visitor").key.certificate }

    private func entrance(_ admission: Admission) async throws -> NIOLoopBound<Entrance> {
        let loop = loop
        return try await loop.executeInContext {
            let entrance = Entrance(
                host: Owner { $0.admission = { _ in admission } }, nearID: House.nearID, figures: SignallingFigures(),
                loop: loop, unixTime: { MonotonicClock.unixMilliseconds })
            return NIOLoopBound(entrance, eventLoop: loop)
        }
    }

    /// Whether TLS may begin with somebody from such an address.
    private func begins(_ entrance: NIOLoopBound<Entrance>, from address: UInt64) async throws -> Bool {
        try await loop.executeInContext { entrance.value.begins(handler(entrance.value, from: address)) }
    }

    /// Whether somebody is let in whose TLS is made.
    private func comes(_ entrance: NIOLoopBound<Entrance>, from address: UInt64) async throws -> Bool {
        try await loop.executeInContext { [certificate] in
            let handler = handler(entrance.value, from: address)
            #expect(entrance.value.begins(handler))
            entrance.value.secured(handler)
            handler.visitor = entrance.value.visitor(
                certificate, connection: handler.connection, source: handler.source)
            guard handler.visitor == nil else { return true }
            entrance.value.ended(handler, isSecured: true)
            return false
        }
    }

    private func handler(_ entrance: Entrance, from address: UInt64) -> RequestHandler {
        RequestHandler(
            connection: entrance.nextConnection(),
            source: ScopedEndpoint(Endpoint(address: IPv6Address(high: 0xfe80 << 48, low: address), port: 1)),
            entrance: entrance, headLimit: HeadLimit(limit: 8192))
    }

    @Test("Of strangers from one address one comes in a second")
    func pace() async throws {
        let entrance = try await entrance(.stranger)
        #expect(try await comes(entrance, from: 1))
        #expect(try await !comes(entrance, from: 1))
        #expect(try await comes(entrance, from: 2))
        await loop.advanceTime(by: .milliseconds(999))
        #expect(try await !comes(entrance, from: 1))
        await loop.advanceTime(by: .milliseconds(1))
        #expect(try await comes(entrance, from: 1))
    }

    @Test("Sixteen strangers at a time, and they leave after 30 s")
    func strangers() async throws {
        let entrance = try await entrance(.stranger)
        for address in 1...16 { #expect(try await comes(entrance, from: UInt64(address))) }
        #expect(try await !comes(entrance, from: 17))
        await loop.advanceTime(by: .seconds(30))
        #expect(try await comes(entrance, from: 17))
    }

    @Test("Fifty connections of one contact")
    func contact() async throws {
        let entrance = try await entrance(.contact)
        for _ in 1...50 { #expect(try await comes(entrance, from: 1)) }
        #expect(try await !comes(entrance, from: 1))
    }

    @Test("Eight handshakes of one address, sixty-four in all, and as many again when they are over")
    func handshakes() async throws {
        let entrance = try await entrance(.contact)
        for address in 1...8 {
            for _ in 1...8 { #expect(try await begins(entrance, from: UInt64(address))) }
            #expect(try await !begins(entrance, from: UInt64(address)))
        }
        #expect(try await !begins(entrance, from: 9))
        let other = try await self.entrance(.contact)
        for _ in 1...20 { #expect(try await comes(other, from: 1)) }
        #expect(try await begins(other, from: 1))
    }
}
