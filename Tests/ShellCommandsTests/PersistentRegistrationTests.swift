import CommandTree
import PNRP
import PeerEngine
import Shell
import Testing

@Suite("p2p pnrp peer: registrations that are kept (netsh 4.5.1)") struct PersistentRegistrationTests {
    private let link = CloudSnapshot.link("LinkLocal_ff00::%8/8", 8)

    private func kept(_ name: String, _ cloud: String = "Global_", hasCloud: Bool = true) -> PersistentRegistration {
        PersistentRegistration(
            order: RegistrationOrder(name: peer(name), cloud: cloud, comment: "hi", port: 80), hasCloud: hasCloud)
    }

    @Test("in a session: published now and kept; in a process of its own: kept only, and that is said")
    func add() async {
        let session = TypedShell(.init(clouds: [.traders]))
        let line = "p2p pnrp peer add registration 0.a persistent=yes"
        #expect(await session.type(line) == Outcome(answers: "Ok.\n", diagnostics: "", status: .success))
        #expect(session.services.log == ["register 0.a in Global_", "keep 0.a in Global_"])

        let oneShot = TypedShell(.init(clouds: [.traders]), isOneShot: true)
        let outcome = await oneShot.type(line)
        #expect(outcome.answers == "Ok.\n")
        #expect(outcome.diagnostics.hasPrefix("Hint: The name '0.a' is kept. It is published as long as a session"))
        #expect(oneShot.services.log == ["keep 0.a in Global_"])
        #expect(await oneShot.type(line).diagnostics.contains("is already registered in cloud 'Global_'"))
        #expect(await oneShot.type(line + " replace=yes").status == .success)
    }

    @Test("what cannot be kept is not published either")
    func failure() async {
        let shell = TypedShell(.init(clouds: [.traders], keepingFails: .fleetingCloud("Global_")))
        let outcome = await shell.type("p2p pnrp peer add registration 0.a persistent=yes")
        #expect(
            outcome.diagnostics == """
                Nothing can be kept for the cloud 'Global_': it ends with this process.
                Hint: A private cloud on a port of its own is kept: --bind [::1]:3540.

                """)
        #expect(outcome.status == .failed)
        #expect(shell.services.log.suffix(2) == ["unregister 0.a in Global_", "forget 0.a in Global_"])
    }

    @Test("a session does not overwrite what others keep, nor publish anything then, unless it is told to")
    func duplicate() async {
        let shell = TypedShell(.init(clouds: [link, .traders], kept: [kept("0.a")]))
        let line = "p2p pnrp peer add registration 0.a comment=new persistent=yes"
        #expect(await shell.type(line).diagnostics.contains("is already registered in cloud 'Global_'"))
        #expect(shell.services.log == [])
        #expect(await shell.type(line + " replace=yes").status == .success)
    }

    @Test("what fails in one cloud leaves what is kept in the others as it was")
    func restored() async throws {
        let before = kept("0.a", link.name)
        for tail in ["replace=yes", "replace=yes persistent=yes", "replace=yes persistent=no", "persistent=no"] {
            let shell = TypedShell(
                .init(clouds: [link, .traders], kept: [before], refusals: ["Global_": .storage("Full.")]))
            let outcome = await shell.type("p2p pnrp peer add registration 0.a * comment=new \(tail)")
            #expect(outcome.status == .failed)
            let comments = try await shell.services.persistentRegistrations().map(\.order.comment)
            #expect(comments == [before.order.comment], "\(tail)")
        }
    }

    @Test(
        "in offline mode, changes of what is kept wait for commit (netsh 6.9)",
        arguments: [
            ("add registration 0.b", false), ("add registration 0.b persistent=yes", true),
            ("add registration 0.a persistent=no replace=yes", true), ("add registration 0.a replace=yes", true),
            ("delete registration 0.a", true),
        ])
    func offline(line: String, waits: Bool) async {
        let lines = ["offline", "p2p pnrp peer \(line)"]
        let shell = TypedShell(.init(clouds: [.traders], kept: [kept("0.a")]))
        #expect(await shell.type(lines).status == .success)
        #expect(shell.services.log.isEmpty == waits)
        let committing = TypedShell(.init(clouds: [.traders], kept: [kept("0.a")]))
        #expect(await committing.type(lines + ["commit"]).status == .success)
        #expect(!committing.services.log.isEmpty)
    }

    @Test("changing what is published keeps it kept, unless persistent=no")
    func replace() async {
        let shell = TypedShell(.init(clouds: [.traders], kept: [kept("0.a"), kept("0.b", "Elsewhere_")]))
        _ = await shell.type("p2p pnrp peer add registration 0.a replace=yes")
        _ = await shell.type("p2p pnrp peer add registration 0.b replace=yes")
        _ = await shell.type("p2p pnrp peer add registration 0.a replace=yes persistent=no")
        #expect(
            shell.services.log == [
                "register 0.a in Global_", "keep 0.a in Global_", "register 0.b in Global_", "register 0.a in Global_",
                "forget 0.a in Global_",
            ])
    }

    @Test("delete registration forgets: published or not, its cloud here or not")
    func delete() async {
        let everything = [kept("0.a"), kept("0.a", link.name), kept("0.b", "eth7", hasCloud: false)]
        let shell = TypedShell(.init(clouds: [.traders, link], kept: everything))
        let delete = "p2p pnrp peer delete registration"
        #expect(await shell.type("\(delete) 0.a Global_").status == .success)
        #expect(await shell.type("\(delete) 0.a Global_").status == .notFound)
        #expect(await shell.type("\(delete) 0.a").status == .success)
        #expect(await shell.type("\(delete) 0.b").status == .success)
        #expect(await shell.type("\(delete) 0.b").status == .notFound)

        let all = TypedShell(.init(clouds: [link], kept: everything), settings: SessionSettings(assumesYes: true))
        #expect(await all.type("\(delete) * \(link.name)").status == .success)
        #expect(await all.type("p2p dump").answers.contains("peername=0.a cloud=Global_"))
        #expect(await all.type("\(delete) *").status == .success)
        #expect(await !all.type("p2p dump").answers.contains("add registration"))
    }

    @Test("delete registration takes the cloud that show registration prints for one that is not here")
    func absent() async throws {
        let shell = TypedShell(
            .init(clouds: [.traders], kept: [kept("0.a"), kept("0.b", "eth9", hasCloud: false)]),
            settings: SessionSettings(assumesYes: true))
        #expect(await shell.type("p2p pnrp peer delete registration 0.a eth9").status == .notFound)
        #expect(await shell.type("p2p pnrp peer delete registration 0.b eth9").status == .success)
        #expect(await shell.type("p2p pnrp peer delete registration * eth9").status == .notFound)
        #expect(try await shell.services.persistentRegistrations().map(\.order.cloud) == ["Global_"])
    }

    @Test("the question before everything is deleted counts what is published and what is kept")
    func question() async {
        let shell = TypedShell(
            .init(
                clouds: [.traders], names: [.plain("0.c", in: "Global_")],
                kept: [kept("0.a"), kept("0.b", "eth9", hasCloud: false)]))
        let invocation = ["p2p", "pnrp", "peer", "delete", "registration", "*"]
        #expect(
            await shell.start(invocation).diagnostics.contains(
                "Names published by this process: 1; kept for every session: 2."))
    }

    @Test("show registration tells what is kept, and what of it is published")
    func show() async {
        var published = RegisteredName.traderChat
        published.isPersistent = true
        let shell = TypedShell(
            .init(
                clouds: [.traders], names: [published],
                kept: [kept("0.quickreturntraderchat"), kept("0.b", "eth7", hasCloud: false)]))
        #expect(
            await shell.type("p2p pnrp peer show registration").answers == """
                Name                     Cloud    State          Lifetime    Comment
                -----------------------  -------  -------------  ----------  -------
                0.quickreturntraderchat  Global_  OK             persistent  a?????????
                0.b                      eth7     Not published  persistent  hi

                """)
        #expect(
            await shell.type("p2p pnrp peer show registration 0.b", format: .json).answers == """
                [{"cloud":"eth7","comment":"hi","endpoints":[],"identity":null,"lifetime":"persistent",\
                "name":"0.b","p2pId":null,"payload":null,"persistent":true,"pnrpId":null,"port":80,\
                "serviceLocation":null,"state":"Not published"}]

                """)
        #expect(
            await shell.type("p2p pnrp peer show registration 0.b", format: .terse).answers
                == "0.b:eth7:Not published:persistent:hi\n")
    }

    @Test("a dump makes them again, in full words; one whose cloud is not here is a remark")
    func dump() async {
        var order = RegistrationOrder(
            name: peer("0.my chat"), cloud: link.name, comment: #"say "hi" \ 'you'"#,
            endpoints: [
                ApplicationEndpoint(address: address("2001:db8::7"), port: 80),
                ApplicationEndpoint(address: address("fe80::1"), port: 0, protocolNumber: 17),
            ], port: 7, payload: .string("a=b #c \u{202E}x"), identity: "2460f44f457b670116f55709f3e6324dd12ad70e.P")
        let first = PersistentRegistration(order: order)
        (order.name, order.endpoints, order.payload, order.identity) = (peer("0.b"), [], .binary([0, 255]), nil)
        (order.comment, order.cloud) = (nil, "eth7")
        let second = PersistentRegistration(order: order, hasCloud: false)
        let shell = TypedShell(.init(clouds: [link], kept: [first, second]))
        let lines = await shell.type("p2p pnrp peer dump").answers.split(separator: "\n")
        #expect(
            lines.contains(
                #"add registration peername="0.my chat" cloud=LinkLocal_ff00::%8/8 comment="say \"hi\" \\ 'you'" "#
                    + "address=[2001:db8::7]:80/tcp address=[fe80::1]:0/udp payload=\"a=b #c \u{202E}x\" "
                    + "identity=2460f44f457b670116f55709f3e6324dd12ad70e.P persistent=yes replace=yes"))
        #expect(
            lines.contains(
                "# There is no interface eth7 now: add registration peername=0.b cloud=eth7 port=7 payloadhex=00ff "
                    + "persistent=yes replace=yes"))
    }

    @Test("a control character cannot make two lines of one")
    func forged() async {
        let order = RegistrationOrder(name: peer("0.a"), cloud: "Global_", comment: "x\"\nexit\n")
        let shell = TypedShell(.init(clouds: [.traders], kept: [PersistentRegistration(order: order)]))
        let lines = await shell.type("p2p pnrp peer dump").answers.split(separator: "\n")
        #expect(!lines.contains("exit"))
        #expect(lines.contains { $0.hasPrefix("# add registration") && $0.contains(#"\x0aexit\x0a"#) })
    }
}
