import CommandTree
import PeerBase
import PeerEngine
import ShellCommands
import Synchronization
import Testing

@testable import PNRP

@Suite("What commands tell while they run (netsh 6.13)") struct ProgressTests {
    /// Runs a command without a session, and answers what it told whoever watches, as `sentence: counters`.
    private func told(
        _ line: String, _ script: ScriptedServices.Script, isOneShot: Bool = false
    ) async throws -> [String] {
        let words = try Tokenizer.words(of: line)
        guard case .found(.command(let command, let arguments)) = Matcher(at: ContextPath(root: .p2psh)).match(words),
            case .handler(let handler) = command.work
        else { throw CommandFailure("There is no such command.") }
        let environment = CommandEnvironment(
            services: ScriptedServices(script), isOneShot: isOneShot, probeInterval: .zero)
        let invocation = try Binder.bind(arguments, to: command, end: line.count)
        let told = Mutex<[Progress]>([])
        var reply = try await handler(invocation, environment)
        if case .announced(let sentence, let work) = reply {
            told.withLock { $0.append(Progress(sentence)) }
            reply = work
        }
        if case .progressive(let work) = reply {
            _ = try await work(
                Stage { _ in
                } tell: { progress in
                    told.withLock { $0.append(progress) }
                })
        }
        return told.withLock { $0 }.map { ([$0.sentence] + $0.counters.map(\.text)).joined(separator: ": ") }
    }

    private static let there = Endpoint(address: address("2001:db8::2"), port: 3540)
    private static let path = [
        TraceStep(endpoint: there, id: nil, matchingBits: 0, elapsed: .zero, verdict: .accepted),
        TraceStep(endpoint: there, id: nil, matchingBits: 9, elapsed: .milliseconds(9), verdict: .accepted),
        TraceStep(endpoint: there, id: nil, matchingBits: 12, elapsed: .seconds(2), verdict: .unreachable),
    ]

    @Test(
        "a search counts whom it asked, and not ourselves",
        arguments: ["resolve", "traceroute", "enumerate"])
    func search(command: String) async throws {
        let told = try await told(
            "p2p pnrp peer \(command) 0.alice",
            .init(clouds: [.traders], outcomes: ["Global_": .success(.notFound(Self.path))]))
        #expect(told == ["Searching for 0.alice: 0 asked"] + (1...2).map { "Searching for 0.alice: \($0) asked" })
    }

    @Test("an enumeration counts those found; a process of its own lets the cloud settle first")
    func enumeration() async throws {
        let record = ResolvedRecord(
            id: PeerID(1, 2, 3, 4), name: peer("0.chat"), endpoints: [], comment: nil, payload: nil,
            publisher: Self.there)
        let told = try await told(
            "p2p pnrp peer enumerate 0.chat", .init(clouds: [.traders], deliveries: ["Global_": [record, record]]),
            isOneShot: true)
        #expect(
            told == [
                "Looking for members of Global_", "Searching for 0.chat: 0 asked",
                "Searching for 0.chat: 0 asked: 1 found",
            ])
    }

    @Test("ping counts probes and answers, synchronizing seeds, repairing clouds")
    func counting() async throws {
        let pings: [PingOutcome] = [.answered(after: .milliseconds(9), identifiers: 1), .unanswered]
        let place = "[2001:0db8:0000:0000:0000:0000:0000:0002]:3540"
        #expect(
            try await told("p2p pnrp diag ping host 2001:db8::2 count=2", .init(clouds: [.traders], pings: pings)) == [
                "Pinging \(place): 0 of 2 probes: 0 answered", "Pinging \(place): 1 of 2 probes: 1 answered",
            ])
        let seeds = try await told(
            "p2p pnrp cloud sync seed",
            .init(clouds: [.seeded("2001:db8::3", "2001:db8::2")], members: [Self.there: 5]))
        #expect(seeds.dropFirst().map { $0.hasSuffix(" of 2 addresses") } == [true, true])
        #expect(seeds.last == "Asking \(place) for members: 2 of 2 addresses")
        let link = CloudSnapshot.link("LinkLocal_ff00::%8/8", 8)
        #expect(
            try await told("p2p pnrp cloud repair", .init(clouds: [link, .traders])) == [
                "Testing LinkLocal_ff00::%8/8, Global_", "Testing LinkLocal_ff00::%8/8: 0 of 2 clouds",
                "Testing Global_: 1 of 2 clouds",
            ])
    }
}
