import Collaboration
import CommandTree
import FileTesting
import Foundation
import Glibc
import PeerBase
import PeerEngine
import Shell
import ShellCommands
import Testing

/// What the transcripts of `p2p collab` do not show: who is meant, what is asked, and how things end.
@Suite("Collaboration, typed") struct CollaborationTests {
    private static let chat = "\(CollaborationFixture.chat)"

    private func world(_ change: (inout ScriptedCollaboration) -> Void = { _ in }) -> ScriptedServices.Script {
        var script = ScriptedServices.Script()
        script.collaboration = .everyday
        change(&script.collaboration)
        return script
    }

    // MARK: Signing in

    @Test("the first time, what becomes visible is shown, the fingerprint included, and a yes signs in")
    func agreeing() async {
        let shell = TypedShell(world { $0.isAgreed = false })
        let outcome = await shell.type("p2p collab signin", answering: "yes")
        #expect(outcome.status == .success)
        for words in ["Nickname:       alice", "Host name:      desktop", "192.0.2.7 ", "fingerprint of your key"] {
            #expect(outcome.answers.replacing("\n", with: " ").contains(words), "\(outcome.answers)")
        }
        #expect(!outcome.answers.contains("]:") && !outcome.answers.contains(":5358"))
        #expect(shell.services.log == ["sign in 1"])
    }

    @Test(
        "nobody agrees to what was not shown: programs get the answer, the person the notice",
        arguments: [.json, .terse] as [OutputSettings.Format])
    func noticeBeside(format: OutputSettings.Format) async {
        let shell = TypedShell(world { $0.isAgreed = false })
        let outcome = await shell.type("p2p collab signin", answering: "yes", format: format)
        #expect(outcome.diagnostics.contains("Nickname:       alice"))
        #expect(!outcome.answers.contains("Nickname"))
        let imported = await TypedShell(world()).type(
            "p2p collab contact import cardhex=00", answering: "no", format: format)
        #expect(imported.diagnostics.contains("Nickname:       Chris"))
    }

    @Test("a no is the refusal of the original, and nothing has happened")
    func declining() async {
        let shell = TypedShell(world { $0.isAgreed = false })
        let outcome = await shell.type("p2p collab signin", answering: "no")
        #expect(outcome.diagnostics.hasPrefix("Peer collaboration SignIn failed.\nThe notice"))
        #expect(outcome.diagnostics.contains("(0x80637004)\n"))
        #expect(shell.services.log == [])
    }

    @Test("nobody there to ask: accept=yes and --yes agree, silence does not")
    func script() async {
        let quiet = TypedShell(world { $0.isAgreed = false })
        let unasked = await quiet.type("p2p collab signin")
        #expect(unasked.status == .usage && unasked.diagnostics.hasSuffix("Hint: accept=yes agrees in advance.\n"))
        #expect(quiet.services.log == [])
        let accepting = TypedShell(world { $0.isAgreed = false })
        #expect(await accepting.type("p2p collab signin accept=yes").status == .success)
        let yes = TypedShell(world { $0.isAgreed = false }, settings: SessionSettings(assumesYes: true))
        #expect(await yes.type("p2p collab signin").status == .success)
    }

    @Test("without IPv6 it is a warning, and done (collab 8.3)")
    func noIPv6() async {
        let outcome = await TypedShell(world { $0.lacksIPv6 = true }).type("p2p collab signin")
        #expect(outcome.status == .success && outcome.answers == "Ok.\n")
        #expect(outcome.diagnostics.contains("no IPv6 addresses available at this time. (0x00630005)"))
    }

    @Test("given to the program it ends with the process, which is said")
    func oneShot() async {
        let outcome = await TypedShell(world(), isOneShot: true).start("p2p", "collab", "signin")
        #expect(outcome.diagnostics == "Hint: You are signed out now, with the end of this process. Sessions stay.\n")
    }

