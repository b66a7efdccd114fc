import CommandTree
import PNRP
import PeerEngine
import Shell
import Testing

@Suite("wait") struct WaitTests {
    private func global(_ state: CloudState) -> CloudSnapshot { .global("2001:db8::1", state: state) }

    /// Events that come while somebody waits, and time that does not pass.
    private func shell(_ script: ScriptedServices.Script) -> TypedShell {
        TypedShell(script, clock: ScriptedClock(.stands))
    }

    @Test("for a while, decimals allowed, in any context")
    func pause() async {
        let shell = TypedShell()
        #expect(await shell.type("wait 5") == Outcome(answers: "Ok.\n", diagnostics: "", status: .success))
        #expect(
            await shell.type("wait seconds=2.5", format: .json).answers
                == "{\"clouds\":[],\"elapsedMs\":2500,\"ok\":true}\n")
        #expect(shell.services.log == [])
        #expect(await shell.type("wait 86401").status == .usage)
    }

    @Test("a state that is there is not waited for; it may be cut short and in any case")
    func already() async {
        let shell = shell(.init(clouds: [global(.active)]))
        #expect(
            await shell.type("wait cloud=Global_ state=Active timeout=30")
                == Outcome(answers: "Ok.\nCloud Global_: Active\n", diagnostics: "", status: .success))
        #expect(await shell.type("wait cloud=g state=act").status == .success)
        #expect(await shell.type("wait state=ACTIVE").status == .success)
        #expect(
            await shell.type("wait cloud=*", format: .json).answers
                == "{\"clouds\":[{\"cloud\":\"Global_\",\"state\":\"Active\"}],\"elapsedMs\":0,\"ok\":true}\n")
        #expect(await shell.type("wait cloud=*", format: .terse).answers == "Global_:Active\n")
        #expect(shell.services.log == [])
    }

    @Test("events end it, and what is not meant does not")
    func events() async {
        let script = ScriptedServices.Script(
            clouds: [.link("L", 3, state: .alone), global(.synchronizing)],
            events: [
                .cloudChanged(cloud: "L", from: .alone, to: .active),
                .cacheChanged(cloud: "Global_", entries: 1),
                .cloudChanged(cloud: "Global_", from: .synchronizing, to: .alone),
                .cloudChanged(cloud: "Global_", from: .alone, to: .active),
            ])
        #expect(
            await shell(script).type("wait cloud=Global_").answers == "Ok.\nCloud Global_: Active\n")
        #expect(
            await shell(script).type("wait cloud=Global_ state=alone").answers
                == "Ok.\nCloud Global_: Alone\n")
        #expect(
            await shell(script).type("wait cloud=*").answers
                == "Ok.\nCloud L: Active\nCloud Global_: Active\n")
    }

    @Test("a cloud that is Virtual is started, unless that is what is waited for")
    func virtual() async {
        let script = ScriptedServices.Script(
            clouds: [global(.virtual)], events: [.cloudChanged(cloud: "Global_", from: .virtual, to: .active)],
            eventsFollowStart: true)
        let starting = shell(script)
        #expect(await starting.type("wait state=Active").status == .success)
        #expect(starting.services.log == ["start Global_"])
        let resting = shell(script)
        #expect(await resting.type("wait state=Virtual").status == .success)
        #expect(resting.services.log == [])
    }

    @Test("time runs out: what was waited for, and the state it is in")
    func timeout() async {
        let shell = TypedShell(.init(clouds: [global(.alone)], eventsFollowStart: true))
        let outcome = await shell.type("wait cloud=Global_ state=Active timeout=1.5")
        #expect(outcome.status == .timedOut)
        #expect(
            outcome.diagnostics.hasPrefix(
                """
                Gave up after 1.5 seconds waiting until the cloud is Active. It is Alone in Global_ \
                (0x80637005, PEER_E_TIMEOUT).
                Hint: Alone: Global_. Nobody was found
                """))
        #expect(shell.clock.now.offset == .seconds(1.5))
        let name = await TypedShell(
            .init(clouds: [global(.alone)], names: [.plain("0.a", in: "Global_")], eventsFollowStart: true)
        ).type("wait name=0.a timeout=1")
        #expect(
            name.diagnostics.hasPrefix(
                """
                Gave up after 1 second waiting until the name '0.a' is known. It is Problem in Global_ \
                (0x80637005, PEER_E_TIMEOUT).
                Hint: Alone: Global_. Nobody was found
                """))
    }

    @Test("a name is waited for until its clouds have heard of it")
    func name() async {
        let names: [RegisteredName] = [.plain("0.a", in: "Global_"), .plain("0.b", in: "Global_")]
        let events: [EngineEvent] = [
            .nameAnnounced(peer("0.b"), cloud: "Global_"), .nameAnnounced(peer("0.a"), cloud: "Elsewhere_"),
            .nameAnnounced(peer("0.a"), cloud: "Global_"),
        ]
        let shell = shell(.init(clouds: [global(.active), .link("L", 3)], names: names, events: events))
        #expect(await shell.type("wait name=0.a state=OK").answers == "Ok.\nCloud Global_: OK\n")
        let unknown = await shell.type("wait name=0.x")
        #expect(unknown.status == .notFound)
        let gone = self.shell(
            .init(
                clouds: [global(.active)], names: names,
                events: [.nameUnregistered(peer("0.a"), cloud: "Global_")]))
        #expect(await gone.type("wait name=0.a").status == .notFound)
    }

    @Test("events that are over are not believed: neither good news nor bad")
    func stale() async {
        let news: [EngineEvent] = [
            .cloudChanged(cloud: "Global_", from: .alone, to: .active), .cloudVanished(cloud: "Global_"),
            .nameAnnounced(peer("0.a"), cloud: "Global_"),
            .nameUnregistered(peer("0.a"), cloud: "Global_"),
        ]
        let script = ScriptedServices.Script(
            clouds: [global(.alone)], names: [.plain("0.a", in: "Global_")], events: news,
            eventsAreStale: true)
        for line in ["wait state=active", "wait name=0.a"] {
            #expect(await shell(script).type(line).status == .unreachable, "\(line)")
        }
    }

    @Test("after lost events it looks again")
    func lost() async {
        let shell = shell(
            .init(clouds: [global(.alone)], events: [.eventsLost(3)], afterLoss: [global(.active)]))
        #expect(await shell.type("wait state=active").answers == "Ok.\nCloud Global_: Active\n")
    }

    @Test("a cloud that vanishes, or the end of the node, ends it")
    func ends() async {
        let vanished = shell(.init(clouds: [global(.alone)], events: [.cloudVanished(cloud: "Global_")]))
        #expect(await vanished.type("wait state=active").status == .notFound)
        let names = shell(
            .init(
                clouds: [global(.active), .link("L", 3)], names: [.plain("0.a", in: "Global_")],
                events: [.cloudVanished(cloud: "L"), .nameAnnounced(peer("0.a"), cloud: "Global_")]))
        #expect(await names.type("wait name=0.a").status == .success)
        let closed = shell(.init(clouds: [global(.alone)], events: [.eventsLost(3)]))
        #expect(await closed.type("wait state=active").status == .unreachable)
    }

    @Test("time runs out on a start and on a publishing that do not end, too", .timeLimit(.minutes(1)))
    func hanging() async {
        let script = ScriptedServices.Script(clouds: [global(.virtual)], hangs: true)
        let starting = await TypedShell(script).type("wait state=active timeout=2")
        #expect(starting.status == .timedOut)
        #expect(
            starting.diagnostics.hasPrefix("Gave up after 2 seconds waiting until the cloud is Active."))
        let publishing = await TypedShell(script, isOneShot: true).start("wait", "name=0.a", "timeout=2")
        #expect(publishing.status == .timedOut)
        #expect(await TypedShell(script, isOneShot: true).start("wait", "2").status == .success)
    }

    @Test(
        "what does not go together",
        arguments: [
            ("wait", "Nothing to wait for: give seconds, a state or a name."),
            ("wait 5 state=active", "Give either seconds, or what to wait for."),
            ("wait state=ok", "OK is the state of a name: give name=, too."),
            ("wait name=0.a state=active", "A name can only be waited for to be OK."),
        ])
    func usage(line: String, sentence: String) async {
        let outcome = await shell(.init(clouds: [global(.active)])).type(line)
        #expect(outcome == Outcome(answers: "", diagnostics: sentence + "\n", status: .usage))
    }

    @Test("an interrupt ends it, and so does the deadline of a session", .timeLimit(.minutes(1)))
    func interrupt() async {
        let script = ScriptedServices.Script(clouds: [global(.alone)], eventsFollowStart: true)
        let hurried = TypedShell(
            script, settings: SessionSettings(timeout: .milliseconds(20)), clock: ScriptedClock(.stands))
        for line in ["wait 5", "wait state=active"] {
            let outcome = await shell(script).interrupt(line)
            #expect(outcome.status == .interrupted, "\(line)")
            #expect(outcome.status.rawValue == 130)
            #expect(outcome.answers == "")
            #expect(await hurried.type(line).status == .timedOut, "\(line)")
        }
    }

    @Test("a process started to wait publishes what is kept, unless it was typed wrong")
    func oneShot() async {
        let shell = TypedShell(isOneShot: true)
        #expect(await shell.start("wait").status == .usage)
        #expect(await shell.start("wait", "5", "state=active").status == .usage)
        #expect(await shell.start("wait", "name=0.a", "state=active").status == .usage)
        #expect(shell.services.log == [])
        #expect(await shell.start("wait", "1").status == .success)
        #expect(shell.services.log == ["publish what is kept"])
    }
}
