import Mesh
import NIOCore
import PeerBase
import Sockets
import StreamTesting
import Testing

@testable import MeshTransport

@Suite("Listening, and who comes", .timeLimit(.minutes(2)))
struct ListeningTests {
    private let here = ScopedEndpoint(Endpoint(address: .loopback, port: 0))

    @Test("Where one place of two is refused at the last moment, the other is given back and the reason told")
    func lateRefusal() async throws {
        let party = Party(.none)
        // Both sockets can be bound to the same port; only the first can listen there.
        let failure = await #expect(throws: OpenFailure.self) {
            try await party.member("anna") { $0.listening = .only([here, here]) }
        }
        guard case .listening(let refusal) = failure else {
            Issue.record("no refusal to listen")
            return
        }
        #expect(refusal.reason == "another program uses that port")
        let bert = try await party.member("bert") { $0.port = refusal.endpoint.port }
        #expect(bert.driver.port == refusal.endpoint.port)
        await bert.leave()
    }

    @Test("With ten strangers at the door the eleventh is turned away; when one has gone, another may come")
    func crowd() async throws {
        var figures = TransportFigures.ofThisHost
        (figures.strangers, figures.strangersPerAddress) = (64, 10)
        (figures.securingTime, figures.admissionTime, figures.totalTime) = (.seconds(300), .seconds(300), .seconds(300))
        let anna = try await Party(.transport, figures: figures).member("anna")
        var strangers: [Stranger] = []
        for _ in 0..<10 { strangers.append(try await Stranger(to: anna)) }
        let eleventh = try await Stranger(to: anna)
        await eleventh.isLeft()
        let full = await anna.driver.snapshot
        #expect(full.strangers == 10 && full.traffic.turnedAway == 1 && full.traffic.connections == 11)
        #expect(full.counters.turnedAway == 1, "that is what statistics show")
        await anna.events.first { if case .turnedAway(_, .crowded) = $0 { true } else { false } }

        try await strangers.removeFirst().channel.close()
        await anna.refuses { _ in true }
        let next = try await Stranger(to: anna)
        next.send(frame: [1])
        await next.isLeft()
        let later = await anna.driver.snapshot
        #expect(later.traffic.turnedAway == 1 && later.strangers == 9)
        for stranger in strangers { try await stranger.channel.close() }
        await anna.leave()
    }

    @Test("However many are refused, few are told of, and all are counted")
    func manyRefused() async throws {
        var figures = TransportFigures.ofThisHost
        figures.refusalsToldPerSecond = 1
        let anna = try await Party(.none, figures: figures).member("anna")
        for _ in 0..<30 {
            let stranger = try await Stranger(to: anna)
            stranger.send(frame: [1])
            await stranger.isLeft()
        }
        #expect(await anna.driver.snapshot.traffic.notAdmitted == 30)
        await anna.leave()
        let told = anna.events.heard.count { if case .admissionRefused = $0 { true } else { false } }
        #expect((1..<30).contains(told))
    }

    @Test(
        "What was said last still comes, and then the goodbye, before the link is lost",
        arguments: SecurityMode.allCases)
    func lastWords(mode: SecurityMode) async throws {
        let party = Party(mode)
        let anna = try await party.member("anna")
        let bert = try await party.member("bert")
        await anna.online()
        await bert.online()
        try await bert.driver.say("last words")
        await bert.leave()
        await anna.hears("last words")
        await anna.events.first { $0 == .wentOffline }
        let order = anna.events.heard.compactMap { event -> String? in
            switch event {
            case .memberLeft(_, "bert", let isSilent): isSilent ? "silent" : "goodbye"
            case .neighbourLost(_, _, .parted(.leavingMesh, byPeer: true)): "parted"
            case .wentOffline: "offline"
            default: nil
            }
        }
        // On a busy machine two links at once may both be given up at first, and made anew.
        #expect(order.suffix(3) == ["goodbye", "parted", "offline"])
        await anna.leave()
    }
}
