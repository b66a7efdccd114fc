import CommandTree
import PNRP
import PeerBase
import PeerEngine
import Shell
import Testing

@Suite("p2p pnrp cloud: seeds") struct SeedTests {
    private let seed = Endpoint(address: address("2001:db8::8"), port: 3540)
    private let other = Endpoint(address: address("2001:db8::9"), port: 99)

    @Test("set seed stores a list, nothing, or the default")
    func setSeed() async {
        let shell = TypedShell(.init(clouds: [.traders], hosts: ["seed.example.net": [seed]]))
        for list in ["[2001:db8::9]:99;seed.example.net", "\"\"", "default"] {
            #expect(
                await shell.type("p2p pnrp cloud set seed \(list)")
                    == Outcome(answers: "Ok.\n", diagnostics: "", status: .success))
        }
        #expect(
            shell.services.log == [
                "seeds of Global_: [2001:db8::9]:99 seed.example.net", "seeds of Global_: ",
                "seeds of Global_: default",
            ])
    }

    @Test("a seed that is not there now is stored with a remark")
    func doubtful() async {
        let shell = TypedShell(.init(clouds: [.traders]))
        let outcome = await shell.type("p2p pnrp cloud set seed seed=nowhere.example:3540 cloud=Global_")
        #expect(
            outcome.diagnostics
                == "Hint: The host 'nowhere.example:3540' has no IPv6 address. It is kept all the same.\n")
        #expect(outcome.answers == "Ok.\n")
        #expect(shell.services.log == ["seeds of Global_: nowhere.example:3540"])
    }

    @Test(
        "every entry is looked at before anything is stored",
        arguments: [
            "seed.example.net;[::1", "::1;a b", "host:0", "host:70000", "host:1:2", "192.0.2.1", "-x.example",
            "ff02::c", "\"; ;\"", "a..b", "[2001:db8::1]:0",
        ])
    func malformed(list: String) async {
        let shell = TypedShell(.init(clouds: [.traders]))
        let outcome = await shell.type("p2p pnrp cloud set seed \"\(list.replacing("\"", with: ""))\"")
        #expect(outcome.diagnostics.contains("is not a valid argument for this command."))
        #expect(outcome.status == .usage)
        #expect(shell.services.log == [])
    }

    @Test("no more seeds than anybody needs")
    func many() async {
        let list = (1...17).map { "h\($0).example" }.joined(separator: ";")
        let outcome = await TypedShell(.init(clouds: [.traders])).type("p2p pnrp cloud set seed \(list)")
        #expect(outcome.diagnostics.contains("At most 16 seeds can be given."))
    }

    @Test("without seeds, show seed says how to get one")
    func hint() async {
        let outcome = await TypedShell(.init(clouds: [.traders])).type("p2p pnrp cloud show seed")
        #expect(outcome.diagnostics.hasPrefix("Hint: 'set seed HOST' names a first member to ask."))
    }

    @Test("synchronize host tells how much the node named")
    func host() async {
        let shell = TypedShell(.init(clouds: [.traders], members: [other: 5]))
        #expect(
            await shell.type("p2p pnrp cloud sync host [2001:db8::9]:99")
                == Outcome(
                    answers: "Ok.\nReceived 5 entries from [2001:0db8:0000:0000:0000:0000:0000:0009]:99.\n",
                    diagnostics: "", status: .success))
        #expect(
            await shell.type("p2p pnrp cloud sync host [2001:db8::9]:99 Global_", format: .json).answers == """
                {"asked":[{"entries":5,"host":{"address":"2001:db8::9","port":99,"zone":0}}],"cloud":"Global_",\
                "entries":5,"ok":true}

                """)
        #expect(shell.services.log.first == "synchronize Global_ with [2001:db8::9]:99")
    }

    @Test("no answer, and an answer without anybody in it, are two failures")
    func nothing() async {
        let shell = TypedShell(.init(clouds: [.traders], members: [seed: 0]))
        let silent = await shell.type("p2p pnrp cloud sync host ::1")
        #expect(silent.diagnostics.hasPrefix("No answer from [0000:0000:0000:0000:0000:0000:0000:0001]:3540.\nHint: "))
        #expect(silent.status == .timedOut)
        let empty = await shell.type("p2p pnrp cloud sync host 2001:db8::8")
        #expect(empty.diagnostics.contains("answered, but named nobody.\nHint: "))
        #expect(empty.status == .failed)
        let unknown = await shell.type("p2p pnrp cloud sync host nowhere.example")
        #expect(unknown.status == .notFound)
    }

    @Test("synchronize seed asks in order until one names somebody")
    func seeds() async {
        let shell = TypedShell(
            .init(
                clouds: [.seeded("seed.example.net", "[2001:db8::9]:99", "::1")],
                hosts: ["seed.example.net": [seed]], members: [seed: 0, other: 1]))
        let outcome = await shell.type("p2p pnrp cloud synchronize seed")
        #expect(
            outcome.answers
                == "[2001:0db8:0000:0000:0000:0000:0000:0008]:3540 named nobody.\nOk.\nReceived 1 entry from [2001:0db8:0000:0000:0000:0000:0000:0009]:99.\n"
        )
        #expect(
            shell.services.log == [
                "synchronize Global_ with [2001:db8::8]:3540", "synchronize Global_ with [2001:db8::9]:99",
            ])
    }

    @Test("synchronize seed without a seed (netsh 4.3.13)")
    func noSeed() async {
        let outcome = await TypedShell(.init(clouds: [.traders])).type("p2p pnrp cloud sync seed")
        #expect(
            outcome.diagnostics == """
                No seed server is configured for cloud 'Global_'. Use 'set seed'.
                Hint: Any member of the cloud will do: p2p pnrp cloud set seed HOST.

                """)
        #expect(outcome.status == .notFound)
    }
}
