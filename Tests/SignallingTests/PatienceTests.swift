import Collaboration
import NIOCore
import NIOEmbedded
import NIOHTTP1
import PeerBase
import Sockets
import StreamTesting
import Testing

@testable import Signalling

/// No test here waits: the clock is moved.
@Suite("How long a server waits", .timeLimit(.minutes(1)))
struct PatienceTests {
    private static let patient: @Sendable (Result<Invitation, DocumentFault>) async -> InvitationReply = { _ in
        await untilCancelled()
        return .close
    }

    private static func isInvited(_ asked: Owner.Asked) -> Bool {
        if case .invited = asked { true } else { false }
    }

    // MARK: Those who are slow

    @Test("TLS is made within 5 s")
    func handshake() async throws {
        let door = try await Doorway(Owner(), visitor: nil)
        await door.pass(.milliseconds(4999))
        #expect(door.isOpen)
        await door.pass(.milliseconds(1))
        #expect(!door.isOpen)
    }

    @Test("A contact who asks nothing is left after 30 s, and after every answer has 30 s again")
    func idle() async throws {
        let door = try await Doorway(Owner(), visitor: Somebody())
        await door.pass(.seconds(29))
        try await door.ask(.data)
        #expect(try await door.answer().status == .conflict)
        let other = try await Doorway(Owner { $0.data = .success(.sample) }, visitor: Somebody())
        await other.pass(.seconds(29))
        try await other.ask(.data)
        #expect(try await other.answer().status == .ok)
        await other.pass(.milliseconds(29_999))
        #expect(other.isOpen)
        await other.pass(.milliseconds(1))
        #expect(!other.isOpen)
    }

    @Test("A body comes within 10 s, however often a byte of it does")
    func slowBody() async throws {
        let door = try await Doorway(Owner(), visitor: Somebody())
        try await door.begin(.POST, .invitations, length: 100)
        await door.owner.ears.first { $0 == .hearing }
        for _ in 0..<9 {
            try await door.add("x")
            await door.pass(.seconds(1))
            #expect(door.isOpen)
        }
        // The time began again, once, when the host had said that it listens.
        await door.pass(.seconds(1))
        await door.pass(.seconds(10))
        #expect(!door.isOpen)
        #expect(!door.owner.ears.heard.contains(where: Self.isInvited))
    }

    @Test("After a last answer the connection lasts 2 s")
    func lingering() async throws {
        let door = try await Doorway(Owner(), visitor: Somebody())
        try await door.ask(.invitations)
        #expect(try await door.answer().status == .notFound)
        await door.pass(.milliseconds(1999))
        #expect(door.isOpen)
        await door.pass(.milliseconds(1))
        #expect(!door.isOpen)
    }

    @Test("An answer that is not taken within 10 s is the last")
    func unreadAnswer() async throws {
        let door = try await Doorway(Owner { $0.data = .success(.sample) }, visitor: Somebody())
        let stuck = try await door.stopReading()
        try await door.ask(.data)
        await stuck.first { $0 }
        await door.pass(.milliseconds(9999))
        #expect(door.isOpen)
        await door.pass(.milliseconds(1))
        #expect(!door.isOpen)
    }

    @Test("Who asks again before he has taken the answer is left")
    func pilingUp() async throws {
        let door = try await Doorway(Owner { $0.data = .success(.sample) }, visitor: Somebody())
        let stuck = try await door.stopReading()
        try await door.ask(.data)
        await stuck.first { $0 }
        #expect(door.isOpen)
        try await door.begin(.GET, .data)
        #expect(!door.isOpen)
        #expect(door.owner.ears.heard.count { $0 == .data } == 1)
    }

    @Test("Connections of different sign-ins have different numbers")
    func connectionNumbers() async throws {
        let owner = Owner()
        for _ in 0..<2 {
            let door = try await Doorway(owner, visitor: Somebody())
            try await door.ask(.card)
            _ = try await door.answer()
        }
        let numbers = owner.ears.heard.compactMap { if case .card(let number) = $0 { number } else { nil } }
        #expect(Set(numbers).count == 2)
    }

    @Test("Whoever goes before TLS is made gives his place back, once")
    func handshakeSlot() async throws {
        let channel = NIOAsyncTestingChannel()
        try await channel.testingEventLoop.executeInContext {
            var figures = SignallingFigures()
            figures.handshakes = 1
            let entrance = Entrance(
                host: Owner(), nearID: House.nearID, figures: figures, loop: channel.eventLoop, unixTime: { 0 })
            func comes() throws -> RequestHandler? {
                let handler = RequestHandler(
                    connection: entrance.nextConnection(),
                    source: ScopedEndpoint(Endpoint(address: .loopback, port: 1)), entrance: entrance,
                    headLimit: HeadLimit(limit: 8192))
                guard entrance.begins(handler) else { return nil }
                try channel.pipeline.syncOperations.addHandler(handler)
                return handler
            }
            let first = try #require(try comes())
            #expect(try comes() == nil)
            let context = try #require(first.context)
            first.handlerRemoved(context: context)
            #expect(first.context == nil)
            first.channelInactive(context: context)
            #expect(try comes() != nil)
            #expect(try comes() == nil)
        }
    }

