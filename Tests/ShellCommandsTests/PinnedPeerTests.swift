import CommandTree
import PNRP
import PeerBase
import PeerEngine
import Shell
import Testing

/// What netsh is known to have printed about names (netsh 3). O-5 holds by byte; O-6 and O-7 were typeset by a
/// magazine, and are compared without leading blanks, blank lines and the heading `Found:` (netsh O-7).
@Suite("Pinned: peers", .tags(.pinned)) struct PinnedPeerTests {
    private func normalized(_ text: String) -> [String] {
        text.split(separator: "\n").map { line in
            line.split(separator: " ").joined(separator: " ")
        }.filter { $0 != "Found:" }
    }

    @Test("O-5 a registration, in a word cut short, with the cloud by position")
    func registration() async {
        let shell = TypedShell(.init(clouds: [.traders]))
        let outcome = await shell.type("p2p pnrp peer add reg 0.tylersReg Global_")
        #expect(outcome == Outcome(answers: "Ok.\n", diagnostics: "", status: .success))
        #expect(shell.services.log == ["register 0.tylersReg in Global_"])
    }

    private static let tylersPath: [TraceStep] = [
        .at("2001:0:4136:e38e:38ca:1cbc:e7ec:157a", 0, 0, .accepted),
        .at("2001:0:4136:e388:819:1d1b:b88f:def0", 4, 47, .accepted),
        .at("2002:ce7e:3b87::ce7e:3b87", 6, 2000, .unreachable),
        .at("2001:0:4136:e388:819:1d1b:b88f:def0", 4, 31, .accepted),
        .at("2001:0:4136:e390:3cca:79d:e768:2771", 5, 1094, .accepted),
        .at("2001:0:4136:e38c:851:f227:7c94:6422", 9, 15, .accepted),
        .at("2001:0:4136:e38e:3493:3b5a:bc55:afc2", 129, 47, .deadEnd),
        .at("2001:0:4136:e38e:3493:3b5a:bc55:afc2", 0, 47, .acceptedFinalInquire),
    ]

    @Test("O-5 a successful traceroute")
    func traceroute() async {
        let endpoint = ApplicationEndpoint(address: address("2001:0:4136:e38e:3493:3b5a:bc55:afc2"), port: 0)
        let outcome = ResolveOutcome.found("0.tylersReg", at: [endpoint], trace: Self.tylersPath)
        let shell = TypedShell(.init(clouds: [.traders], outcomes: ["Global_": .success(outcome)]))
        let said = await shell.type("p2p pnrp peer traceroute 0.tylersReg Global_")
        #expect(
            said.answers == """
                Resolve started...

                Found:
                        Addresses:  [2001:0000:4136:e38e:3493:3b5a:bc55:afc2]%0:0 tcp
                        Extended payload (string):
                        Extended payload (binary):

                Resolve Path:
                [2001:0000:4136:e38e:38ca:1cbc:e7ec:157a]:3540, (0), (0)
                       Accepted
                [2001:0000:4136:e388:0819:1d1b:b88f:def0]:3540, (4), (47)
                       Accepted
                [2002:ce7e:3b87:0000:0000:0000:ce7e:3b87]:3540, (6), (2000)
                       Rejected (Unreachable)
                [2001:0000:4136:e388:0819:1d1b:b88f:def0]:3540, (4), (31)
                       Accepted
                [2001:0000:4136:e390:3cca:079d:e768:2771]:3540, (5), (1094)
                       Accepted
                [2001:0000:4136:e38c:0851:f227:7c94:6422]:3540, (9), (15)
                       Accepted
                [2001:0000:4136:e38e:3493:3b5a:bc55:afc2]:3540, (129), (47)
                       Rejected (Dead end)
                [2001:0000:4136:e38e:3493:3b5a:bc55:afc2]:3540, (0), (47)

                """)
        #expect(said.status == .success)
    }

    @Test("O-6 a resolve; the magazine left out the protocol and the empty string")
    func resolve() async {
        let link = CloudSnapshot.link("LinkLocal_ff00::%8/8", 8)
        let endpoint = ApplicationEndpoint(address: address("fe80::79ae:4fe7:e034:eac7"), port: 28365)
        let outcome = ResolveOutcome.found("0.quickreturntraderchat", at: [endpoint], comment: "aD????????")
        let shell = TypedShell(.init(clouds: [link], outcomes: [link.name: .success(outcome)]))
        let answers = await shell.type("p2p pnrp peer resolve 0.quickreturntraderchat").answers
        #expect(
            normalized(answers.replacing(" tcp\n", with: "\n")).filter { $0 != "Extended payload (string):" } == [
                "Resolve started...", "Comment: aD????????",
                "Addresses: [fe80:0000:0000:0000:79ae:4fe7:e034:eac7]%8:28365", "Extended payload (binary):",
            ])
    }

    @Test("O-7 a traceroute that leads nowhere; the magazine shows no verdict for the machine itself")
    func deadEnds() async {
        let trace: [TraceStep] = [
            .at("2001:0:4136:e37a:2847:1735:a83d:dc55", 0, 0, .accepted),
            .at("2001:0:4136:e37e:140b:26c5:affa:3034", 8, 31, .deadEnd),
            .at("2001:0:4136:e37e:1c75:1b9a:bef2:f5a3", 4, 312, .acceptedSuspicious),
            .at("2001:0:4136:e37e:c31:7f8:5351:cf06", 4, 2000, .unreachable),
        ]
        let shell = TypedShell(.init(clouds: [.traders], outcomes: ["Global_": .success(.notFound(trace))]))
        let outcome = await shell.type("p2p pnrp peer traceroute 0.quickreturntraderchatwedontkow Global_")
        var lines = normalized(outcome.answers)
        #expect(lines.remove(at: 4) == "Accepted")
        #expect(
            lines
                == normalized(
                    """
                    Resolve started...
                    Not Found.
                    Resolve Path:
                    [2001:0000:4136:e37a:2847:1735:a83d:dc55]:3540, (0), (0)
                    [2001:0000:4136:e37e:140b:26c5:affa:3034]:3540, (8), (31)
                           Rejected (Dead end)
                    [2001:0000:4136:e37e:1c75:1b9a:bef2:f5a3]:3540, (4), (312)
                           Accepted Suspicious
                    [2001:0000:4136:e37e:0c31:07f8:5351:cf06]:3540, (4), (2000)
                           Rejected (Unreachable)
                    """))
        #expect(outcome.status == .notFound)
    }
}
