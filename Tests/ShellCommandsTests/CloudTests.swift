import CommandTree
import PNRP
import PeerBase
import PeerEngine
import Shell
import Testing

@Suite("p2p pnrp cloud") struct CloudTests {
    private let link = CloudSnapshot.link("LinkLocal_ff00::%8/8", 8)
    private let otherLink = CloudSnapshot.link("LinkLocal_ff00::%12/8", 12)

    @Test(
        "a cloud is meant by its name in any case, by its beginning, or by a word for many",
        arguments: [
            ("Global_", ["Global_"]), ("global_", ["Global_"]), ("G", ["Global_"]),
            ("linklocal_ff00::%8", ["LinkLocal_ff00::%8/8"]),
            ("*", ["LinkLocal_ff00::%8/8", "LinkLocal_ff00::%12/8", "Global_"]),
            ("all", ["LinkLocal_ff00::%8/8", "LinkLocal_ff00::%12/8", "Global_"]),
            ("LINKS", ["LinkLocal_ff00::%8/8", "LinkLocal_ff00::%12/8"]),
        ])
    func choice(typed: String, names: [String]) async {
        let shell = TypedShell(.init(clouds: [link, otherLink, .traders]))
        let answers = await shell.type("p2p pnrp cloud show list \(typed)", format: .terse).answers
        let expected = names.map { $0.replacing(":", with: "\\:") }
        #expect(answers.split(separator: "\n").map { line in expected.first { line.hasSuffix(":" + $0) } } == expected)
    }

    @Test("the name Windows gave the cloud of a link means the only link there is")
    func prefixSpelling() async {
        let typed = "p2p pnrp cloud show seed LinkLocal_2001:4898:28:2::/64"
        #expect(await TypedShell(.init(clouds: [link, .traders])).type(typed).answers.hasPrefix("Cloud:       LinkL"))
        let ambiguous = await TypedShell(.init(clouds: [link, otherLink])).type(typed)
        #expect(ambiguous.status == .usage)
        #expect(ambiguous.diagnostics.contains("PEER_E_CLOUD_NAME_AMBIGUOUS"))
    }

