import CommandTree
import PNRP
import PeerBase
import PeerEngine
import Shell
import Testing

@Suite("p2p pnrp diagnostics") struct DiagnosticsTests {
    private let answers: [PingOutcome] = [
        .answered(after: .milliseconds(31), identifiers: 1), .unanswered,
        .answered(after: .microseconds(29_400), identifiers: 1), .answered(after: .microseconds(400), identifiers: 1),
    ]

    @Test("ping host: a line for each probe, then a summary")
    func pingHost() async {
        let shell = TypedShell(.init(clouds: [.traders], pings: answers))
        #expect(
            await shell.type("p2p pnrp diag ping host 2001:db8:0:2::b02")
                == Outcome(
                    answers: """
                        Pinging [2001:0db8:0000:0002:0000:0000:0000:0b02]:3540 in cloud Global_
                        Reply from [2001:0db8:0000:0002:0000:0000:0000:0b02]:3540: time=31 ms
                        No reply from [2001:0db8:0000:0002:0000:0000:0000:0b02]:3540: timed out.
                        Reply from [2001:0db8:0000:0002:0000:0000:0000:0b02]:3540: time=29 ms
                        Reply from [2001:0db8:0000:0002:0000:0000:0000:0b02]:3540: time<1 ms

                        Sent 4, received 3, lost 1. Round trip minimum <1 ms, average 20 ms, maximum 31 ms.

                        """, diagnostics: "", status: .success))
    }

    @Test("a host that is silent: a summary without times, and exit code 4")
    func silence() async {
        let outcome = await TypedShell(.init(clouds: [.traders])).type("p2p pnrp diag ping host ::1 count=1")
        #expect(outcome.answers.hasSuffix(": timed out.\n\nSent 1, received 0, lost 1.\n"))
        #expect(outcome.status == .timedOut)
    }

    @Test("ping host as JSON")
    func json() async {
        let shell = TypedShell(.init(clouds: [.traders], pings: answers))
        #expect(
            await shell.type("p2p pnrp diag ping host [2001:db8::2]:99 count=3", format: .json).answers == """
                {"averageMs":30,"cloud":"Global_","host":{"address":"2001:db8::2","port":99,"zone":0},"lost":1,\
                "maximumMs":31,"minimumMs":29,"received":2,"sent":3,"timesMs":[31,null,29]}

                """)
    }

    @Test("a link-local address is reached over its own link")
    func linkLocal() async {
        let links = [CloudSnapshot.link("LinkLocal_a", 8), .link("LinkLocal_b", 12)]
        let shell = TypedShell(.init(clouds: links + [.traders], pings: answers))
        _ = await shell.type("p2p pnrp diag ping host fe80::2%12 count=1")
        #expect(shell.services.log == ["ping [fe80::2]:3540 in LinkLocal_b"])
        let unclear = await shell.type("p2p pnrp diag ping host fe80::2 count=1")
        #expect(unclear.diagnostics.hasPrefix("The link-local address 'fe80::2' needs a zone.\n"))
        #expect(unclear.status == .usage)
        #expect(await shell.type("p2p pnrp diag ping host fe80::2%7 count=1").status == .notFound)
    }

    @Test("a host nobody knows is not found")
    func unknownHost() async {
        let outcome = await TypedShell(.init(clouds: [.traders])).type("p2p pnrp diag ping host nowhere.example")
        #expect(
            outcome
                == Outcome(
                    answers: "", diagnostics: "The host 'nowhere.example' has no IPv6 address.\n", status: .notFound))
    }

    @Test("ping seed: a block for each seed, then how many answered")
    func pingSeed() async {
        let shell = TypedShell(
            .init(
                clouds: [.seeded("seed.example.net", "nowhere.example", "2001:db8::9")],
                hosts: ["seed.example.net": [Endpoint(address: address("2001:db8::8"), port: 3540)]],
                pings: [answers[0]]))
        #expect(
            await shell.type("p2p pnrp diagnostics ping seed count=1")
                == Outcome(
                    answers: """
                        Pinging [2001:0db8:0000:0000:0000:0000:0000:0008]:3540 in cloud Global_
                        Reply from [2001:0db8:0000:0000:0000:0000:0000:0008]:3540: time=31 ms

                        Sent 1, received 1, lost 0. Round trip minimum 31 ms, average 31 ms, maximum 31 ms.

                        Seed nowhere.example: The host 'nowhere.example' has no IPv6 address.

                        Pinging [2001:0db8:0000:0000:0000:0000:0000:0009]:3540 in cloud Global_
                        No reply from [2001:0db8:0000:0000:0000:0000:0000:0009]:3540: timed out.

                        Sent 1, received 0, lost 1.

                        Seed servers reached: 1 of 3.

                        """, diagnostics: "", status: .success))
    }

    @Test("ping seed as JSON")
    func pingSeedJSON() async {
        let shell = TypedShell(.init(clouds: [.seeded("::1")]))
        let outcome = await shell.type("p2p pnrp diag ping seed count=1", format: .json)
        #expect(outcome.answers.hasPrefix(#"{"cloud":"Global_","reached":0,"seeds":[{"averageMs":null,"error":null,"#))
        #expect(outcome.answers.hasSuffix(#""seed":"::1","sent":1,"timesMs":[null]}],"total":1}"# + "\n"))
        #expect(outcome.status == .timedOut)
    }

    @Test("without a seed there is a sentence and a remedy")
    func noSeed() async {
        let outcome = await TypedShell(.init(clouds: [.traders])).type("p2p pnrp diag ping seed")
        #expect(
            outcome
                == Outcome(
                    answers: "",
                    diagnostics: """
                        No seed server is configured for cloud 'Global_'. Use 'set seed'.
                        Hint: Any member of the cloud will do: p2p pnrp cloud set seed HOST.

                        """, status: .notFound))
    }
}