    @Test(
        "as anyone, for ten minutes unless told otherwise",
        arguments: [
            ("anyone", "accept anyone until 1785579000000 firstUse ask"),
            ("anyone for=0", "accept anyone firstUse ask"), ("contacts", "accept contacts firstUse ask"),
            ("nobody mintrust=file", "accept nobody file ask"),
        ])
    func accepting(line: String, log: String) async {
        let shell = TypedShell(world { $0.settings = CollaborationSettings() })
        #expect(await shell.type("p2p collab set accept \(line)").status == .success)
        #expect(shell.services.log == [log])
    }

    // MARK: Two lines

    @Test("errors have what failed and why, the code in the second line; in JSON one message")
    func twoLines() async {
        let out = world { $0.status.scope = .none }
        let text = await TypedShell(out).type("p2p collab show people")
        #expect(
            text.diagnostics
                == "The operation requires the user to be signed in. (0x80637003)\nHint: 'p2p collab signin' signs in.\n"
        )
        let alone = await TypedShell(out, isOneShot: true).start("p2p", "collab", "show", "people")
        #expect(
            alone.diagnostics
                == "p2psh: The operation requires the user to be signed in. (0x80637003)\nHint: One run signs in and asks: "
                + #"printf 'p2p collab signin accept=yes\np2p collab show people wait=3\n' | p2psh"# + "\n")
        let register = "p2p collab application add \(CollaborationFixture.note) /bin/x type=allusers"
        let denied = await TypedShell(world()).start(
            ["p2p", "collab"] + register.split(separator: " ").dropFirst(2).map(String.init))
        #expect(
            denied.diagnostics
                == "p2psh: Peer collaboration register application failed.\nAccess is denied. (0x80070005)\n")
    }

    @Test("every code has a sentence and a name", arguments: CollaborationError.Code.allCases)
    func codes(code: CollaborationError.Code) {
        let failure = CommandFailure(CollaborationError("It failed.", .code(code)))
        #expect(failure.lines.count == 2 && failure.lines[0] == "It failed.")
        #expect(failure.lines[1].hasSuffix(")") && failure.lines[1].contains(". (0x"))
        #expect(CommandFailure(CollaborationError("", .code(code))).lines.count == 1)
    }

    // MARK: Who is meant

    @Test("two people with one nickname: both are listed, and neither is taken")
    func twins() async {
        let first = Person.called("Amit2", "aaaa0000-0000-4000-8000-000000000001")
        let second = Person.called("amit2", "bbbb0000-0000-4000-8000-000000000002")
        let shell = TypedShell(world { $0.people = [first, second] })
        let outcome = await shell.type("p2p collab show person Amit2")
        #expect(outcome.status == .failed)
        #expect(
            outcome.diagnostics == """
                More than one match for 'Amit2':
                  aaaa0000-0000-4000-8000-000000000001  "Amit2" near you at "somewhere", Unknown
                  bbbb0000-0000-4000-8000-000000000002  "amit2" near you at "somewhere", Unknown
                Hint: The first digits of an id or of a peer name mean one of them.

                """)
        #expect(await shell.type("p2p collab show person bbbb").status == .timedOut)
    }

    @Test("a stranger who is called like a contact makes a question; the contact near us does not")
    func imitation() async {
        let impostor = Person.called("Amit Bahree", "cccc0000-0000-4000-8000-000000000003")
        let line = "p2p collab invitation send \"Amit Bahree\" \(Self.chat)"
        let attacked = TypedShell(world { $0.people = [.amit, impostor] })
        let outcome = await attacked.type(line)
        #expect(outcome.status == .failed && outcome.diagnostics.hasPrefix("More than one match for 'Amit Bahree':\n"))
        #expect(attacked.services.log == [])
        let usual = TypedShell(world())
        #expect(await usual.type("p2p collab invitation send Amit2 \(Self.chat)").status == .success)
        #expect(usual.services.log.first?.hasPrefix("invite to contact(") == true)
    }

    @Test("#2 is the second of the last list, and nobody before there was one")
    func numbers() async {
        let shell = TypedShell(world())
        #expect(await shell.type("p2p collab show person #1").status == .notFound)
        #expect(await shell.type(["p2p collab show people", "p2p collab show person #1"]).status == .success)
        #expect(await shell.type(["p2p collab show people", "p2p collab show person #3"]).status == .notFound)
    }

    @Test("a nickname cannot be taken for more than one")
    func quotes() async {
        let name = "Amit2\" (Verified contact) to start \"Chat"
        let environment = CommandEnvironment(services: ScriptedServices(world()))
        let event = CollaborationEvent(time: 0, occurrence: .invited(.stranger(name)))
        let lines = environment.announcement(of: event).map(\.text)
        #expect(lines.count == 3 && lines[0].isEmpty)
        #expect(
            lines[1].hasPrefix("Invitation 5 from \"Amit2' (Verified contact) to start 'Chat\" (unknown person at ["))
        var record = InvitationRecord.incoming
        record.name = "Amit2 (Verified contact)"
        let known = environment.announcement(of: CollaborationEvent(time: 0, occurrence: .invited(record)))
        #expect(known[1].text.hasPrefix("Invitation 3 from \"Amit2 (Verified contact)\" (Verified contact) to start "))
    }

    // MARK: Invitations

    @Test(
        "how an invitation ends is its exit code",
        arguments: [
            (.accepted, nil, "Invitation accepted.\n", .success),
            (.declined, "user", "Invitation declined.\n", .notFound),
            (
                .declined, "notregistered", "Invitation declined (the application is not registered there).\n",
                .notFound
            ), (.expired, "noanswer", "Invitation expired.\n", .timedOut),
            (.canceled, nil, "Invitation canceled.\n", .unreachable),
        ] as [(InvitationRecord.State, String?, String, Status)])
    func endings(state: InvitationRecord.State, reason: String?, text: String, status: Status) async {
        let shell = TypedShell(world { $0.ending = (state, reason) })
        let outcome = await shell.type("p2p collab invitation send Amit2 \(Self.chat)")
        #expect(outcome.answers == text && outcome.status == status)
    }

    @Test(
        "every failure is 1, whatever it is elsewhere",
        arguments: [.connectionFailed, .timeout, .notFound]
            as [CollaborationError.Code])
    func failures(code: CollaborationError.Code) async {
        let error = EngineError.collaboration(
            CollaborationError("Peer collaboration send invite failed.", .code(code)))
        let shell = TypedShell(world { $0.invitingFails = error })
        let outcome = await shell.type("p2p collab invitation send Amit2 \(Self.chat)")
        #expect(outcome.status == .failed)
        #expect(outcome.diagnostics.hasPrefix("Peer collaboration send invite failed.\n"))
        let failed = TypedShell(world { $0.ending = (.failed, "launchfailed") })
        let end = await failed.type("p2p collab invitation send Amit2 \(Self.chat)")
        #expect(end.status == .failed && end.diagnostics.contains("the program could not be started there"))
    }

    @Test("Ctrl-C takes it back")
    func canceling() async {
        let shell = TypedShell(world { $0.ending = nil }, clock: ScriptedClock(.stands))
        let outcome = await shell.interrupt("p2p collab invitation send Amit2 \(Self.chat)") {
            [services = shell.services] in
            services.log.contains { $0.hasPrefix("invite to ") }
        }
        #expect(outcome == Outcome(answers: "Invitation canceled.\n", diagnostics: "", status: .unreachable))
        #expect(shell.services.log.last == "canceled 4")
    }

    @Test("16384 bytes of data pass, one more does not (collab 13.8)")
    func data() async throws {
        let folder = try TemporaryFolder()
        for (count, status) in [(16_384, Status.success), (16_385, .usage)] {
            try folder.write(String(repeating: "x", count: count), to: "data")
            let shell = TypedShell(world())
            let outcome = await shell.type(
                "p2p collab invitation send Amit2 \(Self.chat) datafile=\(folder.path(of: "data"))")
            #expect(outcome.status == status)
        }
        let long = String(repeating: "x", count: 256)
        let line = "p2p collab invitation send Amit2 \(Self.chat) message="
        #expect(await TypedShell(world()).type(line + long).status == .usage)
        #expect(await TypedShell(world()).type(line + long.dropLast()).status == .success)
    }

    @Test("a file that may not be read or written is not permitted, one that is not there not found")
    func files() async throws {
        let folder = try TemporaryFolder()
        try folder.write("x", to: "closed", permissions: 0)
        // Everything is open to root but what the kernel keeps closed itself.
        let isRoot = geteuid() == 0
        let closed = isRoot ? "/proc/sys/vm/compact_memory" : folder.path(of: "closed")
        let shut = isRoot ? "/sys/p2psh" : "/p2psh"
        let object = "\(CollaborationFixture.note)"
        for line in [
            "contact import ", "object set \(object) datafile=", "invitation send Amit2 \(Self.chat) datafile=",
        ] {
            let denied = await TypedShell(world()).type("p2p collab \(line)\(closed)")
            #expect(denied.status == .notPermitted && denied.diagnostics.contains("'\(closed)' cannot be read ("))
            let missing = await TypedShell(world()).type("p2p collab \(line)\(folder.path(of: "missing"))")
            #expect(missing.status == .notFound && missing.diagnostics.contains("missing' was not found."))
        }
        for line in ["contact export \(shut)", "object show id=\(object) out=\(shut)"] {
            let denied = await TypedShell(world()).type("p2p collab \(line)")
            #expect(denied.status == .notPermitted && denied.diagnostics.contains("'\(shut)' cannot be written ("))
        }
    }

    @Test("a file that is there is replaced when that is wished, and nothing but a file")
    func replacingFiles() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path(of: "alice.p2pcontact")
        #expect(await TypedShell(world()).type("p2p collab contact export \(path)").status == .success)
        let again = await TypedShell(world()).type("p2p collab contact export \(path)")
        #expect(again.status == .failed && again.diagnostics.contains("exists already.\nHint: force=yes replaces it."))
        try folder.write("old", to: "alice.p2pcontact")
        #expect(await TypedShell(world()).type("p2p collab contact export \(path) force=yes").status == .success)
        #expect(try folder.text(of: "alice.p2pcontact") != "old")
        try FileManager.default.createSymbolicLink(atPath: folder.path(of: "link"), withDestinationPath: path)
        for special in [folder.path(of: "link"), folder.path] {
            let refused = await TypedShell(world()).type("p2p collab contact export \(special) force=yes")
            #expect(refused.status == .failed && refused.diagnostics.contains("it stays as it is"))
        }
        #expect(try folder.names(below: "") == ["alice.p2pcontact", "link"])
    }

    @Test("what is waited for is not told twice; what is not is told as an event")
    func announcing() async {
        let services = ScriptedServices(world())
        let environment = CommandEnvironment(services: services)
        var ended = InvitationRecord.outgoing
        ended.state = .accepted
        let event = CollaborationEvent(time: 0, occurrence: .invitationEnded(ended))
        #expect(
            environment.announcement(of: event).map(\.text) == [
                "Invitation 4 to Amit Bahree (Verified contact) accepted."
            ])
        var answered = InvitationRecord.incoming
        answered.state = .accepted
        #expect(environment.announcement(of: .init(time: 0, occurrence: .invitationEnded(answered))).isEmpty)
        answered.state = .canceled
        #expect(
            environment.announcement(of: .init(time: 0, occurrence: .invitationEnded(answered))).map(\.text)
                == ["Invitation 3 from Amit2 (Verified contact) canceled."])
    }

    @Test("a number that nobody gave is not found", arguments: ["accept", "decline", "cancel"])
    func unknownInvitation(verb: String) async {
        let outcome = await TypedShell(world()).type("p2p collab invitation \(verb) 9")
        #expect(outcome.status == .notFound)
        #expect(outcome.diagnostics.hasPrefix("There is no invitation 9 "))
        #expect(outcome.diagnostics.hasSuffix("(0x80070490)\n"))
    }

    // MARK: Applications

    @Test("replace=yes puts the new one in the place of the old, and keeps the old where the new one is refused")
    func replacing() async {
        let add = "p2p collab application add \(Self.chat)"
        let shell = TypedShell(world())
        #expect(await shell.type("\(add) /usr/games/other").status == .failed)
        #expect(await shell.type("\(add) games/other replace=yes").status != .success)
        #expect(shell.services.script.collaboration.applications.first == .chat)
        #expect(await shell.type("\(add) /usr/games/other replace=yes").status == .success)
        #expect(shell.services.script.collaboration.applications.map(\.path) == ["/opt/meeting", "/usr/games/other"])
    }

    @Test("data too long for a line of a dump are left out with a remark, and nothing else is")
    func largeData() async throws {
        var large = Application.chat
        large.data = [UInt8](repeating: 7, count: 16_384)
        let script = await TypedShell(world { [large] in $0.applications = [large] })
            .type("p2p collab application dump").answers
        #expect(script.contains("# The data of application \(Self.chat) is too long for a line"))
        let folder = try TemporaryFolder()
        try folder.write(script, to: "saved.p2p")
        let fresh = TypedShell(world { $0.applications = [] })
        #expect(await fresh.type("exec \(folder.path(of: "saved.p2p"))").status == .success)
        #expect(fresh.services.script.collaboration.applications == [.chat])
    }

    @Test("what comes slowly through a pipe is waited for")
    func slowPipe() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path(of: "pipe")
        try #require(mkfifo(path, 0o600) == 0)
        let pipe = open(path, O_RDWR | O_CLOEXEC)
        defer { close(pipe) }
        _ = write(pipe, "<", 1)
        Thread.detachNewThread {
            var left: Int32 = 1
            while ioctl(pipe, UInt(FIONREAD), &left) == 0, left > 0 { sched_yield() }
            _ = write(pipe, [UInt8](repeating: 0x20, count: 20_000), 20_000)
        }
        let outcome = await TypedShell(world()).type("p2p collab contact import \(path)")
        #expect(outcome.status == .usage && outcome.diagnostics.contains("has more than 16384 bytes"))
    }

    @Test("codes have eight digits, and an invitation is told however quiet it is")
    func events() async {
        let ended = CollaborationEvent.Occurrence.requestEnded(.contact(CollaborationFixture.amitName), 0x63_0005)
        let outcome = await TypedShell(world { $0.events = [ended] }).type("p2p collab show events", format: .json)
        #expect(outcome.answers.contains("\"0x00630005\""))
        #expect(CollaborationEvent(time: 0, occurrence: .invited(.incoming)).isQuestion)
        #expect(!CollaborationEvent(time: 0, occurrence: ended).isQuestion)
    }

    // MARK: Contacts

    @Test("a comparison of digits takes a person: --yes does not answer it, and no is a no")
    func verifying() async {
        let yes = TypedShell(world(), settings: SessionSettings(assumesYes: true))
        #expect(await yes.type("p2p collab contact verify Amit2").status == .notPermitted)
        // What was typed before the digits were there says nothing about them.
        let typist = Typist(["yes"], answers: ["perhaps", "no"])
        let no = await TypedShell(world(), typist: typist).type("p2p collab contact verify Amit2")
        #expect(no.status == .failed && no.answers.contains("123 456"))
        #expect(
            typist.questions
                == Array(repeating: "Are these the digits on the other screen too? (yes/no) ", count: 2))
        let early = await TypedShell(world(), typist: Typist(["yes"])).type("p2p collab contact verify Amit2")
        #expect(early.status == .failed)
        let agreed = await TypedShell(world(), typist: Typist(answers: ["yes"])).type(
            "p2p collab contact verify Amit2")
        #expect(agreed.status == .success && agreed.answers.hasSuffix("is verified: the key is theirs.\n"))
        let silent = TypedShell(world { $0.digits = nil }, typist: Typist(answers: ["yes"]))
        #expect(await silent.type("p2p collab contact verify Amit2").status == .timedOut)
    }

    @Test("an export does not overwrite without force=yes")
    func export() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path(of: "me.p2pcontact")
        let shell = TypedShell(world())
        #expect(await shell.type("p2p collab contact export \(path)").status == .success)
        let again = await shell.type("p2p collab contact export \(path) Amit2")
        #expect(again.status == .failed && again.diagnostics.contains("Hint: force=yes replaces it."))
        #expect(try String(contentsOfFile: path, encoding: .utf8).contains(ContactCard.me.peerName))
        #expect(await shell.type("p2p collab contact export \(path) Amit2 force=yes").status == .success)
        #expect(try String(contentsOfFile: path, encoding: .utf8).contains(ContactCard.amit.peerName))
    }

    @Test("an import asks on a terminal; a no keeps nothing, and what is there already is told as 3.6 has it")
    func importing() async {
        let no = TypedShell(world())
        let refused = await no.type("p2p collab contact import cardhex=00", answering: "no")
        #expect(refused.diagnostics == "Nothing was changed.\n" && refused.answers.contains("Nickname:       Chris"))
        #expect(no.services.log == [])
        let twice = TypedShell(world { $0.card = .amit })
        let outcome = await twice.type("p2p collab contact import cardhex=00")
        #expect(
            outcome.diagnostics
                == "Peer collaboration add contact failed. Contact already exists in contact manager.\n")
        #expect(await twice.type("p2p collab contact import cardhex=00 ifmissing=yes").status == .success)
    }

    @Test("a dump that is run makes contacts and settings again")
    func dump() async throws {
        let folder = try TemporaryFolder()
        let script = await TypedShell(world()).type("p2p collab dump").answers
        try folder.write(script, to: "saved.p2p")
        let fresh = TypedShell(
            world { world in
                (world.contacts, world.applications, world.card) = ([], [], .amit)
                world.settings = CollaborationSettings()
            })
        let outcome = await fresh.type("exec \(folder.path(of: "saved.p2p"))")
        #expect(outcome.status == .success, "\(outcome.diagnostics)")
        let kept = fresh.services.script.collaboration
        #expect(kept.contacts.map(\.card) == [.amit] && kept.contacts.allSatisfy { $0.isWatched && $0.isAllowed })
        #expect(kept.applications == [.chat])
        #expect(kept.settings.endpointName == "desk \"top\"" && kept.settings.automaticSignIn == .nearMe)
        #expect(kept.settings.acceptance.minimumTrust == .verified && kept.settings.acceptance.whenBusy == .decline)
    }

    @Test(
        "a dump makes nobody more trusted than he was",
        arguments: [(Trust.firstUse, Trust.firstUse), (.file, .file), (.verified, .file)])
    func dumpedTrust(before: Trust, after: Trust) async throws {
        var contact = Contact.amit
        contact.trust = before
        let script = await TypedShell(world { [contact] in $0.contacts = [contact] }).type("p2p collab contact dump")
            .answers
        #expect(script.contains("# \(contact.card.peerName) was Verified") == (before == .verified))
        let folder = try TemporaryFolder()
        try folder.write(script, to: "saved.p2p")
        let fresh = TypedShell(world { ($0.contacts, $0.card) = ([], .amit) })
        #expect(await fresh.type("exec \(folder.path(of: "saved.p2p"))").status == .success)
        #expect(fresh.services.script.collaboration.contacts.map(\.trust) == [after])
    }

    @Test("Tab offers people, contacts and applications")
    func candidates() {
        let environment = CommandEnvironment(services: ScriptedServices(world()))
        let completer = Completer(
            at: ContextPath(root: .p2psh), provider: { source, _ in environment.candidates(from: source) })
        #expect(completer.complete("p2p collab show person Ch").insertion == "ris ")
        #expect(completer.complete("p2p collab invitation send Chris 81").insertion == Self.chat.dropFirst(2) + " ")
        #expect(completer.complete("p2p collab contact delete Am").insertion.isEmpty == false)
    }
}
