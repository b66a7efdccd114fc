import CommandTree
import PNRP
import PeerBase
import PeerEngine
import Shell
import Testing

@Suite("p2p pnrp cloud: what is done about clouds") struct CloudCommandTests {
    private let link = CloudSnapshot.link("LinkLocal_ff00::%8/8", 8)

    @Test("start waits, and tells what the cloud has come to, with a remedy when nobody was found")
    func start() async {
        let idle = CloudSnapshot.global("2001:db8::1", state: .virtual)
        let shell = TypedShell(.init(clouds: [idle], settled: ["Global_": .alone]))
        let outcome = await shell.type("p2p pnrp cloud start")
        #expect(outcome.answers == "Ok.\nCloud Global_: Alone\n")
        #expect(outcome.diagnostics.hasPrefix("Hint: Alone: Global_. Nobody was found: 'diagnostics check' tells why."))
        #expect(outcome.status == .success)
        #expect(shell.services.log == ["start Global_", "settle Global_"])
        #expect(
            await shell.type("p2p pnrp cloud start Global_", format: .json).answers
                == #"{"ok":true,"started":[{"cloud":"Global_","state":"Alone"}]}"# + "\n")
    }

    @Test("where there is but the cloud of one link, that is the one meant")
    func onlyLink() async {
        let shell = TypedShell(.init(clouds: [link]))
        _ = await shell.type("p2p pnrp cloud start --no-wait")
        #expect(shell.services.log == ["start LinkLocal_ff00::%8/8"])
    }

    @Test("start --no-wait returns at once, for all clouds if need be")
    func startAtOnce() async {
        let shell = TypedShell(.init(clouds: [link, .traders]))
        let outcome = await shell.type("p2p pnrp cloud start * --no-wait")
        #expect(outcome == Outcome(answers: "Ok.\n", diagnostics: "", status: .success))
        #expect(shell.services.log == ["start LinkLocal_ff00::%8/8", "start Global_"])
        #expect(
            await shell.type("p2p pnrp cloud start wait=no", format: .json).answers
                == #"{"ok":true,"started":[{"cloud":"Global_"}]}"# + "\n")
    }

    @Test(
        "a cloud that cannot be started says why, and what helps",
        arguments: [
            (EngineError.cloudUnusable("Global_", .noNet), "has lost its network (0x80631001, PEER_E_NO_CLOUD).", 1),
            (.cloudUnusable("Global_", .dead), "is dead: its interface is gone (11509, WSA_PNRP_CLOUD_IS_DEAD).", 1),
            (
                .cloudUnusable("Global_", .disabled),
                "is switched off by configuration (11502, WSA_PNRP_CLOUD_DISABLED).", 6
            ),
        ] as [(EngineError, String, Int32)])
    func unusable(error: EngineError, sentence: String, code: Int32) async {
        let shell = TypedShell(.init(clouds: [.traders], refusals: ["Global_": error]))
        let outcome = await shell.type("p2p pnrp cloud start")
        #expect(outcome.diagnostics.hasPrefix("The cloud 'Global_' \(sentence)\nHint: "))
        #expect(outcome.status.rawValue == code)
    }

    @Test("a host with several links only is told which clouds there are")
    func noGlobalCloud() async {
        let links = [link, CloudSnapshot.link("LinkLocal_ff00::%9/8", 9)]
        let outcome = await TypedShell(.init(clouds: links)).type("p2p pnrp cloud start")
        #expect(outcome.diagnostics.contains("Hint: The clouds are: LinkLocal_ff00::%8/8, LinkLocal_ff00::%9/8."))
        #expect(outcome.status == .notFound)
    }

