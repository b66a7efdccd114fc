import CommandTree
import PNRP
import PeerEngine
import Shell
import Testing

@Suite("p2p pnrp peer: the name of the machine") struct MachineNameTests {
    @Test("show machinename, with its DNS spelling")
    func show() async {
        let machine = MachineName(name: peer("0.myhost"), isPublished: true, publishesAutomatically: true)
        let shell = TypedShell(.init(machine: machine))
        #expect(
            await shell.type("p2p pnrp peer show machinename").answers == """
                Machine name:  0.myhost
                DNS name:      myhost.pnrp.net
                Published:     Yes
                Auto publish:  Enabled

                """)
        #expect(
            await shell.type("p2p pnrp peer show machinename", format: .json).answers
                == #"{"autoPublish":true,"dnsName":"myhost.pnrp.net","machineName":"0.myhost","published":true}"# + "\n"
        )
    }

    @Test("set machinename changes what is given, and nothing else")
    func set() async {
        let shell = TypedShell()
        for line in ["publish=start autopublish=enable", "name=\"\"", "0.box stop", "auto=dis"] {
            #expect(await shell.type("p2p pnrp peer set machinename \(line)").answers == "Ok.\n")
        }
        #expect(
            shell.services.log == [
                "machine: publishes true, by itself true", "machine: name ''", "machine: name '0.box', publishes false",
                "machine: by itself false",
            ])
    }

    @Test("there must be something to set, and a name must be one")
    func usage() async {
        let shell = TypedShell()
        let nothing = await shell.type("p2p pnrp peer set machinename")
        #expect(nothing.diagnostics == "Nothing to set: give name, publish or autopublish.\n")
        #expect(nothing.status == .usage)
        #expect(await shell.type("p2p pnrp peer set machinename name=box").status == .usage)
        #expect(shell.services.log == [])
    }

    @Test("a process that ends says that the name ended with it")
    func oneShot() async {
        let outcome = await TypedShell(isOneShot: true).start(
            "p2p", "pnrp", "peer", "set", "machinename", "publish=start")
        #expect(outcome.diagnostics.hasPrefix("Hint: The name ended with this process."))
    }
}
