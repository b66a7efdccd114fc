import CommandTree
import Foundation
import PNRP
import PeerBase
import PeerEngine
import Shell
import Testing

@Suite("p2p pnrp peer: publishing") struct RegistrationTests {
    private let link = CloudSnapshot.link("LinkLocal_ff00::%8/8", 8)

    @Test("everything a registration can carry")
    func full() async throws {
        let shell = TypedShell(.init(clouds: [.traders]))
        let line = """
            p2p pnrp peer add registration 0.web Global_ comment="my pages" address=[2001:db8::7]:8080/udp \
            address=[fe80::1%eth0] port=99 payload=hello identity=me
            """
        #expect(await shell.type(line).answers == "Ok.\n")
        let order = try #require(shell.services.orders.first)
        #expect(
            order
                == RegistrationOrder(
                    name: peer("0.web"), cloud: "Global_", comment: "my pages",
                    endpoints: [
                        ApplicationEndpoint(address: address("2001:db8::7"), port: 8080, protocolNumber: 17),
                        ApplicationEndpoint(address: address("fe80::1"), port: 99),
                    ],
                    port: 99, payload: .string("hello"), identity: "me"))
    }

    @Test("without a cloud a name is published in all, Active ones first, and address=auto leaves the choice to them")
    func everywhere() async {
        var idle = link
        idle.state = .virtual
        let shell = TypedShell(.init(clouds: [idle, .traders]))
        _ = await shell.type("p2p pnrp peer add reg 0.alice address=auto payloadhex=00ff")
        #expect(shell.services.log == ["register 0.alice in Global_", "register 0.alice in LinkLocal_ff00::%8/8"])
        #expect(shell.services.orders.allSatisfy { $0.endpoints.isEmpty && $0.payload == .binary([0, 255]) })
    }

    @Test("a file is published as it is, unless it is too large or not there")
    func payloadFile() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "p2psh-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let (small, large) = (directory.appending(path: "small"), directory.appending(path: "large"))
        try Data([1, 2, 3]).write(to: small)
        try Data(count: 4097).write(to: large)
        let shell = TypedShell(.init(clouds: [.traders]))
        _ = await shell.type("p2p pnrp peer add reg 0.a payloadfile=\(small.path)")
        #expect(shell.services.orders.map(\.payload) == [.binary([1, 2, 3])])
        let refused = await shell.type("p2p pnrp peer add reg 0.b payloadfile=\(large.path)")
        #expect(refused.diagnostics.contains("has more than 4096 bytes."))
        #expect(refused.status == .usage)
        #expect(await shell.type("p2p pnrp peer add reg 0.c payloadfile=\(small.path)x").status == .notFound)
        #expect(shell.services.orders.count == 1)
    }

    @Test(
        "bad input gets one clear sentence with its place, and nothing is registered",
        arguments: [
            ("x", 31, "Invalid peer name 'x': expected authority.classifier"),
            ("0.x address=2001:db8::1", 43, "Expected auto or [address]:port"),
            ("0.x address=[2001:db8::1]:70000", 43, "Expected auto or [address]:port"),
            ("0.x address=[::1]:1/sctp", 43, "Expected auto or [address]:port"),
            ("0.x port=70000", 40, "A whole number from 0 to 65535 is expected."),
            ("0.x comment=\(String(repeating: "c", count: 40))", 43, "It has 40 characters; at most 39 are allowed."),
            ("0.x payload=\(String(repeating: "p", count: 4097))", 43, "It has 4097 bytes; at most 4095 are allowed."),
            ("0.x payload=", 43, "A payload cannot be empty."),
            ("0.x payloadhex=abc", 46, "An even number of hex digits is expected."),
            ("0.x Global_ surplus", 43, "'surplus' is not a valid argument for this command."),
            ("", 30, "One or more essential parameters were not entered. Missing: peername."),
        ])
    func badInput(arguments: String, column: Int, sentence: String) async {
        let shell = TypedShell(.init(clouds: [.traders]))
        let line = "p2p pnrp peer add registration" + (arguments.isEmpty ? "" : " " + arguments)
        let outcome = await shell.type(line)
        #expect(outcome.status == .usage)
        #expect(outcome.diagnostics.contains(sentence))
        #expect(shell.services.log == [])
        let place = await shell.type(line, format: .json).answers
        #expect(place.contains(#""column":\#(column + 1),"#), "\(place)")
    }

    @Test(
        "arguments that do not fit together",
        arguments: [
            ("payload=a payloadhex=00", "Only one of payload and payloadhex can be given."),
            ("address=auto address=[::1]:5", "address=auto cannot stand beside other addresses."),
            ("payloadhex=", "A payload cannot be empty."),
        ])
    func combinations(arguments: String, sentence: String) async {
        let shell = TypedShell(.init(clouds: [.traders]))
        let outcome = await shell.type("p2p pnrp peer add registration 0.x \(arguments)")
        #expect(outcome == Outcome(answers: "", diagnostics: sentence + "\n", status: .usage))
        #expect(shell.services.log == [])
    }

    @Test("a refusal in one cloud takes the name back from the others")
    func allOrNothing() async {
        let refusal = EngineError.duplicateName(peer("0.a"), cloud: link.name)
        let shell = TypedShell(.init(clouds: [.traders, link], refusals: [link.name: refusal]))
        let outcome = await shell.type("p2p pnrp peer add registration 0.a")
        #expect(
            outcome.diagnostics == """
                The name '0.a' is already registered in cloud 'LinkLocal_ff00::%8/8' (0x80634005, \
                PEER_E_PNRP_DUPLICATE_PEER_NAME).
                Hint: replace=yes changes what is published; 'delete registration' takes it back.

                """)
        #expect(outcome.status == .failed)
        #expect(shell.services.log == ["register 0.a in Global_", "unregister 0.a in Global_"])
    }

    @Test("a cloud without an address does not count, unless there is no other")
    func cloudsWithoutAddress() async {
        let both = TypedShell(.init(clouds: [.traders, link], refusals: [link.name: .noAddress]))
        #expect(await both.type("p2p pnrp peer add registration 0.a").answers == "Ok.\n")
        let one = TypedShell(.init(clouds: [link], refusals: [link.name: .noAddress]))
        let outcome = await one.type("p2p pnrp peer add registration 0.a")
        #expect(outcome.diagnostics.contains("PEER_E_IPV6_NOT_INSTALLED"))
        #expect(outcome.status == .failed)
    }

    @Test(
        "without a cloud, those that cannot publish are left out and told",
        arguments: [
            (EngineError.resolveOnly(cloud: "L"), "only resolves."),
            (.cloudUnusable("L", .noNet), "has lost its network."), (.noAddress, "has no IPv6 address"),
        ])
    func leftOut(refusal: EngineError, words: String) async {
        let shell = TypedShell(.init(clouds: [.traders, link], refusals: [link.name: refusal]))
        let outcome = await shell.type("p2p pnrp peer add registration 0.a")
        #expect(outcome.answers == "Ok.\n")
        #expect(outcome.diagnostics.hasPrefix("Hint: Not published in LinkLocal_ff00::%8/8: "))
        #expect(outcome.diagnostics.contains(words))
        #expect(shell.services.log == ["register 0.a in Global_"])
    }

    @Test("a cloud that only resolves refuses a name, and says how to change that")
    func resolveOnly() async {
        let shell = TypedShell(.init(clouds: [.traders], refusals: ["Global_": .resolveOnly(cloud: "Global_")]))
        let outcome = await shell.type("p2p pnrp peer add registration 0.a Global_")
        #expect(
            outcome.diagnostics == """
                The cloud 'Global_' only resolves (11505, WSA_PNRP_CLOUD_IS_SEARCH_ONLY).
                Hint: 'p2p pnrp cloud set pnrpmode full Global_' lets it publish.

                """)
        #expect(outcome.status == .notPermitted)
    }

    @Test("replace=yes changes what is published, and what was changed stays when another cloud refuses")
    func replace() async {
        let refusal = EngineError.tooMuchLoad
        let shell = TypedShell(.init(clouds: [.traders, link], refusals: [link.name: refusal]))
        let outcome = await shell.type("p2p pnrp peer add registration 0.a replace=yes")
        #expect(outcome.status == .failed)
        #expect(shell.services.orders.map(\.replaces) == [true])
        #expect(shell.services.log == ["register 0.a in Global_"])
        _ = await shell.type("p2p pnrp peer add registration 0.a Global_")
        #expect(shell.services.orders.last?.replaces == false)
    }

    @Test("a process started for this one command says that the name ended with it, and how to keep one")
    func oneShot() async {
        let outcome = await TypedShell(.init(clouds: [.traders]), isOneShot: true)
            .start("p2p", "pnrp", "peer", "add", "registration", "0.alice")
        #expect(outcome.answers == "Ok.\n")
        #expect(outcome.diagnostics.hasPrefix("Hint: The name '0.alice' ended with this process."))
        #expect(outcome.diagnostics.contains("add persistent=yes and leave a session running."))
        #expect(outcome.status == .success)
    }

    @Test("one name is taken back from every cloud that has it")
    func delete() async {
        let names: [RegisteredName] = [.plain("0.a", in: "Global_"), .plain("0.b", in: "Global_")]
        let shell = TypedShell(.init(clouds: [link, .traders], names: names))
        let line = "p2p pnrp peer delete registration peername=0.a"
        #expect(await shell.type(line) == Outcome(answers: "Ok.\n", diagnostics: "", status: .success))
        #expect(
            await shell.type(line)
                == Outcome(
                    answers: "",
                    diagnostics: """
                        The name '0.a' is not registered.
                        Hint: A name belongs to the process that published it.

                        """, status: .notFound))
        let there = await shell.type(line + " cloud=Global_")
        #expect(there.diagnostics.hasPrefix("The name '0.a' is not registered in cloud 'Global_'.\n"))
    }

    @Test("taking everything back needs a yes, typed or given in advance")
    func deleteAll() async {
        let script = ScriptedServices.Script(
            clouds: [.traders], names: [.plain("0.a", in: "Global_"), .plain("0.b", in: "Global_")])
        let line = "p2p pnrp peer delete registration *"

        let nobody = TypedShell(script)
        let refused = await nobody.start("p2p", "pnrp", "peer", "delete", "registration", "*")
        #expect(refused.status == .usage)
        #expect(refused.diagnostics.contains("--yes"))
        #expect(nobody.services.log == [])

        let doubtful = TypedShell(script)
        #expect(await doubtful.type(line, answering: "n").diagnostics == "Nothing was changed.\n")
        #expect(doubtful.services.log == [])

        let sure = TypedShell(script)
        #expect(await sure.type(line, answering: "y").answers.hasPrefix("Ok.\n"))
        #expect(sure.services.log.sorted() == ["unregister 0.a in Global_", "unregister 0.b in Global_"])

        let told = TypedShell(script, settings: SessionSettings(assumesYes: true))
        #expect(await told.type(line).answers == "Ok.\n")
        #expect(told.services.log.count == 2)
    }

    @Test("show registration lists names, or looks one up")
    func show() async {
        var named = RegisteredName.traderChat
        named.comment = "hi"
        let shell = TypedShell(.init(clouds: [.traders], names: [named, .plain("0.b", in: "Global_")]))
        #expect(
            await shell.type("p2p pnrp peer show registration").answers == """
                Name                     Cloud    State    Lifetime  Comment
                -----------------------  -------  -------  --------  -------
                0.quickreturntraderchat  Global_  OK       process   hi
                0.b                      Global_  Problem  process   (none)

                """)
        #expect(
            await shell.type("p2p pnrp peer show reg 0.b", format: .terse).answers == "0.b:Global_:Problem:process:\n")
        #expect(await shell.type("p2p pnrp peer show reg 0.c").status == .notFound)
        let json = await shell.type("p2p pnrp peer show reg 0.b", format: .json).answers
        #expect(json.contains(#""payload":{"length":2,"type":"string"}"#))
        #expect(json.contains(#""identity":null"#))
    }
}