    @Test("flush tells programs how much was forgotten")
    func flush() async {
        let shell = TypedShell(.init(clouds: [link, .traders]))
        #expect(
            await shell.type("p2p pnrp cloud flush global_")
                == Outcome(answers: "Ok.\nCloud Global_: 34 entries forgotten.\n", diagnostics: "", status: .success))
        #expect(
            await shell.type("p2p pnrp cloud flush", format: .json).answers
                == #"{"flushed":[{"cloud":"LinkLocal_ff00::%8/8","entries":0},{"cloud":"Global_","entries":34}]}"#
                + "\n")
        #expect(shell.services.log == ["flush Global_", "flush LinkLocal_ff00::%8/8", "flush Global_"])
    }

    @Test(
        "repair ends with a verdict",
        arguments: [
            (.noSplit, "Split detection: no split found."),
            (.repaired(isSmaller: true, learned: 12), "Split detection: split repaired, 12 entries learned."),
            (.repaired(isSmaller: false, learned: 1), "Split detection: split repaired, 1 entry learned."),
        ] as [(RepairOutcome, String)])
    func repair(outcome: RepairOutcome, verdict: String) async {
        let shell = TypedShell(.init(clouds: [.traders], repairs: ["Global_": outcome]))
        #expect(
            await shell.type("p2p pnrp cloud repair")
                == Outcome(answers: "Ok.\n\(verdict)\n", diagnostics: "", status: .success))
    }

    @Test(
        "a cloud that cannot be tested is a failure with its reason",
        arguments: [
            (
                .throttled(retryIn: .milliseconds(41_200)),
                "Repair was requested too recently; try again in 42 seconds.\n", .failed
            ),
            (.unanswered, "Split detection: nobody answered.\nHint: ", .timedOut),
            (.nobodyToAsk, "Split detection: there is nobody to ask.\nHint: ", .failed),
            (.nothingRegistered, "Split detection: no name is published here, so ", .failed),
        ] as [(RepairOutcome, String, Status)])
    func unrepaired(outcome: RepairOutcome, beginning: String, status: Status) async {
        let shell = TypedShell(.init(clouds: [.traders], repairs: ["Global_": outcome]))
        let said = await shell.type("p2p pnrp cloud repair Global_")
        #expect(said.answers == "")
        #expect(said.diagnostics.hasPrefix(beginning))
        #expect(said.status == status)
    }

    @Test("of several clouds each has its verdict, and one success is enough")
    func repairOfSeveral() async {
        let repairs: [String: RepairOutcome] = [
            link.name: .throttled(retryIn: .seconds(7)), "Global_": .repaired(isSmaller: true, learned: 3),
        ]
        let shell = TypedShell(.init(clouds: [link, .traders], repairs: repairs))
        #expect(
            await shell.type("p2p pnrp cloud repair").answers == """
                Ok.
                Cloud LinkLocal_ff00::%8/8: Repair was requested too recently; try again in 7 seconds.
                Cloud Global_: Split detection: split repaired, 3 entries learned.

                """)
        #expect(
            await shell.type("p2p pnrp cloud repair", format: .json).answers == """
                {"ok":true,"repaired":[{"cloud":"LinkLocal_ff00::%8/8",\
                "message":"Repair was requested too recently; try again in 7 seconds.","result":"throttled",\
                "retryInSeconds":7},{"cloud":"Global_","learned":3,\
                "message":"Split detection: split repaired, 3 entries learned.","result":"repaired",\
                "smallerPart":true}]}

                """)
    }

    @Test(
        "what is set for a cloud that ends with this process is not kept, and that is said",
        arguments: ["set pnrpmode RO", "set seed [::1]:3540"])
    func fleeting(line: String) async {
        var cloud = CloudSnapshot.traders
        cloud.isFleeting = true
        let outcome = await TypedShell(.init(clouds: [cloud])).type("p2p pnrp cloud \(line)")
        #expect(
            outcome
                == Outcome(
                    answers: "Ok.\n",
                    diagnostics: """
                        Hint: This is not kept: the cloud 'Global_' ends with this process. A private cloud on a port \
                        of its own is kept: --bind [::1]:3540.

                        """, status: .success))
        let kept = await TypedShell(.init(clouds: [.traders])).type("p2p pnrp cloud \(line)")
        #expect(kept == Outcome(answers: "Ok.\n", diagnostics: "", status: .success))
    }

    @Test("set pnrpmode takes tag and position mixed, words cut short and in any case (netsh 4.3.3)")
    func setMode() async {
        let shell = TypedShell(.init(clouds: [link, .traders]))
        for line in ["mode=RO Global_", "mode=default Global_", "ro", "FULL *", "auto"] {
            #expect(await shell.type("p2p pnrp cloud set pnrpmode \(line)").answers == "Ok.\n")
        }
        #expect(
            shell.services.log == [
                "mode of Global_: RO", "mode of Global_: auto", "mode of Global_: RO",
                "mode of LinkLocal_ff00::%8/8: full", "mode of Global_: full", "mode of Global_: auto",
            ])
        let wrong = await shell.type("p2p pnrp cloud set pnrpmode off")
        #expect(wrong.diagnostics.contains("Allowed are: default, auto, full, RO."))
        #expect(wrong.status == .usage)
    }

    @Test("show pnrpmode, and show initialization, tell what was set and what is so")
    func showMode() async {
        var quiet = CloudSnapshot.traders
        (quiet.configuredMode, quiet.isResolveOnly, quiet.ssdpUse) = (.resolveOnly, true, .failed)
        let shell = TypedShell(.init(clouds: [link, quiet]))
        #expect(
            await shell.type("p2p pnrp cloud show pnrpmode").answers == """
                LinkLocal_ff00::%8/8: configured default, operating as full participant
                Global_: configured resolve only, operating as resolve only

                """)
        #expect(
            await shell.type("p2p pnrp cloud show pnrpmode Global_", format: .json).answers
                == #"[{"cloud":"Global_","configuredMode":"Resolve Only","operationalMode":"Resolve Only"}]"# + "\n")
        let initialization = await shell.type("p2p pnrp cloud show init Global_").answers
        #expect(initialization.contains("Use SSDP:               Failed\n"))
        #expect(
            initialization.hasSuffix(
                "Cloud Configured Mode:  Resolve Only\nCloud Operational Mode: Resolve Only\n"))
    }

    @Test("a link is also known by its interface")
    func interface() async {
        var wire = link
        wire.interfaceName = "eth0"
        let shell = TypedShell(.init(clouds: [wire, .link("LinkLocal_ff00::%12/8", 12), .traders]))
        _ = await shell.type("p2p pnrp cloud flush eth0")
        #expect(shell.services.log == ["flush LinkLocal_ff00::%8/8"])
    }
}
