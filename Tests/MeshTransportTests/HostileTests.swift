import Mesh
import MeshFrames
import NIOCore
import PeerBase
import PeerIdentity
import StreamTesting
import Testing

@testable import MeshTransport

/// Whatever somebody does on a connection, it is cut with a clear event, and two members who talk meanwhile never
/// notice.
@Suite("Hostile peers", .timeLimit(.minutes(2)))
struct HostileTests {
    /// Two neighbours, before and after whom something happens.
    private func undisturbed(
        _ party: Party, while happening: (_ anna: Guest, _ bert: Guest) async throws -> Void
    ) async throws {
        let anna = try await party.member("anna")
        let bert = try await party.member("bert")
        await anna.online()
        await bert.online()
        try await happening(anna, bert)
        try await bert.driver.say("still here")
        await anna.hears("still here")
        #expect(!(anna.events.heard + bert.events.heard).contains(where: Self.isLoss))
        await anna.leave()
        await bert.leave()
    }

    /// The stranger's link may end. Of two links that two nodes made to each other at once, one goes: nobody did that.
    private static func isLoss(_ event: Event) -> Bool {
        guard case .neighbourLost(let node, _, let closure) = event, node != NodeID(77) else { return false }
        if case .parted(.duplicateNeighbor, _) = closure { return false }
        return true
    }

    private func impatient(_ change: (inout TransportFigures) -> Void) -> TransportFigures {
        var figures = TransportFigures.ofThisHost
        figures.tick = .milliseconds(20)
        change(&figures)
        return figures
    }

    // MARK: Before the admission

    @Test(
        "A length of nothing, of everything, or beyond 4 KiB",
        arguments: [[0, 0, 0, 0], [0xff, 0xff, 0xff, 0xff], [0, 0, 0x10, 1]] as [[UInt8]])
    func lengths(bytes: [UInt8]) async throws {
        try await undisturbed(Party(.none)) { anna, _ in
            let stranger = try await Stranger(to: anna)
            stranger.send(bytes)
            await stranger.isLeft()
            await anna.refuses { if case .misbehaved = $0 { true } else { false } }
        }
    }

    @Test("Garbage before TLS")
    func garbage() async throws {
        try await undisturbed(Party(.transport)) { anna, _ in
            let stranger = try await Stranger(to: anna)
            stranger.send(Array("GET / HTTP/1.1\r\n\r\n".utf8))
            await stranger.isLeft()
            await anna.refuses { $0 == .insecure("what it sent is no TLS") }
        }
    }

    @Test("One byte, and then nothing", arguments: [SecurityMode.none, .transport])
    func trickle(mode: SecurityMode) async throws {
        let figures = impatient { ($0.admissionTime, $0.securingTime) = (.milliseconds(300), .milliseconds(300)) }
        let party = Party(mode, figures: figures)
        let anna = try await party.member("anna")
        let stranger = try await Stranger(to: anna)
        stranger.send([mode == .none ? 0 : 0x16])
        await stranger.isLeft()
        await anna.refuses { $0 == .timedOut }
        await anna.leave()
    }

    @Test("A frame for neighbours before the admission")
    func early() async throws {
        try await undisturbed(Party(.none)) { anna, _ in
            let stranger = try await Stranger(to: anna)
            stranger.send(.ping(nonce: 1))
            await stranger.isLeft()
            await anna.refuses { if case .misbehaved = $0 { true } else { false } }
        }
    }

    @Test("Without TLS where the mode asks for it: both are told")
    func withoutTLS() async throws {
        try await undisturbed(Party(.transportWithMessageCredential)) { anna, _ in
            let stranger = try await Stranger(to: anna)
            stranger.send(frame: AdmissionCoder.encode(.refusal("hello?")))
            let answer = await stranger.heard.first { if case .frame = $0 { true } else { false } }
            let sentence = AdmissionFrame.refusal("your mode does without TLS, ours is both")
            #expect(answer == .frame(AdmissionCoder.encode(sentence)))
            await anna.refuses { $0 == .mismatch("its mode does without TLS") }
        }
    }

    @Test("TLS where the mode does without: both are told")
    func withTLS() async throws {
        let plain = try await Party(.none).member("anna")
        let party = Party(.transport)
        party.announce(port: plain.driver.port)
        let bert = try await party.member("bert")
        await plain.refuses { $0 == .mismatch("its mode asks for TLS") }
        await bert.events.first {
            if case .dialFailed(_, .mismatch("its mode does without TLS")) = $0 { true } else { false }
        }
        await plain.leave()
        await bert.leave()
    }

    @Test("Another mode: refused with a sentence that names it")
    func otherMode() async throws {
        let anna = try await Party(.message).member("anna")
        let party = Party(.none)
        party.announce(port: anna.driver.port)
        let bert = try await party.member("bert")
        await anna.refuses { $0 == .mismatch("its mode is none, ours is message") }
        await bert.events.first {
            if case .dialFailed(_, .mismatch("it says: your mode is none, ours is message")) = $0 {
                true
            } else {
                false
            }
        }
        await anna.leave()
        await bert.leave()
    }

    // MARK: As a neighbour

