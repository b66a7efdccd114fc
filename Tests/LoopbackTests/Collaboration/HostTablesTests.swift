import Collaboration
import Discovery
import PeerBase
import Signalling
import Testing

@testable import PeerEngine

/// What a host remembers of others has a bound and an end (collab 10.4, 10.5, 10.6).
@Suite(.timeLimit(.minutes(1)))
struct HostTablesTests {
    private static let anna = Snapshot(nickname: "Anna", endpointName: "desk", presence: Presence(status: .online))
    private static let away = Snapshot(nickname: "Anna", endpointName: "desk", presence: Presence(status: .away))

    private func caller(_ byte: UInt8) throws -> Caller {
        Caller(
            pin: try #require(Pin([UInt8](repeating: byte, count: 32))), peerName: "somebody.collab", contact: nil,
            source: ScopedEndpoint(Endpoint(address: .unspecified, port: 1)), isOnLink: true)
    }

    @Test("who does not read any more is told so at once, and nothing is kept for it")
    func goneWatcher() async throws {
        var watchers = Watchers()
        let (gone, teller) = AsyncStream.makeStream(of: Int.self)
        let items = watchers.add(try caller(1), Self.anna) { teller.yield($0) }
        let reader = Task { for await _ in items {} }
        reader.cancel()
        let number = try #require(await gone.first { _ in true })
        watchers.remove(number)
        #expect(watchers.count == 0)
    }

    @Test("a watch that we end is nobody's loss of interest")
    func endedWatcher() async throws {
        var watchers = Watchers()
        let (gone, teller) = AsyncStream.makeStream(of: Int.self)
        let items = watchers.add(try caller(1), Self.anna) { teller.yield($0) }
        watchers.tell { _ in nil }
        var heard: [WatchItem] = []
        for await item in items { heard.append(item) }
        teller.finish()
        #expect(heard == [.snapshot(Self.anna)])
        #expect(watchers.count == 0)
        #expect(await gone.first { _ in true } == nil)
    }

    @Test("one key has as many watchers as connections, the latest ones; others keep theirs")
    func watchersOfOneKey() async throws {
        var watchers = Watchers()
        let other = watchers.add(try caller(2), Self.anna)
        let first = watchers.add(try caller(1), Self.anna)
        var rest: [AsyncStream<WatchItem>] = []
        for _ in 0..<Collaboration.Limits.connectionsPerContact { rest.append(watchers.add(try caller(1), Self.anna)) }
        #expect(watchers.count == Collaboration.Limits.connectionsPerContact + 1)
        watchers.tell { _ in Self.away }
        watchers.endAll()
        func number(_ items: AsyncStream<WatchItem>) async -> Int {
            var number = 0
            for await _ in items { number += 1 }
            return number
        }
        #expect(await number(first) == 1)
        #expect(await number(other) == 2)
        #expect(await number(try #require(rest.last)) == 2)
    }

    @Test("a read that ends after a later one brings nothing new")
    func overlappingReads() {
        var order = ReadOrder()
        let (first, second) = (order.take(), order.take())
        let results = [order.isNews(second), order.isNews(first), order.isNews(order.take())]
        #expect(results == [true, false, true])
    }

    @Test("no more people near us than discovery knows at most, however many events tell of them")
    func crowd() async throws {
        try await withVillage { village in
            let host = try await village.engine(of: "Anna").collaborating()
            for number in 0..<UInt64(DiscoveryLimits.people) + 100 {
                await host.appeared(GUID(high: 1, low: number), nickname: "n\(number)", host: "h", endpoint: nil)
            }
            #expect(await host.people.count == DiscoveryLimits.people)
            await host.vanished(GUID(high: 1, low: 0))
            await host.appeared(GUID(high: 2, low: 0), nickname: "late", host: "h", endpoint: nil)
            #expect(await host.people[GUID(high: 2, low: 0)]?.nickname == "late")
        }
    }

    @Test("who waits for a step of a verification is let go when we sign out")
    func waitingStep() async throws {
        try await withVillage { village in
            let engine = try await village.engine(of: "Anna")
            _ = try await engine.signIn(SignInOrder(scope: .nearMe, nickname: "Anna", port: 0, interfaces: ["lo"]))
            let host = try await engine.collaborating()
            let caller = try caller(1)
            let visitor = Visitor(
                connection: ConnectionID(.max), pin: caller.pin, peerName: caller.peerName, certificate: [],
                source: caller.source, isContact: false)
            let step = Task {
                await host.verify(.commitment([UInt8](repeating: 3, count: 32)), by: visitor)
            }
            #expect(try await eventually { await !host.waitingSteps.isEmpty })
            try await engine.signOut(of: .all)
            #expect(await step.value == nil)
            #expect(await host.waitingSteps.isEmpty)
        }
    }
}