    @Test("an unknown cloud is not found, and those that exist are named")
    func unknown() async {
        let outcome = await TypedShell(.init(clouds: [link, .traders])).type("p2p pnrp cloud show list Moon")
        #expect(
            outcome
                == Outcome(
                    answers: "",
                    diagnostics: """
                        There is no cloud 'Moon' (0x80631001, PEER_E_NO_CLOUD).
                        Hint: The clouds are: LinkLocal_ff00::%8/8, Global_.

                        """, status: .notFound))
    }

    @Test("a misspelt tag in the place of a cloud is not looked for among the clouds")
    func misspeltTag() async {
        let outcome = await TypedShell(.init(clouds: [link])).type("p2p pnrp peer resolve 0.abc timout=5")
        #expect(outcome.status == .usage)
        #expect(outcome.diagnostics.hasPrefix("'timout=5' is not a valid argument for this command."))
        #expect(outcome.diagnostics.contains("Hint: Did you mean 'timeout='?"))
    }

    @Test("a beginning that several clouds share is refused with their names")
    func ambiguous() async {
        let outcome = await TypedShell(.init(clouds: [link, otherLink])).type("p2p pnrp cloud show list link")
        #expect(outcome.status == .usage)
        #expect(outcome.diagnostics.contains("is ambiguous: LinkLocal_ff00::%8/8, LinkLocal_ff00::%12/8"))
    }

    @Test("without clouds the table is empty, and a hint says why")
    func none() async {
        let outcome = await TypedShell().type("p2p pnrp cloud show list")
        #expect(
            outcome.answers == """
                Scope  Id     Addr   State             Name
                -----  -----  -----  ----------------  -----

                """)
        #expect(outcome.diagnostics.hasPrefix("Hint: There is no cloud"))
        #expect(outcome.status == .success)
    }

    @Test("a state that is not Active brings a remedy, one for all its clouds")
    func remedies() async {
        var (idle, alone) = (link, CloudSnapshot.traders)
        idle.state = .virtual
        alone.state = .alone
        let outcome = await TypedShell(.init(clouds: [idle, alone])).type("p2p pnrp cloud show list")
        #expect(
            outcome.diagnostics == """
                Hint: Virtual: LinkLocal_ff00::%8/8. A cloud starts on first use, or by 'start'.
                Hint: Alone: Global_. Nobody was found: 'diagnostics check' tells why. Look at 'show seed', \
                and let UDP port 3540 through the firewall.

                """)
    }

    @Test("show list as JSON")
    func listJSON() async {
        let answers = await TypedShell(.init(clouds: [link])).type("p2p pnrp cl sh list", format: .json).answers
        #expect(
            answers == """
                [{"addressCount":1,"addresses":[{"address":"fe80::1","port":3540,"zone":8}],\
                "name":"LinkLocal_ff00::%8/8","scope":3,"scopeId":8,"scopeName":"linkLocal",\
                "state":"Active"}]

                """)
    }

    @Test("show initialization tells what each way of finding members brought")
    func initialization() async {
        let cloud = CloudSnapshot.seeded("seed.example.net", "[2001:db8::1]:3540")
        let outcome = await TypedShell(.init(clouds: [cloud])).type("p2p pnrp cloud show init")
        #expect(
            outcome.answers == """
                Scope  Id     Addr   State             Name
                -----  -----  -----  ----------------  -----
                    1      0      1  Active            Global_

                Synchronize server:     seed.example.net;[2001:db8::1]:3540
                Use Server:             Used
                Use SSDP:               Not used
                Use Persisted cache:    No addresses
                Cloud Configured Mode:  Auto
                Cloud Operational Mode: Full Participant

                """)
    }

    @Test("show initialization as JSON")
    func initializationJSON() async {
        let shell = TypedShell(.init(clouds: [.seeded("seed.example.net")]))
        let answers = await shell.type("p2p pnrp cloud show init", format: .json).answers
        #expect(answers.contains(#""discovery":{"cache":"No addresses","server":"Used","ssdp":"Not used"}"#))
        #expect(answers.contains(#""configuredMode":"Auto""#))
        #expect(answers.contains(#""operationalMode":"Full Participant""#))
        #expect(answers.contains(#""seeds":["seed.example.net"]"#))
    }

    @Test("show seed, with and without seeds")
    func seed() async {
        let shell = TypedShell(.init(clouds: [link, .seeded("seed.example.net", "::1")]))
        #expect(
            await shell.type("p2p pnrp cloud show seed").answers == """
                Cloud:       LinkLocal_ff00::%8/8
                Seed server: (none)
                Source:      none

                Cloud:       Global_
                Seed server: seed.example.net;::1
                Source:      command line

                """)
        #expect(
            await shell.type("p2p pnrp cloud show seed Global_", format: .json).answers
                == #"[{"cloud":"Global_","seeds":["seed.example.net","::1"],"source":"command line"}]"# + "\n")
    }

    @Test("show statistics of several clouds, one with two addresses and nothing to estimate from")
    func statistics() async {
        var global = CloudSnapshot.global("2001:db8::1", "2001:db8::2")
        global.counters.throttledSolicits = 2
        let answers = await TypedShell(.init(clouds: [link, global])).type("p2p pnrp cloud show statistics").answers
        #expect(
            answers.hasPrefix(
                """
                Cloud: LinkLocal_ff00::%8/8
                IP Addresses: [fe80:0000:0000:0000:0000:0000:0000:0001]%8:3540

                """))
        #expect(
            answers.contains(
                """

                Cloud: Global_
                IP Addresses: [2001:0db8:0000:0000:0000:0000:0000:0001]:3540
                              [2001:0db8:0000:0000:0000:0000:0000:0002]:3540
                Number of cache entries: 0
                Estimated cloud size: unknown
                Number of registered names: 0
                Throttled resolves: 0
                Throttled solicits: 2

                """))
    }

    @Test("show statistics as JSON and as records")
    func statisticsForMachines() async {
        var cloud = CloudSnapshot.traders
        cloud.counters.lookupsAnswered = 7
        cloud.counters.resolvesStarted = 2
        cloud.counters.staleCacheHits = 1
        cloud.counters.withheldAnswers = 4
        cloud.counters.turnedAwayCandidates = 3
        cloud.counters.throttledInquiries = 5
        cloud.counters.decodeFaults.count(.truncated)
        let shell = TypedShell(.init(clouds: [cloud]))
        #expect(
            await shell.type("p2p pnrp cloud show statistics", format: .json).answers == """
                [{"addresses":[{"address":"2001:0:4136:e37a:2847:1735:a83d:dc55","port":3540,"zone":0}],\
                "answered":{"inquiries":0,"lookups":7,"repetitions":0},\
                "cacheEntries":34,"cloud":"Global_","estimatedCloudSize":142,\
                "malformed":{"inconsistentLength":0,"invalidValue":0,"missing":0,"trailingBytes":0,"truncated":1,\
                "unexpected":0},"refused":{"answers":0,"records":0,"requests":0,"sources":0},"registeredNames":3,\
                "resolvesStarted":2,"staleCacheHits":1,\
                "throttled":{"answers":4,"candidates":3,"floods":0,"inquiries":5,"repairs":0,"resolves":0,\
                "solicits":0},\
                "traffic":{"bytesReceived":0,"bytesSent":0,"datagramsReceived":0,"datagramsSent":0}}]

                """)
        #expect(
            await shell.type("p2p pnrp cloud show statistics", format: .terse).answers
                == "Global_:34:142:3:0:0:0:0\n")
    }

    @Test("show names of several clouds; a name without identity, addresses and announcement")
    func names() async {
        let names: [RegisteredName] = [.traderChat, .plain("0.bare", in: link.name), .plain("0.two", in: link.name)]
        let shell = TypedShell(.init(clouds: [link, .traders], names: names))
        let answers = await shell.type("p2p pnrp cloud show names").answers
        #expect(
            answers.hasPrefix(
                """
                Cloud: LinkLocal_ff00::%8/8

                P2P Name:       0.bare
                Identity:       (none)
                Comment:
                PNRP ID:        00000000000000010000000000000002.00000000000000030000000000000004
                State:          Problem
                IP Addresses:
                Payload:        string, 2 bytes

                P2P Name:       0.two

                """))
        #expect(
            answers.contains(
                "Payload:        string, 2 bytes\n\nCloud: Global_\n\nP2P Name:       0.quickreturntraderchat\n"))
    }

    @Test("show names as JSON")
    func namesJSON() async {
        let shell = TypedShell(.init(clouds: [.traders], names: [.traderChat]))
        #expect(
            await shell.type("p2p pnrp cloud show names", format: .json).answers == """
                [{"cloud":"Global_","comment":"a?????????","endpoints":[\
                {"address":"2001:0:4136:e37a:2847:1735:a83d:dc55","port":11989,"protocol":"tcp","zone":0}],\
                "identity":"2460f44f457b670116f55709f3e6324dd12ad70e.PnrpProtocolV2",\
                "name":"0.quickreturntraderchat","p2pId":"cf284a913c76d8289f16c4fefbe18b7a","payload":null,"persistent":false,\
                "pnrpId":"cf284a913c76d8289f16c4fefbe18b7a.5bcca4c6a1090f379d15b0f12fc89b08",\
                "serviceLocation":"5bcca4c6a1090f379d15b0f12fc89b08","state":"OK"}]

                """)
    }

    @Test("a comment cannot move the cursor, colour the screen or turn the text around")
    func hostileComment() async {
        var name = RegisteredName.traderChat
        name.comment = "\u{1B}[2J\n\u{202E}x"
        let shell = TypedShell(.init(clouds: [.traders], names: [name]))
        let answers = await shell.type("p2p pnrp cloud show names").answers
        #expect(answers.contains("Comment:        \\x1b[2J\\x0a\\u{202e}x\n"))
    }

    @Test("a process started for one command lets its clouds settle before it tells about them")
    func settling() async {
        let shell = TypedShell(.init(clouds: [.traders]), isOneShot: true)
        _ = await shell.type("p2p pnrp cloud show list")
        #expect(shell.services.log == [])
        _ = await shell.type("p2p pnrp cloud show statistics")
        #expect(shell.services.log == ["settle Global_"])
    }
}