    @Test(
        "A frame that is too long, and one that is none",
        arguments: [[0, 1, 0x10, 1], [0, 0, 0, 1, 0xff]] as [[UInt8]])
    func badFrames(bytes: [UInt8]) async throws {
        let party = Party(.message)
        try await undisturbed(party) { anna, _ in
            let stranger = try await Stranger.neighbour(of: anna, in: party)
            stranger.send(bytes)
            await stranger.isLeft()
            await anna.events.first {
                if case .neighbourLost(NodeID(77), _, .misbehaved) = $0 { true } else { false }
            }
        }
    }

    @Test("A good frame and a bad one in one piece: the others are answered as before")
    func badFrameBehindGood() async throws {
        let party = Party(.message)
        try await undisturbed(party) { anna, bert in
            let stranger = try await Stranger.neighbour(of: anna, in: party)
            let good = FrameSplitter.framed(FrameCoder.encode(.ping(nonce: 1)), by: stranger.channel.allocator)
            stranger.send(Array(good.readableBytesView) + [0, 0, 0, 1, 0xff])
            await stranger.isLeft()
            try await anna.driver.say("at once")
            await bert.hears("at once")
            #expect(await anna.driver.reading == nil)
        }
    }

    @Test("A frame that never ends")
    func unfinishedFrame() async throws {
        let party = Party(.message, figures: impatient { $0.frameTime = .milliseconds(300) })
        try await undisturbed(party) { anna, _ in
            let stranger = try await Stranger.neighbour(of: anna, in: party)
            stranger.send([0, 0, 0, 9, 1])
            await stranger.isLeft()
            await anna.events.first { if case .neighbourLost(NodeID(77), _, .tooSlow) = $0 { true } else { false } }
        }
    }

    @Test("A message with a flipped bit: not delivered, and who sent it is cut off")
    func tampered() async throws {
        let party = Party(.message)
        try await undisturbed(party) { anna, bert in
            let stranger = try await Stranger.neighbour(of: anna, in: party)
            var flood = try Voice().flood("a small mistake", sequence: 1)
            flood.signed[flood.signed.count - 1] ^= 1
            stranger.send(.flood(flood))
            await stranger.isLeft()
            await anna.events.first { if case .messageRefused(.badSignature, _) = $0 { true } else { false } }
            #expect(!(anna.deliveries.heard + bert.deliveries.heard).contains { $0.content.nickname == "mallory" })
        }
    }

    @Test("A number used twice, and a message of yesterday: the first is heard, they are not")
    func replayed() async throws {
        let party = Party(.message)
        try await undisturbed(party) { anna, bert in
            let stranger = try await Stranger.neighbour(of: anna, in: party)
            let voice = Voice()
            let flood = try voice.flood("buy", sequence: 1)
            stranger.send(.flood(flood))
            await bert.hears("buy")
            stranger.send(.flood(flood))
            stranger.send(.flood(try voice.flood("sell", sequence: 1)))
            await anna.events.first { if case .messageRefused(.replay, _) = $0 { true } else { false } }
            stranger.send(.flood(try voice.flood("old", sequence: 2, age: 86_400_000)))
            await anna.events.first { if case .messageRefused(.time, _) = $0 { true } else { false } }
            #expect(bert.deliveries.heard.filter { $0.content.nickname == "mallory" }.count == 1)
        }
    }

    @Test("A neighbour that stops reading is closed, and the others hear everything")
    func stopsReading() async throws {
        let party = Party(.message, figures: impatient { $0.stallTime = .milliseconds(500) })
        try await undisturbed(party) { anna, bert in
            let stranger = try await Stranger.neighbour(of: anna, in: party, receiveBuffer: 4096)
            try await stranger.stopReading()
            let text = String(repeating: "x", count: 60_000)
            for number in 0..<40 {
                try await anna.driver.say("\(number) \(text)")
                await bert.hears("\(number) \(text)")
            }
            await anna.events.first { if case .neighbourLost(NodeID(77), _, .tooSlow) = $0 { true } else { false } }
            stranger.channel.close(promise: nil)
        }
    }

    @Test("A neighbour that says too much is not read, and closed if it goes on")
    func tooMuch() async throws {
        let figures = impatient {
            ($0.bytesPerSecond, $0.excessTime) = (100_000, .milliseconds(200))
        }
        let party = Party(.message, figures: figures)
        let anna = try await party.member("anna")
        let stranger = try await Stranger.neighbour(of: anna, in: party)
        let id = try #require(MessageID([UInt8](repeating: 1, count: MessageID.length)))
        for _ in 0..<200 { stranger.send(.iHave([MessageID](repeating: id, count: 500))) }
        await anna.events.first {
            if case .neighbourLost(NodeID(77), _, .misbehaved("it sent too much for too long")) = $0 {
                true
            } else {
                false
            }
        }
        #expect(await anna.driver.snapshot.traffic.pauses > 0)
        await anna.leave()
    }
}

/// Somebody who signs what it likes.
private struct Voice {
    private let key = MemberKey()

    func flood(_ text: String, sequence: UInt64, age: Int64 = 0) throws -> Frame.Flood {
        let hash = MeshName(Party.meshID).hash
        let content = Content(
            meshHash: hash, path: "/chat", sender: try #require(MemberID(key.publicKey)), nickname: "mallory",
            sequence: sequence, opening: 1, time: Wall.milliseconds - age, body: .text(text))
        let (signed, signature) = Seal.signed(by: key, meshHash: hash).seal(content)
        return Frame.Flood(signed: signed, signature: signature, hopsLeft: nil, hopsDone: 0)
    }
}
