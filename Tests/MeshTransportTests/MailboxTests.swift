import Testing

@testable import MeshTransport

@Suite("What waits to be read", .timeLimit(.minutes(1)))
struct MailboxTests {
    private func all(of mailbox: Mailbox<String>) async -> [String] {
        mailbox.close()
        return await mailbox.stream.reduce(into: []) { $0.append($1) }
    }

    @Test("comes in order, and what was posted before the end still comes")
    func order() async {
        let mailbox = Mailbox<String>(most: 10, bytes: 100)
        for text in ["a", "b", "c"] { #expect(mailbox.post(text, bytes: 1) == 0) }
        #expect(await all(of: mailbox) == ["a", "b", "c"])
    }

    @Test("is bounded by number")
    func number() async {
        let mailbox = Mailbox<String>(most: 2, bytes: 100)
        #expect(["a", "b", "c"].map { mailbox.post($0, bytes: 1) } == [0, 0, 1])
        #expect(await all(of: mailbox) == ["b", "c"])
    }

    @Test("is bounded by bytes: as many of the oldest go as the newest needs")
    func bytes() async {
        let mailbox = Mailbox<String>(most: 10, bytes: 100)
        #expect([("a", 40), ("b", 40), ("c", 20), ("d", 70)].map { mailbox.post($0.0, bytes: $0.1) } == [0, 0, 0, 2])
        #expect(await all(of: mailbox) == ["c", "d"])
    }

    @Test("keeps the newest, however large it is")
    func large() async {
        let mailbox = Mailbox<String>(most: 10, bytes: 100)
        #expect(mailbox.post("a", bytes: 1) == 0)
        #expect(mailbox.post("large", bytes: 1000) == 1)
        #expect(await all(of: mailbox) == ["large"])
    }

    @Test("goes straight to a reader who waits, and room is there again for what was read")
    func waiting() async {
        let mailbox = Mailbox<String>(most: 1, bytes: 10)
        let reader = Task { await mailbox.stream.reduce(into: [String]()) { $0.append($1) } }
        var lost = 0
        for text in ["a", "b"] {
            lost += mailbox.post(text, bytes: 10)
            while !mailbox.isRead { await Task.yield() }
        }
        mailbox.close()
        #expect(await reader.value == ["a", "b"] && lost == 0)
        #expect(mailbox.post("too late", bytes: 1) == 0)
    }
}
