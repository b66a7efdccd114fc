import CommandTree
import PNRP
import PeerBase
import PeerEngine
import Shell
import Testing

@Suite("p2p pnrp peer: finding") struct SearchTests {
    private let link = CloudSnapshot.link("LinkLocal_ff00::%8/8", 8)
    private let web = ApplicationEndpoint(address: address("2001:db8::7"), port: 8080)
    private let voice = ApplicationEndpoint(address: address("2001:db8::7"), port: 5060, protocolNumber: 17)

    private func shell(_ outcome: ResolveOutcome) -> TypedShell {
        TypedShell(.init(clouds: [.traders], outcomes: ["Global_": .success(outcome)]))
    }

    @Test("a publisher with a comment, several addresses and a text")
    func text() async {
        let shell = shell(.found(at: [web, voice], comment: "hello there", payload: .string("a text")))
        #expect(
            await shell.type("p2p pnrp peer resolve 0.alice")
                == Outcome(
                    answers: """
                        Resolve started...

                        Found:
                                Comment:    hello there
                                Addresses:  [2001:0db8:0000:0000:0000:0000:0000:0007]%0:8080 tcp
                                            [2001:0db8:0000:0000:0000:0000:0000:0007]%0:5060 udp
                                Extended payload (string): a text
                                Extended payload (binary):

                        """, diagnostics: "", status: .success))
    }

    @Test("bytes are shown as hex, sixteen on a line")
    func bytes() async {
        let shell = shell(.found(at: [], payload: .binary(Array(0...17))))
        #expect(
            await shell.type("p2p pnrp peer resolve 0.alice").answers.hasSuffix(
                """
                Found:
                        Addresses:
                        Extended payload (string):
                        Extended payload (binary):
                                00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f
                                10 11

                """))
    }

    @Test("nothing a publisher says reaches the terminal raw")
    func hostile() async {
        let shell = shell(.found(at: [web], comment: "\u{1B}]0;x\u{7}", payload: .string("a\r\nb\u{9B}31m")))
        let answers = await shell.type("p2p pnrp peer resolve 0.alice").answers
        #expect(answers.contains("Comment:    \\x1b]0;x\\x07\n"))
        #expect(answers.contains("Extended payload (string): a\\x0d\\x0ab\\u{9b}31m\n"))
    }

    @Test("found and not found as JSON")
    func json() async {
        let found = shell(.found(at: [web], comment: "hi", payload: .binary([0xAB])))
        #expect(
            await found.type("p2p pnrp peer resolve 0.alice", format: .json).answers == """
                {"cloud":"Global_","elapsedMs":31,"name":"0.alice","result":"found","results":[{"cloud":"Global_",\
                "comment":"hi",\
                "endpoints":[{"address":"2001:db8::7","port":8080,"protocol":"tcp","zone":0}],\
                "payload":{"hex":"ab","type":"binary"},\
                "pnrpId":"00000000000000010000000000000002.00000000000000030000000000000004",\
                "publisher":{"address":"2001:db8::7","port":3540,"zone":0}}]}

                """)
        let missing = await shell(.notFound()).type("p2p pnrp peer resolve 0.alice", format: .json)
        #expect(
            missing.answers
                == #"{"cloud":"Global_","elapsedMs":12,"name":"0.alice","result":"notFound","results":[]}"# + "\n")
        #expect(missing.status == .notFound)
    }

    @Test("as records: where, then name, cloud and comment")
    func terse() async {
        let answers = await shell(.found(at: [web], comment: "a:b")).type(
            "p2p pnrp peer resolve 0.alice", format: .terse
        ).answers
        #expect(answers == "2001\\:db8\\:\\:7:0:8080:tcp:0.alice:Global_:a\\:b\n")
    }

    @Test("criteria and timeout reach the engine; own names count with criteria=any only")
    func query() async {
        let shell = TypedShell(.init(clouds: [.traders], names: [.plain("0.alice", in: "Global_")]))
        let plain = await shell.type("p2p pnrp peer resolve 0.alice")
        #expect(plain.diagnostics == "Hint: This process publishes the name itself; criteria=any finds that too.\n")
        #expect(await shell.type("p2p pnrp peer res 0.alice crit=any timeout=2.5").diagnostics == "")
        #expect(
            shell.services.queries == [
                ResolveQuery(name: peer("0.alice"), timeout: .seconds(30)),
                ResolveQuery(name: peer("0.alice"), criteria: .any, timeout: .milliseconds(2500)),
            ])
    }

    @Test("several clouds: the first one that knows the name is told")
    func severalClouds() async {
        let found = ResolveOutcome.found(at: [web])
        let shell = TypedShell(
            .init(
                clouds: [link, .traders],
                outcomes: [link.name: .success(.notFound()), "Global_": .success(found)]))
        #expect(await shell.type("p2p pnrp peer res 0.alice", format: .json).answers.contains(#""cloud":"Global_""#))
        #expect(await shell.type("p2p pnrp peer res 0.alice").answers.contains("\nFound in cloud Global_:\n"))
    }

    @Test("clouds that cannot be used are searched only if they are named, or if there is no other")
    func unusableClouds() async {
        var dark = link
        dark.state = .noNet
        let shell = TypedShell(
            .init(clouds: [dark, .traders], outcomes: [link.name: .failure(.cloudUnusable(link.name, .noNet))]))
        _ = await shell.type("p2p pnrp peer resolve 0.alice")
        #expect(shell.services.queries.count == 1)
        let named = await shell.type("p2p pnrp peer resolve 0.alice LinkLocal")
        #expect(named.diagnostics.hasPrefix("The cloud 'LinkLocal_ff00::%8/8' has lost its network"))
    }

    @Test("several clouds, and none knows the name: each has its path")
    func severalPaths() async {
        let trace: [TraceStep] = [.at("2001:db8::1", 0, 0, .accepted)]
        let shell = TypedShell(
            .init(clouds: [link, .traders], outcomes: ["Global_": .success(.notFound(trace))]))
        #expect(
            await shell.type("p2p pnrp peer traceroute 0.alice --verbose").answers == """
                Resolve started...

                Not Found.

                Resolve Path in cloud LinkLocal_ff00::%8/8:
                [address]:port, (bits), (ms)

                Resolve Path in cloud Global_:
                [address]:port, (bits), (ms)
                [2001:0db8:0000:0000:0000:0000:0000:0001]:3540, (0), (0)
                       Accepted

                """)
    }

    @Test("a path as JSON")
    func pathJSON() async {
        let trace: [TraceStep] = [
            .at("2001:db8::1", 0, 0, .accepted), .at("2001:db8::2", 7, 31, .tooBusy),
            .at("2001:db8::3", 0, 4, .acceptedFinalInquire),
        ]
        let answers = await shell(.found(at: [web], trace: trace)).type(
            "p2p pnrp peer traceroute 0.alice", format: .json
        ).answers
        #expect(
            answers.contains(
                """
                "path":[{"address":"2001:db8::1","cloud":"Global_","elapsedMs":0,"matchingBits":0,\
                "pnrpId":null,"port":3540,"verdict":"Accepted","zone":0},{"address":"2001:db8::2","cloud":"Global_","elapsedMs":31,\
                "matchingBits":7,"pnrpId":null,"port":3540,"verdict":"Rejected (Too busy)","zone":0},\
                {"address":"2001:db8::3","cloud":"Global_","elapsedMs":4,"matchingBits":0,"pnrpId":null,\
                "port":3540,"verdict":"Accepted Final Inquire","zone":0}]
                """))
        #expect(answers.contains(#""result":"found""#))
    }

    @Test("a search that ran out of time says so, and why that may be")
    func timedOut() async {
        var alone = CloudSnapshot.traders
        alone.state = .alone
        let late = ResolveOutcome.timedOut
        let shell = TypedShell(.init(clouds: [alone], outcomes: ["Global_": .success(late)]))
        let outcome = await shell.type("p2p pnrp peer resolve 0.alice")
        #expect(outcome.answers == "Resolve started...\n\nTimed out.\n")
        #expect(outcome.diagnostics.hasPrefix("Hint: Alone: Global_."))
        #expect(outcome.status == .timedOut)
    }

    @Test(
        "what the engine refuses is told in a sentence with its code",
        arguments: [
            (
                EngineError.tooMuchLoad,
                "Too much is going on at once; try again later (11504, WSA_PNRP_TOO_MUCH_LOAD).", 1
            ),
            (.closed, "The node has shut down (0x806320A1, PEER_E_SERVICE_NOT_AVAILABLE).", 5),
            (.cannotBind("[::1]:1", reason: "it is taken."), "The endpoint [::1]:1 cannot be used: it is taken.", 1),
            (.storage("The keys are gone."), "The keys are gone.", 1),
        ] as [(EngineError, String, Int32)])
    func refusals(error: EngineError, sentence: String, code: Int32) async {
        let shell = TypedShell(.init(clouds: [.traders], outcomes: ["Global_": .failure(error)]))
        let outcome = await shell.type("p2p pnrp peer resolve 0.alice")
        #expect(outcome.diagnostics == sentence + "\n")
        #expect(outcome.status.rawValue == code)
    }

    @Test("without any cloud there is nowhere to look")
    func noCloud() async {
        let outcome = await TypedShell().type("p2p pnrp peer resolve 0.alice")
        #expect(outcome.diagnostics.hasPrefix("There is no cloud (0x80631001, PEER_E_NO_CLOUD).\n"))
        #expect(outcome.status == .notFound)
    }

    @Test("a process started for one search lets the cloud settle first")
    func settling() async {
        let shell = TypedShell(.init(clouds: [.traders]), isOneShot: true)
        _ = await shell.type("p2p pnrp peer resolve 0.alice")
        #expect(shell.services.log == ["settle Global_"])
    }

    @Test(
        "show convertedname converts both ways",
        arguments: [("0.johndoe", "johndoe.pnrp.net"), ("johndoe.pnrp.net", "johndoe.pnrp.net")])
    func convertedName(typed: String, host: String) async {
        let shell = TypedShell()
        let outcome = await shell.type("p2p pnrp peer show convertedname \(typed)")
        #expect(outcome.answers == "Peer name: 0.johndoe\nDNS name:  \(host)\n")
        let json = await shell.type("p2p pnrp peer show convertedname \(typed)", format: .json).answers
        #expect(json == #"{"dnsName":"johndoe.pnrp.net","peerName":"0.johndoe"}"# + "\n")
    }

    @Test(
        "names without another spelling",
        arguments: [
            ("0.a_b", "PEER_E_CANNOT_CONVERT_PEER_NAME", Status.failed),
            ("www.example.net", "PEER_E_INVALID_PEER_HOST_NAME", .usage),
            ("johndoe", "PEER_E_INVALID_PEER_HOST_NAME", .usage),
        ])
    func unconvertible(typed: String, code: String, status: Status) async {
        let outcome = await TypedShell().type("p2p pnrp peer show convertedname \(typed)")
        #expect(outcome.diagnostics.contains(code))
        #expect(outcome.status == status)
    }
}
