import Mesh
import MeshTransport
import PeerBase
import StreamTesting
import Testing

@Suite("Many members in one process", .timeLimit(.minutes(5)))
struct CrowdTests {
    private static let size = 10
    private static let messagesEach = 10
    private static let text = String(repeating: "x", count: 1024)

    /// That a sender's messages come in their order is shown on the virtual wire (FormingTests, OrderTests): the waits for
    /// it are bounded in time, and time on a busy machine is what it likes.
    @Test("All hear everything once")
    func crowd() async throws {
        let party = Party(.transportWithMessageCredential)
        var members: [Guest] = []
        for number in 0..<Self.size { members.append(try await party.member("member \(number)")) }
        for member in members { await member.online() }
        try await withThrowingTaskGroup { group in
            for (speaker, member) in members.enumerated() {
                group.addTask {
                    for number in 0..<Self.messagesEach { try await member.driver.say(Self.line(speaker, number)) }
                }
            }
            try await group.waitForAll()
        }
        for member in members {
            for speaker in members.indices {
                for number in 0..<Self.messagesEach { await member.hears(Self.line(speaker, number)) }
            }
            for speaker in members.indices {
                let heard = member.deliveries.heard.filter { $0.content.nickname == "member \(speaker)" }
                #expect(heard.map { Self.number($0.content) }.sorted() == Array(0..<Self.messagesEach))
            }
            #expect(await member.driver.snapshot.traffic.unreadLost == 0)
        }
        await withTaskGroup { group in
            for member in members { group.addTask { await member.leave() } }
        }
    }

    /// -1 for what nobody said.
    private static func number(_ content: Content) -> Int {
        guard case .text(let text) = content.body else { return -1 }
        return Int(text.split(separator: " ")[1]) ?? -1
    }

    private static func line(_ speaker: Int, _ number: Int) -> String { "\(speaker) \(number) \(text)" }
}
