import CommandTree
import PNRP
import PeerBase
import PeerEngine
import Shell
import ShellCommands
import Testing

/// Everything an answer can say is in the schema: `TypedShell` fails the test for any document that is not.
@Suite("What the schema reaches") struct SchemaReachTests {
    @Test(
        "every state of a cloud",
        arguments: [
            (.virtual, "Virtual"), (.synchronizing, "Synchronizing"), (.active, "Active"), (.dead, "Dead"),
            (.disabled, "Disabled"), (.noNet, "No Net"), (.alone, "Alone"),
        ] as [(CloudState, String)])
    func states(state: CloudState, word: String) async {
        let shell = TypedShell(.init(clouds: [.global("2001:db8::1", state: state)]))
        for command in ["cloud show list", "cloud show initialization", "cloud start", "diagnostics check"] {
            let answers = await shell.type("p2p pnrp \(command)", format: .json).answers
            #expect(answers.contains(#""state":"\#(word)""#))
        }
    }

    @Test(
        "every way of finding members, every mode, every source of seeds",
        arguments: [
            (.notUsed, .automatic, "none"), (.disabled, .fullParticipant, "configuration"),
            (.noAddresses, .resolveOnly, "command line"), (.failed, .automatic, "none"),
            (.used, .automatic, "none"),
        ] as [(CloudSnapshot.DiscoveryUse, CloudMode, String)])
    func initialization(use: CloudSnapshot.DiscoveryUse, mode: CloudMode, source: String) async {
        var cloud = CloudSnapshot.traders
        (cloud.seedUse, cloud.ssdpUse, cloud.rememberedUse) = (use, use, use)
        (cloud.configuredMode, cloud.seedSource, cloud.isPrivate) = (mode, source, true)
        cloud.estimatedSize = nil
        let shell = TypedShell(.init(clouds: [cloud]))
        for command in ["initialization", "seed", "pnrpmode", "statistics"] {
            #expect(await shell.type("p2p pnrp cloud show \(command)", format: .json).status == .success)
        }
    }

    @Test("every event")
    func events() async {
        let events: [EngineEvent] = [
            .cloudChanged(cloud: "Global_", from: .virtual, to: .synchronizing), .cloudAppeared(cloud: "Global_"),
            .cloudVanished(cloud: "Global_"), .nameRegistered(peer("0.a"), cloud: "Global_"),
            .nameAnnounced(peer("0.a"), cloud: "Global_"), .nameUnregistered(peer("0.a"), cloud: "Global_"),
            .cacheChanged(cloud: "Global_", entries: 1), .splitFound(cloud: "Global_", isSmaller: true),
            .labReady(nodes: 3), .warning("It rains.", hint: nil), .warning("It rains.", hint: "Go in."),
            .eventsLost(2),
        ]
        let answers = await TypedShell(.init(events: events)).type("p2p pnrp monitor", format: .json).answers
        #expect(answers.split(separator: "\n").count == events.count)
    }

    @Test("every finding about a cloud")
    func findings() async {
        let endpoint = Endpoint(address: address("2001:db8::b02"), port: 3540)
        let findings: [CloudFinding] = [
            .switchedOff, .interfaceDown(name: "eth0", hasLink: true), .noUsableAddress, .addresses([]),
            .bound(port: 3541, isStandard: false), .cannotBind(endpoint: "[::1]:1", reason: "It is taken."),
            .notOpened, .multicastReady(interfaces: ["eth0"]),
            .multicastUnavailable(interface: "eth0", reason: "It is off."), .multicastOff, .searchAnswers(1),
            .noSeed, .seedUnknown("gone.example.net"), .seedAnswered(endpoint, after: .milliseconds(2)),
            .seedSilent(endpoint), .nothingReceived(sent: 9), .members(4),
        ]
        let shell = TypedShell(.init(clouds: [.traders], findings: ["Global_": findings]))
        let outcome = await shell.type("p2p pnrp diagnostics check", format: .json)
        #expect(outcome.answers.ranges(of: #""finding":"#).count == findings.count)
    }

    @Test(
        "everything a test for a split can come to",
        arguments: [
            .noSplit, .repaired(isSmaller: true, learned: 3), .throttled(retryIn: .seconds(9)), .unanswered,
            .nobodyToAsk, .nothingRegistered,
        ] as [RepairOutcome])
    func repairs(outcome: RepairOutcome) async {
        let clouds: [CloudSnapshot] = [.link("LinkLocal_ff00::%8/8", 8), .traders]
        let shell = TypedShell(.init(clouds: clouds, repairs: ["Global_": outcome]))
        #expect(await shell.type("p2p pnrp cloud repair", format: .json).status == .success)
    }

