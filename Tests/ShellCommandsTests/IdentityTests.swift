import CommandTree
import PeerEngine
import Shell
import Testing

@Suite("p2p idmgr and p2p group") struct IdentityTests {
    private let shell = TypedShell(.init(clouds: [.traders], identities: [.alice]))
    private let alice = IdentitySummary.alice.identity

    @Test("show identities shows all, or one by identity or friendly name", arguments: ["", " ALL", " Alice"])
    func show(argument: String) async {
        #expect(
            await shell.type("p2p idmgr show identities" + argument).answers == """
                Friendly name: Alice
                Identity:      2460f44f457b670116f55709f3e6324dd12ad70e.PnrpProtocolV2
                Peer name:     2460f44f457b670116f55709f3e6324dd12ad70e.
                Default:       Yes

                """)
    }

    @Test("show identities as JSON, and of one that is not there")
    func showJSON() async {
        #expect(
            await shell.type("p2p idmgr show identities", format: .json).answers == """
                [{"default":true,"friendlyName":"Alice",\
                "identity":"2460f44f457b670116f55709f3e6324dd12ad70e.PnrpProtocolV2",\
                "peerName":"2460f44f457b670116f55709f3e6324dd12ad70e."}]

                """)
        let outcome = await shell.type("p2p idmgr show identities Bob")
        #expect(outcome.diagnostics.hasPrefix("There is no identity 'Bob' (0x80630401, PEER_E_IDENTITY_NOT_FOUND).\n"))
        #expect(outcome.status == .notFound)
    }

    @Test("add identity makes one and shows it")
    func add() async {
        let outcome = await shell.type("p2p idmgr add identity Alice")
        #expect(outcome.answers.hasPrefix("Friendly name: Alice\nIdentity:      2460"))
        #expect(shell.services.log == ["add identity Alice"])
    }

    @Test("delete identity asks first, and refuses where nobody can be asked")
    func delete() async {
        let refused = await shell.start("p2p", "idmgr", "delete", "identity", alice)
        #expect(refused.status == .usage)
        #expect(refused.diagnostics.contains("Destroy the identity 'Alice' and its key for ever?"))
        _ = await shell.type("p2p idmgr delete identity \(alice)", answering: "no")
        #expect(shell.services.log == [])
        _ = await shell.type("p2p idmgr delete identity \(alice)", answering: "yes")
        #expect(shell.services.log == ["delete identity \(alice)"])
    }

    @Test("an identity that something kept needs is not destroyed, and what to do is said")
    func needed() async {
        let names = (1...7).map { peer("0.\($0)") }
        let told = "The identity '\(alice)' signs"
        let forget = "Hint: Forget them with 'p2p pnrp peer delete registration' first"
        let refusals: [(EngineError, String)] = [
            (
                .identityKept(alice, names: [names[0]], elsewhere: []),
                "\(told) names that are kept: '0.1'.\n\(forget).\n"
            ),
            (
                .identityKept(alice, names: names, elsewhere: ["[::1]:3540"]),
                "\(told) names that are kept: '0.1', '0.2', '0.3', '0.4', '0.5' and 2 more.\n"
                    + "\(forget), in a run with --bind [::1]:3540.\n"
            ),
            (
                .identityKept(alice, names: [names[1]], elsewhere: ["Global_"]),
                "\(told) names that are kept: '0.2'.\n\(forget), in a run without --bind.\n"
            ),
            (
                .identityOfMachine(alice),
                "\(told) the name of this machine.\n"
                    + "Hint: Choose another with 'p2p pnrp peer set machinename name=0.NAME' first.\n"
            ),
        ]
        for (refusal, sentences) in refusals {
            let shell = TypedShell(
                .init(identities: [.alice], deletionFails: refusal), settings: SessionSettings(assumesYes: true))
            let outcome = await shell.type("p2p idmgr delete identity \(alice)")
            #expect(outcome == Outcome(answers: "", diagnostics: sentences, status: .failed))
        }
    }

    @Test("delete identity knows no ALL")
    func deleteAll() async {
        #expect(await shell.type("p2p idmgr delete identity ALL").status == .notFound)
        #expect(shell.services.log == [])
    }

    @Test("p2p group, whatever follows, points elsewhere", arguments: ["", " db show statistics", " resolve x y"])
    func group(rest: String) async {
        let outcome = await shell.type("p2p group" + rest)
        #expect(
            outcome.diagnostics.hasPrefix(
                "Peer grouping is not part of p2psh.\nHint: 'p2p mesh' is for groups"))
        #expect(outcome.status == .failed)
    }
}
