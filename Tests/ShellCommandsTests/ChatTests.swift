import CommandTree
import Mesh
import PeerEngine
import Shell
import Testing

@testable import ShellCommands

@Suite("p2p mesh chat") struct ChatTests {
    /// What is shown of a chat in a mesh that is joined for it.
    private func chat(
        _ lines: [String], line: String = "p2p mesh chat traders", format: OutputSettings.Format = .text,
        _ change: (inout ScriptedMeshes) -> Void = { _ in }
    ) async -> (shown: [String], log: [String], status: Status) {
        var script = ScriptedServices.Script()
        script.meshes.members = [.alice, .other("bob")]
        change(&script.meshes)
        let shell = TypedShell(script, typist: Typist(lines))
        let outcome = await shell.type(line, format: format)
        return (outcome.answers.split(separator: "\n").map(String.init), shell.services.log, outcome.status)
    }

    @Test("the mesh is joined, lines are said, and the mesh is left")
    func course() async {
        let chat = await chat(["good morning", "", "//slash", "/me waves", "/quit", "unsaid"])
        #expect(
            chat.log == [
                "join traders as alice message modern", "say 'good morning' in traders", "say '/slash' in traders",
                "say '/me waves' in traders", "leave traders",
            ])
        #expect(chat.shown.first == "* You are alice in traders. /help shows what can be typed, /quit ends it.")
        #expect(chat.shown.last == "* The mesh was left.")
        #expect(chat.status == .success)
    }

    @Test("one's own lines stand behind one's own name")
    func prompt() async {
        let typist = Typist(["/nick alice2"])
        _ = await TypedShell(typist: typist).type("p2p mesh chat traders")
        #expect(typist.questions == ["<alice> ", "<alice2> "])
        let other = Typist([])
        _ = await TypedShell(typist: other).type("p2p mesh chat traders Zażółć")
        #expect(other.questions == ["> "])
    }

    @Test(
        "what others say and do",
        arguments: [
            (.said("hi"), ["<bob> hi"]), (.said("/me waves"), ["* bob waves"]),
            (.said("hush", privately: true), ["*bob* hush"]), (.said("hi", isHistory: true), ["(earlier) <bob> hi"]),
            (.said("hi", missing: 1), ["* 1 message of bob did not come.", "<bob> hi"]),
            (
                .said("hi", missing: 9, isNicknameTaken: true),
                ["* 9 messages of bob#b0b0 did not come.", "<bob#b0b0> hi"]
            ),
            (.said("hi", isHistory: true, missing: 9), ["(earlier) <bob> hi"]),
            (.said("hi", by: "bob> hi <eve"), ["<bob__hi__eve> hi"]), (.said("a\nb", by: ""), ["<?> a\\x0ab"]),
            (.happened(.wentOnline), ["* Online: others are here."]),
            (.happened(.wentOffline), ["* Offline: nobody else is here now."]),
            (.happened(.memberJoined(.made(of: 0xC0), nickname: "carol")), ["* carol joined."]),
            (.happened(.memberLeft(.made(of: 0xC0), nickname: "carol", isSilent: false)), ["* carol left."]),
            (
                .happened(.memberLeft(.made(of: 0xC0), nickname: "carol", isSilent: true)),
                ["* carol is gone without a word."]
            ),
            (
                .happened(.nicknameTaken(.made(of: 0xC0), nickname: "bob")),
                ["* Another member calls itself bob too; it is shown as bob#c0c0."]
            ),
            (.lost(2), ["* 2 events are missing here: too much happened at once."]),
            (
                .happened(.admissionRefused(PublishedPlace.one, .notAdmitted)),
                ["* Somebody with another password or certificate was not let in."]
            ),
            (
                .happened(.dialFailed(PublishedPlace.one, .mismatch("its mode is none."))),
                ["* Somebody here is set up differently: its mode is none."]
            ),
            (.happened(.dialFailed(PublishedPlace.one, .unreachable)), []),
        ] as [(MeshEvent.Occurrence, [String])])
    func occurrences(occurrence: MeshEvent.Occurrence, lines: [String]) async {
        let chat = await chat([]) { $0.events = [occurrence] }
        #expect(chat.shown.dropFirst() == lines[...] + ["* The mesh was left."])
    }

    @Test("a wrong password is told as such, once for each who refuses it (peer channel 19)")
    func wrongPassword() async {
        let chat = await chat([]) {
            $0.joining.isOnline = false
            $0.events = [PublishedPlace.one, PublishedPlace.one, PublishedPlace.other].map {
                .happened(.dialFailed($0, .notAdmitted))
            }
        }
        #expect(
            chat.shown.dropFirst() == [
                "* Looking for others ...", "* Your password or certificate was not accepted by 1 other.",
                "* Your password or certificate was not accepted by 2 others.", "* The mesh was left.",
            ])
    }

    @Test("who is there, and a word to one of them")
    func members() async {
        let chat = await chat(["/who", "/msg bob see you", "/msg carol see you", "/msg bob", "/nick two words"])
        #expect(
            chat.shown.dropFirst() == [
                "* alice (you), key a1a1a1a1a1a1a1a1", "* bob, key b0b0b0b0b0b0b0b0", "-> *bob* see you",
                "* Nobody called 'carol' is in the mesh 'traders'. 'p2p mesh show members traders' lists those who are.",
                "* It is typed so: /msg NICKNAME TEXT",
                "* A nickname has no blanks, and none of < > * ( ) # / \".", "* The mesh was left.",
            ])
        #expect(chat.log.contains("tell bob 'see you' in traders"))
        #expect(chat.status == .success)
    }

    @Test("what is no command is told, and /help tells what is")
    func help() async {
        let chat = await chat(["/frown", "/help"])
        #expect(chat.shown[1] == "* There is no command '/frown'. /help shows those there are.")
        #expect(chat.shown.contains("* /msg NICKNAME TEXT  Says something to one member, which nobody else can read."))
    }

    @Test("for programs every message and event is a document, the failures too")
    func json() async {
        let chat = await chat(["/frown"], format: .json) { $0.events = [.said("hi")] }
        #expect(
            chat.shown.contains(
                """
                {"from":"bob","history":false,"hops":1,"key":"\(String(repeating: "b0", count: 32))","mesh":"traders",\
                "missing":0,"private":false,"sameName":false,"text":"hi","time":"2026-08-01T10:00:00Z",\
                "type":"message"}
                """))
        #expect(
            chat.shown.contains { $0.contains(#""type":"failure""#) && $0.contains("There is no command '/frown'.") })
    }

    @Test("a mesh that was joined before stays joined, and is not joined anew")
    func joinedBefore() async {
        let line = "p2p mesh chat quickreturntraderchat bob"
        let chat = await chat([], line: line) { $0.joined = [.traders] }
        #expect(chat.log == ["rename to bob in quickreturntraderchat"])
        let other = await self.chat([], line: line + " mode=none") { $0.joined = [.traders] }
        #expect(other.log == [])
        #expect(other.status == .failed)
    }

    @Test("what cannot be joined is told as ever")
    func notJoined() async {
        let chat = await chat(["hi"]) { $0.joiningFails = .mesh(.unusableCredential("The key does not fit.")) }
        #expect(chat.status == .notPermitted)
        #expect(chat.log == [])
    }

    @Test("the password is asked for before the first line")
    func password() async {
        let typist = Typist(["hi"], secret: "hush")
        let shell = TypedShell(typist: typist)
        let outcome = await shell.type("p2p mesh chat traders mode=both")
        #expect(typist.questions == ["Password of the mesh 'traders': ", "<alice> ", "<alice> "])
        #expect(shell.services.log.first == "join traders as alice both modern password 'hush'")
        #expect(!(outcome.answers + outcome.diagnostics).contains("hush"))
    }

    @Test("Tab knows the commands and who is there")
    func candidates() async {
        let environment = CommandEnvironment(services: ScriptedServices(.everyday))
        let room = ChatRoom("quickreturntraderchat", nickname: "alice", nil, .zero, environment)
        _ = try? await room.dialogue.work(Conversation(isTyped: false, next: { nil }, show: { _ in }))
        #expect(room.dialogue.completion(of: "/q").insertion == "/quit ")
        #expect(room.dialogue.completion(of: "/msg b").insertion == "bob ")
    }

    @Test(
        "what a line means",
        arguments: [
            ("", .nothing), ("  ", .nothing), ("hi", .message("hi")), (" hi ", .message(" hi ")),
            ("//who", .message("/who")), ("/WHO", .command(.who, argument: "")),
            ("/msg  bob  a b", .command(.msg, argument: "bob  a b")), ("/whom", .unknown("/whom")),
            ("/", .unknown("/")),
        ] as [(String, ChatLine)])
    func meanings(line: String, meaning: ChatLine) {
        #expect(ChatLine(line) == meaning)
    }
}
