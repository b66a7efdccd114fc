import FileTesting
import Foundation
import PeerToPeer
import Testing

/// Two programs on one machine, as a user of the library would write them. It imports nothing of the engine, so it also
/// shows that the public surface is enough.
@Suite(.serialized) struct PeerToPeerTests {
    private let folder: TemporaryFolder
    private let publisher: Peer
    private let reader: Peer

    init() throws {
        folder = try TemporaryFolder()
        // A port of this process's own, so that two runs on one machine stay apart.
        let port = 21_000 + Int(ProcessInfo.processInfo.processIdentifier) % 11_000
        publisher = try Peer(.init(endpoints: ["[::1]:\(port)"], directory: folder.path(of: "publisher")))
        reader = try Peer(
            .init(endpoints: ["[::1]:0"], seeds: ["[::1]:\(port)"], directory: folder.path(of: "reader")))
    }

    private func leave() async {
        await reader.leave()
        await publisher.leave()
    }

    @Test func `What one peer registers the other resolves`() async throws {
        let name = try PeerName(unsecured: "hello")
        let registration = try await publisher.register(
            name, port: 3030, comment: "a comment", payload: .text("a payload"))
        #expect(registration.clouds.map(\.name) == ["Global_"])

        var records: [PeerNameRecord] = []
        for try await record in reader.resolve(name) { records.append(record) }
        let record = try #require(records.first)
        #expect(records.count == 1)
        #expect(record.endpoints == [PeerEndpoint(address: "::1", port: 3030)])
        #expect(record.comment == "a comment")
        #expect(record.payload == .text("a payload"))
        #expect(record.cloud.scope == .global)
        await leave()
    }

    @Test func `A callback is told the same`() async throws {
        let name = try await publisher.securedName("hello")
        #expect(name.isSecured)
        _ = try await publisher.register(name, endpoints: [PeerEndpoint(address: "2001:db8::1", port: 80)])
        let (stream, told) = AsyncStream.makeStream(of: PeerNameRecord.self)
        try await reader.resolve(name) { told.yield($0) }
        told.finish()
        var names: [PeerName] = []
        for await record in stream { names.append(record.name) }
        #expect(names == [name])
        await leave()
    }

    @Test func `A name taken back is found no longer`() async throws {
        let name = try PeerName("0.passing")
        let registration = try await publisher.register(name, port: 1)
        _ = try await publisher.register(try PeerName("0.staying"), port: 1)
        await registration.end()
        for try await record in reader.resolve(name, timeout: .seconds(5)) {
            Issue.record("found \(record.name)")
        }
        await leave()
    }

    @Test func `A search that is cancelled says so`() async throws {
        let name = try PeerName("0.nobody")
        let search = Task { [reader] in try await reader.resolve(name) { _ in } }
        search.cancel()
        await #expect(throws: PeerToPeerError.cancelled) { try await search.value }
        await leave()
    }

    @Test func `No limit is taken for one`() async throws {
        let name = try PeerName("0.hello")
        _ = try await publisher.register(name, port: 3030)
        var count = 0
        for try await _ in reader.resolve(name, limit: 0) { count += 1 }
        #expect(count == 1)
        await leave()
    }

    @Test func `Ending a registration twice spares the one that came after it`() async throws {
        let name = try PeerName("0.again")
        let first = try await publisher.register(name, port: 1)
        await first.end()
        _ = try await publisher.register(name, port: 2)
        await first.end()
        var ports: [UInt16] = []
        for try await record in reader.resolve(name, timeout: .seconds(60)) { ports += record.endpoints.map(\.port) }
        #expect(ports == [2])
        await leave()
    }

    @Test func `Mistakes are told in a sentence`() async throws {
        #expect(throws: PeerToPeerError.self) { try PeerName("nodot") }
        #expect(throws: PeerToPeerError.self) { try Peer(.init(endpoints: ["nonsense"])) }
        let name = try PeerName("0.twice")
        _ = try await publisher.register(name, port: 1)
        await #expect(throws: PeerToPeerError.duplicateName(name, cloud: "Global_")) {
            try await publisher.register(name, port: 1)
        }
        await leave()
        await #expect(throws: PeerToPeerError.closed) { try await publisher.register(name, port: 1) }
    }
}