    @Test("every verdict on the way, every payload, every protocol, every end of a search")
    func searches() async {
        let verdicts: [TraceStep.Verdict] = [
            .accepted, .acceptedSuspicious, .acceptedFinalInquire, .deadEnd, .unreachable, .tooBusy,
        ]
        let trace = verdicts.map { TraceStep.at("fe80::1", 256, 2000, $0) }
        let endpoints = [6, 17, 132].map {
            ApplicationEndpoint(address: address("::1"), port: 65535, protocolNumber: $0)
        }
        let outcomes: [ResolveOutcome] = [
            .found(at: endpoints, comment: "c", payload: .string("t"), trace: trace),
            .found(at: [], payload: .binary([]), trace: trace), .notFound(trace), .timedOut,
        ]
        for outcome in outcomes {
            let shell = TypedShell(.init(clouds: [.traders], outcomes: ["Global_": .success(outcome)]))
            for command in ["resolve", "enumerate", "traceroute"] {
                let answers = await shell.type("p2p pnrp peer \(command) 0.alice", format: .json).answers
                #expect(answers.contains(#""result":"#))
            }
        }
    }

    @Test("a show command that is watched writes a document a line")
    func watching() async {
        let shell = TypedShell(
            .init(clouds: [.traders]), settings: SessionSettings(timeout: .milliseconds(1)))
        let answers = await shell.type("p2p pnrp cloud show list watch=1", format: .json).answers
        #expect(answers.hasPrefix("["))
    }

    @Test(
        "errors of every kind",
        arguments: [
            "nonsense", "s", "p2p pnrp peer resolve", "p2p pnrp cloud show list Moon", "p2p pnrp peer resolve 'open",
            "p2p pnrp cloud show list a=b", "popd", "p2p pnrp peer resolve 0.a peername=0.b", "exec /nowhere",
        ])
    func errors(line: String) async {
        let outcome = await TypedShell(.init(clouds: [.traders])).type(line, format: .json)
        #expect(outcome.answers.hasPrefix(#"{"error":{"#))
        #expect(outcome.status != .success)
    }

    @Test(
        "help in all its forms",
        arguments: ["?", "p2p ?", "show", "show ?", "help --all", "p2p pnrp cloud show list ?"])
    func help(line: String) async {
        #expect(await TypedShell().type(line, format: .json).answers.hasPrefix(#"{"help":["#))
    }

    @Test(
        "the keys that netsh 4 names",
        arguments: [
            ("cloud flush", ".flushed[].cloud .flushed[].entries"),
            (
                "cloud show initialization",
                "[].cloud [].scope [].scopeId [].addresses[] [].state [].seeds[] [].discovery.server "
                    + "[].discovery.ssdp [].discovery.cache [].configuredMode [].operationalMode"
            ),
            (
                "cloud show list",
                "[].scope [].scopeName [].scopeId [].addresses[] [].addressCount [].state [].name"
            ),
            (
                "cloud show names",
                "[].name [].identity [].comment [].p2pId [].serviceLocation [].pnrpId [].state "
                    + "[].endpoints[].address [].endpoints[].zone [].endpoints[].port [].endpoints[].protocol "
                    + "[].payload.type [].payload.length"
            ),
            (
                "cloud show statistics",
                "[].addresses[] [].cacheEntries [].estimatedCloudSize [].registeredNames [].throttled.resolves "
                    + "[].throttled.solicits [].throttled.floods [].throttled.repairs"
            ),
            (
                "peer resolve",
                ".name .cloud .results[].endpoints[] .results[].comment .results[].payload.type "
                    + ".results[].payload.text .results[].payload.hex .elapsedMs"
            ),
            (
                "peer traceroute",
                ".result .path[].address .path[].port .path[].matchingBits .path[].elapsedMs .path[].verdict"
            ),
            ("peer show registration", "[].name [].identity [].comment [].pnrpId [].state [].endpoints[]"),
        ])
    func keys(command: String, keys: String) {
        let published = PublishedKeys(of: SchemaDocument.value(.p2psh, root: .p2psh))
        for key in keys.split(separator: " ") {
            #expect(published.hold(String(key), of: "p2p pnrp \(command)"), "\(key)")
        }
    }
}
