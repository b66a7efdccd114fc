import CommandTree
import PNRP
import PeerEngine
import Shell
import Testing

@testable import ShellCommands

@Suite("p2p pnrp monitor") struct MonitorTests {
    private let events: [EngineEvent] = [
        .cloudChanged(cloud: "Global_", from: .synchronizing, to: .active),
        .nameRegistered(peer("0.a"), cloud: "Global_"), .nameAnnounced(peer("0.a"), cloud: "Global_"),
        .nameUnregistered(peer("0.a"), cloud: "Global_"), .cacheChanged(cloud: "Global_", entries: 34),
        .cloudAppeared(cloud: "LinkLocal_ff00::%8/8"), .cloudVanished(cloud: "LinkLocal_ff00::%8/8"),
        .splitFound(cloud: "Global_", isSmaller: true), .warning("Odd.", hint: "Look."), .labReady(nodes: 3),
        .eventsLost(2),
    ]

    @Test("a line for each event, as it comes")
    func text() async {
        let shell = TypedShell(.init(clouds: [.traders], events: events))
        #expect(
            await shell.type("p2p pnrp monitor")
                == Outcome(
                    answers: """
                        2026-08-01T10:00:00Z cloud Global_ Synchronizing -> Active
                        2026-08-01T10:00:00Z name 0.a registered in Global_
                        2026-08-01T10:00:00Z name 0.a announced in Global_
                        2026-08-01T10:00:00Z name 0.a taken back from Global_
                        2026-08-01T10:00:00Z cache Global_ 34 entries
                        2026-08-01T10:00:00Z cloud LinkLocal_ff00::%8/8 appeared
                        2026-08-01T10:00:00Z cloud LinkLocal_ff00::%8/8 vanished
                        2026-08-01T10:00:00Z split Global_ found, from the smaller part
                        2026-08-01T10:00:00Z warning Odd. Look.
                        2026-08-01T10:00:00Z lab 3 nodes ready
                        2026-08-01T10:00:00Z lost 2 events

                        """, diagnostics: "", status: .success))
        #expect(shell.services.log == [])
    }

    @Test("for programs, a document a line")
    func json() async {
        let shell = TypedShell(.init(clouds: [.traders], events: [events[0], events[1], events[4]]))
        #expect(
            await shell.type("p2p pnrp monitor", format: .json).answers == """
                {"cloud":"Global_","event":"cloudChanged","from":"Synchronizing","time":"2026-08-01T10:00:00Z",\
                "to":"Active"}
                {"cloud":"Global_","event":"nameRegistered","name":"0.a","time":"2026-08-01T10:00:00Z"}
                {"cloud":"Global_","entries":34,"event":"cacheChanged","time":"2026-08-01T10:00:00Z"}

                """)
        #expect(
            await shell.type("p2p pnrp monitor", format: .terse).answers.hasPrefix(
                "2026-08-01T10\\:00\\:00Z:cloudChanged:Global_:Synchronizing:Active\n"))
    }

    @Test("a name cannot forge a line")
    func hostile() async {
        let shell = TypedShell(.init(events: [.warning("a\n\u{1B}[2Jb", hint: nil)]))
        #expect(
            await shell.type("p2p pnrp monitor").answers == "2026-08-01T10:00:00Z warning a\\x0a\\x1b[2Jb\n")
    }

    @Test("a process started to watch starts all clouds, for there would be nothing to see")
    func oneShot() async {
        let script = ScriptedServices.Script(clouds: [.traders], events: [events[0]], eventsFollowStart: true)
        let shell = TypedShell(script, isOneShot: true)
        let outcome = await shell.start("p2p", "pnrp", "monitor")
        #expect(outcome.answers == "2026-08-01T10:00:00Z cloud Global_ Synchronizing -> Active\n")
        #expect(outcome.status == .success)
        #expect(shell.services.log == ["publish what is kept", "start Global_"])
    }

    @Test(
        "seconds as dates",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (951_782_399, "2000-02-28T23:59:59Z"), (951_782_400, "2000-02-29T00:00:00Z"),
            (1_709_251_199, "2024-02-29T23:59:59Z"), (1_735_689_599, "2024-12-31T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
        ])
    func timestamps(seconds: Int, text: String) {
        #expect("\(Timestamp(secondsSince1970: seconds))" == text)
    }
}