    // MARK: Strangers

    @Test("A stranger is left after 30 s, whatever he asks meanwhile")
    func stranger() async throws {
        let owner = Owner {
            $0.admission = { _ in .stranger }
            $0.data = .success(.sample)
        }
        let door = try await Doorway(owner, visitor: Somebody())
        for _ in 0..<2 {
            await door.pass(.seconds(14))
            try await door.ask(.data)
            #expect(try await door.answer().status == .ok)
        }
        await door.pass(.milliseconds(1999))
        #expect(door.isOpen)
        await door.pass(.milliseconds(1))
        #expect(!door.isOpen)
    }

    @Test("A stranger's invitation is held longer than strangers stay, and answered")
    func strangersInvitation() async throws {
        let (answers, mouth) = AsyncStream.makeStream(of: InvitationReply.self)
        let owner = Owner {
            $0.admission = { _ in .stranger }
            $0.invited = { _ in await answers.first { _ in true } ?? .close }
        }
        let visitor = try Somebody()
        let invitation = try visitor.invitation()
        let door = try await Doorway(owner, visitor: visitor)
        try await door.invite(invitation)
        await owner.ears.first { $0 == .invited(.success(invitation)) }
        await door.pass(.seconds(299))
        #expect(door.isOpen)
        mouth.yield(.answer(.declined(.user), id: invitation.id))
        let (status, text) = try await door.answer()
        #expect(status == .ok && text.contains(#"action="declined" reason="user""#))
        await door.pass(.milliseconds(9999))
        #expect(door.isOpen)
        await door.pass(.milliseconds(1))
        #expect(!door.isOpen)
    }

    @Test("Between the steps of a verification even a stranger may think for a minute")
    func verification() async throws {
        let owner = Owner {
            $0.admission = { _ in .stranger }
            $0.verify = { _ in .checked }
        }
        let door = try await Doorway(owner, visitor: Somebody())
        for _ in 0..<2 {
            let step = VerificationMessage.nonce([UInt8](repeating: 1, count: 32)).body
            try await door.begin(.POST, .verify, length: step.count)
            try await door.add(String(decoding: step, as: UTF8.self))
            try await door.end()
            #expect(try await door.answer().status == .ok)
            await door.pass(.seconds(60))
            #expect(door.isOpen)
        }
        await door.pass(.seconds(5))
        #expect(!door.isOpen)
    }

    // MARK: Owners

    @Test("An invitation that its owner forgets is let go, later than it expires")
    func forgottenInvitation() async throws {
        let owner = Owner { $0.invited = Self.patient }
        let visitor = try Somebody()
        let door = try await Doorway(owner, visitor: visitor)
        try await door.invite(visitor.invitation())
        await owner.ears.first(where: Self.isInvited)
        await door.pass(.seconds(301))
        #expect(door.isOpen)
        await door.pass(.seconds(4))
        #expect(!door.isOpen)
        await owner.ears.first { $0 == .left }
    }

    @Test("Somebody who watches hears a beat every 25 s, and what happens between them")
    func beats() async throws {
        let (stream, mouth) = AsyncStream.makeStream(of: WatchItem.self)
        let door = try await Doorway(Owner { $0.watch = { .success(stream) } }, visitor: Somebody())
        mouth.yield(.snapshot(.sample))
        try await door.ask(.watch)
        guard case .head(let head) = try await door.part() else { throw Doorway.Unexpected() }
        #expect(head.headers["transfer-encoding"] == ["chunked"])
        var expected: [WatchItem] = [.snapshot(.sample)]
        for _ in 0..<3 {
            if expected.isEmpty {
                await door.pass(.seconds(25))
                expected = [.beat]
            }
            guard case .body(.byteBuffer(let bytes)) = try await door.part() else { throw Doorway.Unexpected() }
            #expect(Array(bytes.readableBytesView) == expected.removeFirst().bytes)
        }
        await door.pass(.milliseconds(24_999))
        mouth.finish()
        guard case .end = try await door.part() else { throw Doorway.Unexpected() }
    }
}

extension Snapshot {
    static let sample = Snapshot(nickname: "Amit2", endpointName: "AMIT-VPC", presence: Presence(status: .online))
}
