import Collaboration
import PeerBase
import StreamTesting
import Testing

@testable import Signalling

/// Whatever somebody who was let in says, he gets a short answer or none, and his connection ends.
@Suite("Hostile visitors", .timeLimit(.minutes(2)))
struct HostileTests {
    /// What is answered to one who says this, and what the host was asked for then.
    private func answer(to text: String) async throws -> (text: String, asked: [Owner.Asked]) {
        // What he has not read when the connection is torn down is lost to him: the server waits for him as it always does.
        let house = try await House(Owner(), figures: .unhurried)
        let intruder = try await Intruder(to: house, as: Somebody("visitor"))
        intruder.send(text)
        let answer = await intruder.end()
        await house.server.close()
        return (answer, house.owner.ears.heard.filter { if case .admission = $0 { false } else { true } })
    }

    private static let invitations = "POST /\(House.nearID)/invitations HTTP/1.1\r\nHost: a\r\n"

    @Test("A line without an end, a header without an end, headers without an end")
    func endlessHeads() async throws {
        let endless = String(repeating: "x", count: 9000)
        let many = (0..<2000).map { "a\($0): b\r\n" }.joined()
        for head in ["GET /\(endless)", "GET / HTTP/1.1\r\na: \(endless)", "GET / HTTP/1.1\r\n\(many)"] {
            let (text, asked) = try await answer(to: head)
            #expect(text.hasPrefix("HTTP/1.1 413 ") && text.contains(#"<Fault code="size""#), "\(text)")
            #expect(asked.isEmpty)
        }
    }

    @Test("A head of 8 KiB is heard")
    func largestHead() async throws {
        let start = "GET /\(House.nearID)/data HTTP/1.1\r\nHost: a\r\nConnection: close\r\na: "
        let filling = String(repeating: "x", count: 8192 - start.utf8.count - 4)
        let (text, asked) = try await answer(to: start + filling + "\r\n\r\n")
        #expect(text.hasPrefix("HTTP/1.1 409 "))
        #expect(asked == [.data])
    }

    @Test("A body that is announced, or comes, beyond 64 KiB")
    func largeBodies() async throws {
        let chunk = String(repeating: "x", count: 0x4000)
        let chunks = String(repeating: "4000\r\n\(chunk)\r\n", count: 5)
        let announced = Self.invitations + "Content-Length: 65537\r\n\r\n"
        for text in [announced, Self.invitations + "Transfer-Encoding: chunked\r\n\r\n" + chunks] {
            let (text, asked) = try await answer(to: text)
            // What comes while the policy is asked may be too much before the answer is there: then nobody is told.
            #expect(text.hasPrefix("HTTP/1.1 413 ") || text.isEmpty, "\(text)")
            #expect(asked == [.hearing] || text.isEmpty)
        }
    }

    @Test(
        "An invitation that is no XML, another document, or a bomb, is malformed",
        arguments: [
            "", "nonsense", "<Invitation/>", #"<Contact xmlns="urn:x-p2psh:contact:1"/>"#,
            #"<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>"#,
        ])
    func malformedInvitation(document: String) async throws {
        let (_, asked) = try await answer(
            to: Self.invitations + "Content-Length: \(document.utf8.count)\r\n\r\n" + document)
        let results = asked.compactMap { if case .invited(let result) = $0 { result } else { nil } }
        #expect(results.count == 1)
        for result in results { #expect(throws: DocumentFault.self) { try result.get() } }
    }

    @Test("A step of a verification that is none")
    func malformedStep() async throws {
        let (text, asked) = try await answer(
            to: "POST /\(House.nearID)/verify HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n<a>")
        #expect(text.hasPrefix("HTTP/1.1 400 "))
        #expect(asked.isEmpty)
    }

    @Test(
        "Other methods, other paths and other ids are not there",
        arguments: [
            "DELETE /\(House.nearID)/card", "POST /\(House.nearID)/card", "GET /\(House.nearID)/invitations",
            "GET /\(House.nearID)/card/..", "GET /card", "GET /", "GET //card", "GET /\(House.nearID)/nothing",
            "GET http://else/\(House.nearID)/card",
        ])
    func unknown(request: String) async throws {
        let (text, asked) = try await answer(to: request + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
        #expect(text.hasPrefix("HTTP/1.1 404 "))
        #expect(text.contains("Content-Type: application/xml; charset=utf-8\r\n"))
        #expect(text.contains(#"<Fault code="unknown" text=""#))
        #expect(asked.isEmpty)
    }

    @Test(
        "What is no HTTP gets no answer",
        arguments: [
            "\r\n\r\n\r\n", "\u{0}\u{1}\u{2}\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "<xml/>\r\n\r\n",
            "POST /a HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        ])
    func garbage(text: String) async throws {
        let (answer, asked) = try await answer(to: text)
        #expect(!answer.contains("200"))
        #expect(asked.isEmpty)
    }

    @Test(
        "Who wants another protocol is left without an answer",
        arguments: ["GET /\(House.nearID)/data HTTP/1.1\r\nUpgrade: x\r\nConnection: upgrade", "CONNECT a:1 HTTP/1.1"])
    func otherProtocols(head: String) async throws {
        let (answer, asked) = try await answer(to: head + "\r\nHost: a\r\n\r\n" + String(repeating: "x", count: 60_000))
        #expect(answer.isEmpty)
        #expect(asked.isEmpty)
    }

    @Test("A request that does not wait for the answer to the one before it")
    func impatience() async throws {
        let house = try await House(
            Owner {
                $0.invited = { _ in
                    await untilCancelled()
                    return .close
                }
            })
        let intruder = try await Intruder(to: house, as: Somebody("visitor"))
        intruder.send(Self.invitations + "Content-Length: 0\r\n\r\n")
        await house.owner.ears.first { if case .invited = $0 { true } else { false } }
        intruder.send(Self.invitations + "Content-Length: 0\r\n\r\n")
        #expect(await intruder.end().isEmpty)
        await house.owner.ears.first { $0 == .left }
        await house.server.close()
    }

    @Test("A stranger under a closed policy is left when his head has come, before any body")
    func closedBeforeBody() async throws {
        let house = try await House(
            Owner {
                $0.admission = { _ in .stranger }
                $0.hearing = .silence
            })
        let intruder = try await Intruder(to: house, as: Somebody("visitor"))
        intruder.send(Self.invitations + "Content-Length: 100\r\n\r\n")
        #expect(await intruder.end().isEmpty)
        await house.server.close()
    }
}
