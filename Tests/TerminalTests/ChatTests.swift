import Foundation
import Glibc
import TerminalTesting
import Testing

/// People who talk in a mesh, each at a terminal of the built program, on the loopback interface.
@Suite("A chat on terminals", .serialized) struct ChatTests {
    private let alice: ProgramUnderTest
    private let bob: ProgramUnderTest

    init() throws {
        // Each has keys of his own.
        alice = try ProgramUnderTest()
        bob = try ProgramUnderTest()
    }

    /// Bob, who waits for others, and where he listens.
    private func host(_ options: String = "mode=message") async throws -> (session: TerminalProgram, place: String) {
        let session = try await bob.session()
        session.send("p2p mesh join traders bob \(options) resolver=[::1]:9 wait=0\r")
        if options.contains("mode=both") {
            try await session.waitFor("Password of the mesh 'traders':")
            session.send("hush\r")
        }
        try await session.waitFor("State:")
        let listening = try #require(session.screen.line(containing: "Listening:"))
        let port = try #require(listening.split(separator: ":").last)
        session.send("p2p mesh chat traders\r")
        try await session.waitFor("<bob>")
        return (session, "[::1]:\(port)")
    }

    @Test("what others say appears above the line being typed, which goes on")
    func above() async throws {
        let (other, place) = try await host()
        let session = try await alice.session()
        session.send("p2p mesh chat traders alice resolver=\(place)\r")
        try await session.waitFor("* Online: others are here.")
        try await other.waitFor("* Online: others are here.")
        session.send("half a li")
        try await session.waitFor("<alice> half a li")
        other.send("good morning\r")
        try await session.waitFor("<bob> good morning\n<alice> half a li")
        session.send("ne\r")
        try await other.waitFor("<alice> half a line")
        session.send("/who\r")
        try await session.waitFor("* bob, key ")
        session.send("/quit\r")
        try await session.wait(until: "the session goes on") { $0.lines[$0.cursor.row] == ProgramUnderTest.prompt }
        try await other.waitFor("alice left.")
    }

    @Test("Ctrl-D, Ctrl-C and /quit lead back to the session, which forgets what was said")
    func ends() async throws {
        let session = try await alice.session()
        for end in [Key.control("d"), .control("c")] {
            session.send("p2p mesh chat traders alice resolver=[::1]:9\r")
            try await session.waitFor("<alice>")
            session.send("said to nobody\r")
            try await session.waitFor("<alice> said to nobody\n<alice>")
            session.send(end)
            try await session.waitForPrompt()
            session.send(.control("l"))
            try await session.wait(until: "nothing of the chat is left") { !$0.text.contains("alice") }
        }
        session.send(.up)
        try await session.wait(until: "the command is called back, and nothing that was said") {
            $0.lines[$0.cursor.row].contains("p2psh>p2p mesh chat traders")
        }
    }

    @Test("the words of the command line lead to a chat too, and leave the terminal as it was")
    func oneShot() async throws {
        for isEnded in [true, false] {
            let chat = try TerminalProgram(
                ProgramUnderTest.path,
                arguments: [
                    "--home", alice.directory, "--bind", "[::1]:0", "p2p", "mesh", "chat", "traders", "alice",
                    "resolver=[::1]:9",
                ])
            try await chat.waitFor("<alice>")
            chat.send("half a line")
            try await chat.waitFor("<alice> half a line")
            if isEnded {
                chat.send(.control("u"))
                chat.send(.control("d"))
            } else {
                chat.signal(SIGTERM)
            }
            #expect(try await chat.waitForExit() == (isEnded ? 0 : 128 + SIGTERM))
            #expect(chat.modes == chat.modesAtStart)
        }
    }

    @Test("a pipe says its lines once somebody is there, and leaves at its end")
    func pipe() async throws {
        let (other, place) = try await host()
        let run = try alice.pipeline(
            "printf 'one\\n/me waves\\n' | $p2psh p2p mesh chat traders carol wait=60 resolver=\(place); echo status $?"
        )
        try await other.waitFor("<carol> one\n* carol waves")
        try await other.waitFor("carol left.")
        try await run.waitFor("status 0")
    }

    @Test("a program gets every event as JSON, a line each")
    func json() async throws {
        let (other, place) = try await host()
        let run = try alice.pipeline(
            "echo one | $p2psh --json p2p mesh chat traders carol wait=60 resolver=\(place) | tr '{' '\\n'")
        try await run.waitFor("\"type\":\"online\"")
        try await other.waitFor("carol left.")
        _ = try await run.waitForExit()
    }

    @Test("a password is asked for without an echo, and is nowhere afterwards")
    func password() async throws {
        let (other, place) = try await host("mode=both")
        #expect(!other.screen.text.contains("hush"))
        let session = try await alice.session()
        session.send("p2p mesh chat traders alice mode=both resolver=\(place)\r")
        try await session.waitFor("Password of the mesh 'traders':")
        session.send("hush\r")
        try await session.waitFor("* Online: others are here.")
        session.send("good morning\r")
        try await other.waitFor("<alice> good morning")
        #expect(!session.screen.text.contains("hush"))
        session.send("/quit\r")
        try await session.waitForPrompt()
        session.send("exit\r")
        #expect(try await session.waitForExit() == 0)
        let files = FileManager.default.enumerator(atPath: alice.directory)?.compactMap { $0 as? String } ?? []
        for file in files {
            let data = FileManager.default.contents(atPath: alice.directory + "/" + file) ?? Data()
            #expect(!String(decoding: data, as: UTF8.self).contains("hush"), "\(file)")
        }
    }

    @Test("another password on the same mesh hears nothing, and is told why")
    func otherPassword() async throws {
        let (other, place) = try await host("mode=both")
        let session = try await alice.session()
        session.send("p2p mesh chat traders eve mode=both resolver=\(place)\r")
        try await session.waitFor("Password of the mesh 'traders':")
        session.send("guess\r")
        try await session.waitFor("was not accepted by 1 other.")
        other.send("nobody hears this\r")
        try await other.waitFor("was not let in.")
        session.send("/quit\r")
        try await session.waitForPrompt()
        #expect(!session.screen.text.contains("nobody hears this"))
    }

    @Test("where nobody can be asked, a password has to come from a file")
    func nobodyToAsk() async throws {
        let run = try alice.pipeline("echo hi | $p2psh p2p mesh chat traders mode=both 2>&1; echo status $?")
        try await run.waitFor("p2psh: There is nobody to ask: Password of the mesh 'traders':")
        try await run.waitFor("status 2")
    }
}
