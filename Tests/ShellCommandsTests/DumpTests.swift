import CommandTree
import Foundation
import PNRP
import PeerEngine
import Shell
import Testing

@Suite("dump") struct DumpTests {
    private var script: ScriptedServices.Script {
        let link = CloudSnapshot.link("LinkLocal_ff00::%8/8", 8)
        let global = CloudSnapshot.seeded("seed.example.net", "[2001:db8::1]:99")
        let machine = MachineName(name: peer("0.my host"), isPublished: true, publishesAutomatically: false)
        return ScriptedServices.Script(
            clouds: [link, global],
            configurations: [
                link.name: CloudConfiguration(mode: .fullParticipant),
                global.name: CloudConfiguration(mode: .resolveOnly, seeds: global.seeds),
            ], hosts: ["seed.example.net": []], machine: machine)
    }

    @Test("what differs from the default, in full words, framed by the context it belongs to (netsh 6.10)")
    func pnrp() async {
        let outcome = await TypedShell(script).type("p2p pnrp dump")
        #expect(
            outcome
                == Outcome(
                    answers: """
                        # p2psh configuration script, format 1
                        # ----------------------------------
                        # PNRP cloud configuration
                        # ----------------------------------
                        pushd p2p pnrp cloud

                        set pnrpmode mode=full cloud=LinkLocal_ff00::%8/8
                        set pnrpmode mode=RO cloud=Global_
                        set seed seed="seed.example.net;[2001:db8::1]:99" cloud=Global_

                        popd
                        # End of PNRP cloud configuration

                        # ----------------------------------
                        # PNRP diagnostics configuration
                        # ----------------------------------
                        pushd p2p pnrp diagnostics

                        popd
                        # End of PNRP diagnostics configuration

                        # ----------------------------------
                        # PNRP peer configuration
                        # ----------------------------------
                        pushd p2p pnrp peer

                        set machinename name="0.my host" autopublish=disable

                        popd
                        # End of PNRP peer configuration

                        """, diagnostics: "", status: .success))
    }

    @Test("nothing set: frames only; the keys are named, and not told")
    func defaults() async {
        let machine = MachineName(
            name: peer("2460f44f457b670116f55709f3e6324dd12ad70e."), isPublished: false, publishesAutomatically: false,
            isChosen: false)
        let answers = await TypedShell(.init(clouds: [.seeded("::1")], machine: machine)).type("p2p dump").answers
        let commands = answers.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(
            commands == [
                "pushd p2p pnrp cloud", "popd", "pushd p2p pnrp diagnostics", "popd", "pushd p2p pnrp peer", "popd",
                "pushd p2p idmgr", "popd", "pushd p2p mesh", "popd", "pushd p2p collab", "popd",
                "pushd p2p collab contact", "popd", "pushd p2p collab application", "popd",
            ])
        #expect(answers.contains("# Keys are never part of a script."))
    }

    @Test("a dump that is run sets what was dumped")
    func roundTrip() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "p2psh-\(UUID()).p2p")
        try Data(await TypedShell(script).type("p2p dump").answers.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let fresh = TypedShell(script)
        let outcome = await fresh.type("exec \(file.path)")
        #expect(outcome == Outcome(answers: "Ok.\nOk.\nOk.\nOk.\n", diagnostics: "", status: .success))
        #expect(
            fresh.services.log == [
                "mode of LinkLocal_ff00::%8/8: full", "mode of Global_: RO",
                "seeds of Global_: seed.example.net [2001:db8::1]:99",
                "machine: name '0.my host', by itself false",
            ])
    }

    @Test("what could not be run is a comment that says why, and the rest is made again")
    func obstacles() async throws {
        let key = "2460f44f457b670116f55709f3e6324dd12ad70e"
        var script = script
        script.machine = MachineName(
            name: peer("\(key).host"), isPublished: false, publishesAutomatically: true, hasKey: false)
        script.clouds.append(.link("LinkLocal_ff00::%9/9", 9))
        script.kept = [
            .init(order: .init(name: peer("\(key).a"), cloud: "LinkLocal_ff00::%9/9"), hasKey: false),
            .init(order: .init(name: peer("0.b"), cloud: "LinkLocal_ff00::%9/9")),
            .init(order: .init(name: peer("0.c"), cloud: "Global_")),
            .init(order: .init(name: peer("\(key).d"), cloud: "eth7"), hasCloud: false, hasKey: false),
        ]
        let dump = await TypedShell(script).type("p2p pnrp peer dump").answers
        let end = "persistent=yes replace=yes"
        #expect(
            dump.split(separator: "\n").dropFirst(5).dropLast(2) == [
                "# The key of this name is not on this machine: set machinename name=\(key).host autopublish=enable",
                "# The key that signs this name is not on this machine: "
                    + "add registration peername=\(key).a cloud=LinkLocal_ff00::%9/9 \(end)",
                "add registration peername=0.b cloud=LinkLocal_ff00::%9/9 \(end)",
                "# The cloud Global_ only resolves: add registration peername=0.c cloud=Global_ \(end)",
                "# There is no interface eth7 now: add registration peername=\(key).d cloud=eth7 \(end)",
            ])
        let file = FileManager.default.temporaryDirectory.appending(path: "p2psh-\(UUID()).p2p")
        try Data(dump.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let fresh = TypedShell(.init(clouds: script.clouds), isOneShot: true)
        #expect(await fresh.type("exec \(file.path)").status == .success)
        #expect(fresh.services.log == ["keep 0.b in LinkLocal_ff00::%9/9"])
    }

    @Test("whether the machine's name is published now is no configuration: a session and a process of its own agree")
    func published() async {
        var script = script
        let session = await TypedShell(script).type("dump").answers
        script.machine.isPublished = false
        #expect(await TypedShell(script, isOneShot: true).type("dump").answers == session)
        (script.machine.isChosen, script.machine.isPublished) = (false, true)
        #expect(await !TypedShell(script).type("dump").answers.contains("machinename"))
    }

    @Test(
        "what cannot be read is not told as nothing", arguments: ["dump", "p2p pnrp cloud dump", "p2p pnrp peer dump"])
    func unreadable(line: String) async {
        var script = script
        script.readingFails = .storage("The database is damaged.")
        let outcome = await TypedShell(script).type(line)
        #expect(outcome == Outcome(answers: "", diagnostics: "The database is damaged.\n", status: .failed))
    }

    @Test("as JSON, the lines of the script")
    func json() async {
        let answers = await TypedShell().type("p2p pnrp diag dump", format: .json).answers
        #expect(answers.hasPrefix(##"{"script":["# p2psh configuration script, format 1","##))
        #expect(answers.contains(#""pushd p2p pnrp diagnostics","","popd""#))
    }
}
