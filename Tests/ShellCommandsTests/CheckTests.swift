import CommandTree
import PNRP
import PeerBase
import PeerEngine
import Shell
import Testing

@Suite("p2p pnrp diagnostics check") struct CheckTests {
    private let link = CloudSnapshot.link("LinkLocal_ff00::%8/8", 8)

    @Test("a cloud that works: a line for each finding, and the verdict")
    func active() async {
        let findings: [CloudFinding] = [
            .addresses([address("2001:db8::1")]), .bound(port: 49152, isStandard: false), .multicastOff,
            .seedAnswered(Endpoint(address: address("2001:db8::8"), port: 3540), after: .microseconds(300)),
            .members(34),
        ]
        let shell = TypedShell(.init(clouds: [.traders], findings: ["Global_": findings]))
        #expect(
            await shell.type("p2p pnrp diag check")
                == Outcome(
                    answers: """
                        Cloud Global_
                          ok    Addresses: 2001:db8::1.
                          note  Port 3540: in use by another program, or not wanted; this node uses 49152. Others find \
                        it all the same, but as their seed it needs its port: --seed HOST:PORT.
                          note  Search of the link: switched off for this cloud.
                          ok    Seed [2001:db8::8]:3540: answered after <1 ms.
                          ok    Members: 34 are known.
                        The cloud is Active.

                        """, diagnostics: "", status: .success))
        #expect(shell.services.log == ["settle Global_"])
    }

    @Test("a cloud that does not work: the failure nearest to the machine is the reason")
    func failing() async {
        let alone = CloudSnapshot.global("2001:db8::1", state: .virtual)
        let findings: [CloudFinding] = [.noSeed, .searchAnswers(0), .nothingReceived(sent: 12), .members(0)]
        let shell = TypedShell(
            .init(clouds: [alone], settled: ["Global_": .alone], findings: ["Global_": findings]))
        let outcome = await shell.type("p2p pnrp diag check Global_")
        #expect(
            outcome.answers.hasSuffix(
                """
                  FAIL  Network: 12 datagrams were sent, and nothing ever came back. A packet filter, most likely: let \
                UDP port 3540 through, both ways.
                  note  Members: nobody is known.
                The cloud is Alone, not Active: Network: 12 datagrams were sent, and nothing ever came back.

                """))
        #expect(outcome.status == .failed)
    }

    @Test(
        "a verdict for every state",
        arguments: [
            (.synchronizing, "The cloud is not Active yet: members are still being looked for."),
            (.alone, "The cloud is Alone, not Active: nobody was found."),
            (.virtual, "The cloud is Virtual, not Active: it was not started."),
            (.noNet, "The cloud is not Active, its network is gone."),
            (.dead, "The cloud is not Active, its interface is gone."),
            (.disabled, "The cloud is not Active, it is switched off by configuration."),
        ] as [(CloudState, String)])
    func verdicts(state: CloudState, verdict: String) async {
        let outcome = await TypedShell(.init(clouds: [.global("::1", state: state)])).type("p2p pnrp diag check")
        #expect(outcome.answers == "Cloud Global_\n\(verdict)\n")
        #expect(outcome.status == .failed)
    }

    @Test("a cloud that cannot even be opened is looked at all the same")
    func unopened() async {
        let findings: [CloudFinding] = [.cannotBind(endpoint: "[::1]:3540", reason: "it is taken.")]
        let shell = TypedShell(
            .init(
                clouds: [.global("::1", state: .virtual)],
                refusals: ["Global_": .cannotBind("[::1]:3540", reason: "it is taken.")],
                findings: ["Global_": findings]))
        let outcome = await shell.type("p2p pnrp diag check")
        #expect(
            outcome.answers.hasSuffix(
                "The cloud is Virtual, not Active: Port: [::1]:3540 cannot be bound: it is taken.\n"))
    }

    @Test("several clouds as JSON; one that does not work is enough to fail")
    func json() async {
        var idle = link
        idle.state = .noNet
        let shell = TypedShell(
            .init(
                clouds: [idle, .traders],
                findings: [idle.name: [.interfaceDown(name: "eth0", hasLink: false)], "Global_": [.members(1)]]))
        let outcome = await shell.type("p2p pnrp diag check *", format: .json)
        #expect(
            outcome.answers == """
                [{"active":false,"cloud":"LinkLocal_ff00::%8/8","findings":[{"finding":"interfaceDown",\
                "message":"Interface eth0: it has no link.","remedy":"Look at the cable or the wireless link.",\
                "weight":"fail"}],"state":"No Net","verdict":"The cloud is not Active, its network is gone. \
                Interface eth0: it has no link."},{"active":true,"cloud":"Global_","findings":[{"finding":"members",\
                "message":"Members: 1 is known.","remedy":null,"weight":"ok"}],"state":"Active",\
                "verdict":"The cloud is Active."}]

                """)
        #expect(outcome.status == .failed)
    }
}
