import CommandTree
import FileTesting
import Foundation
import Mesh
import PeerEngine
import Shell
import Testing

@testable import ShellCommands

@Suite("p2p mesh join") struct MeshJoinTests {
    private func log(_ line: String, _ script: ScriptedServices.Script = .init()) async -> [String] {
        let shell = TypedShell(script)
        #expect(await shell.type("p2p mesh \(line)").status == .success)
        return shell.services.log
    }

    @Test(
        "what is typed is what is ordered",
        arguments: [
            ("join Traders", "join traders as alice message modern"),
            ("join traders bob mode=none", "join traders as bob none modern"),
            ("join net.p2p://Traders/Stocks profile=classic", "join traders as alice message classic path Stocks"),
            (
                "join traders port=5555 resolver=[2001:db8::1]:5555,[fe80::1%7]:1 messagelimit=16384",
                "join traders as alice message modern port 5555 resolver [2001:db8::1]:5555%0 [fe80::1]:1%7 limit 16384"
            ),
            (
                "join traders certificate=/k/me.pem key=/k/me.key trustroots=/k/roots.pem",
                "join traders as alice both modern certificate /k/me.pem /k/me.key roots(\"/k/roots.pem\")"
            ),
        ])
    func orders(line: String, order: String) async {
        #expect(await log(line) == [order])
    }

    @Test(
        "what cannot be is refused before anything is done",
        arguments: [
            ("join 'two words'", "A mesh id is shaped like the name of a host"),
            ("join a..b", "A mesh id is shaped like the name of a host"),
            ("join traders 'two words'", "A nickname has no blanks"),
            ("join traders <bob>", "A nickname has no blanks"),
            ("join traders mode=none certificate=a key=b trustroots=c", "With mode=none a certificate is of no use."),
            ("join traders certificate=a", "certificate= needs key= beside it."),
            ("join traders certificate=a key=b", "certificate= needs either trustroots= or trustkeys="),
            ("join traders key=b", "key= goes with certificate=, which is missing."),
            ("join traders trustkeys=abc", "Hashes of 64 hex digits are expected"),
            ("join traders resolver=nowhere", "'nowhere' is no endpoint"),
            ("join traders resolver=[2001:db8::1]", "'[2001:db8::1]' is no endpoint"),
            ("join traders resolver=[fe80::1]:5", "needs a zone"),
            ("join traders mode=both", "There is nobody to ask: Password of the mesh 'traders':"),
            ("join traders password=hush", "A password does not stand on a line"),
        ])
    func refusals(line: String, sentence: String) async {
        let shell = TypedShell()
        let outcome = await shell.type("p2p mesh \(line)")
        #expect(outcome.status == .usage)
        #expect(outcome.diagnostics.contains(sentence), "\(outcome.diagnostics)")
        #expect(shell.services.log == [])
    }

    @Test("a password is asked for, and stands in no answer")
    func asked() async {
        let typist = Typist([], secret: "hush")
        let shell = TypedShell(typist: typist)
        let outcome = await shell.type("p2p mesh join traders mode=both")
        #expect(typist.questions == ["Password of the mesh 'traders': "])
        #expect(shell.services.log == ["join traders as alice both modern password 'hush'"])
        #expect(outcome.answers.contains("Mode:      both (password)\n"))
        #expect(!(outcome.answers + outcome.diagnostics).contains("hush"))
    }

    @Test("an empty password, and one that is not given, join nothing", arguments: ["", "  "])
    func empty(secret: String) async {
        let shell = TypedShell(typist: Typist([], secret: secret))
        #expect(await shell.type("p2p mesh join traders mode=both").status == .usage)
        let other = TypedShell(typist: Typist([]))
        #expect(await other.type("p2p mesh join traders mode=both").status == .interrupted)
        #expect(shell.services.log + other.services.log == [])
    }

    @Test("a password is the first line of its file, and a file makes the mesh a secured one")
    func file() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "password-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("hush hush\nnot this\n".utf8).write(to: URL(filePath: path))
        #expect(
            await log("join traders passwordfile=\(path)") == [
                "join traders as alice both modern password 'hush hush'"
            ])
        let refused = await TypedShell().type("p2p mesh join traders mode=message passwordfile=\(path)")
        #expect(refused.diagnostics.contains("With mode=message nobody is asked for a password"))
        try Data("\n".utf8).write(to: URL(filePath: path))
        #expect(await TypedShell().type("p2p mesh join traders passwordfile=\(path)").status == .usage)
        #expect(await TypedShell().type("p2p mesh join traders passwordfile=/nowhere").status == .notFound)
    }

    @Test("nobody there, and others who do not accept the password, are not the same")
    func alone() async {
        var script = ScriptedServices.Script()
        script.meshes.joining.isOnline = false
        let alone = await TypedShell(script).type("p2p mesh join traders")
        #expect(alone.diagnostics.contains("Nobody else was found yet"))
        script.meshes.joining.refusedAdmissions = 2
        script.meshes.joining.proof = .password(file: nil)
        let refused = await TypedShell(script).type("p2p mesh join traders")
        #expect(refused.diagnostics.contains("There are others, but the password was not accepted; 2 attempts failed."))
        #expect(refused.status == .success)
    }

    @Test("a second joining with other settings, a port that is taken, a bad certificate")
    func failures() async {
        for (error, sentence) in [
            (MeshError.joinedDifferently(mesh: "traders"), "The mesh 'traders' is joined with other settings."),
            (.cannotListen(port: 5555, reason: "It is taken."), "The TCP port 5555 cannot be used: It is taken."),
            (.unusableCredential("The certificate has expired."), "The certificate has expired."),
        ] {
            var script = ScriptedServices.Script()
            script.meshes.joiningFails = .mesh(error)
            let outcome = await TypedShell(script).type("p2p mesh join traders")
            #expect(outcome.diagnostics.contains(sentence))
            #expect(outcome.status != .success)
        }
    }

    @Test("what was joined can be joined again from a dump, which holds no secret")
    func dump() async throws {
        var script = ScriptedServices.Script()
        var secret = MeshSnapshot.traders
        (secret.meshID, secret.mode, secret.proof) = ("secrets", .transportWithMessageCredential, .password(file: nil))
        (secret.profile, secret.resolver, secret.path) = (.classic, "[2001:db8::1]:5555, [fe80::1%2]:1", "/a b")
        var certified = MeshSnapshot.traders
        (certified.meshID, certified.port) = ("certified", 5555)
        certified.proof = .certificate(chain: "/my files/me.pem", key: "/me.key", trust: .roots("/roots.pem"))
        script.meshes.joined = [.traders, secret, certified]
        #expect(
            await joins(in: TypedShell(script)) == [
                "join mesh=quickreturntraderchat nickname=alice mode=message wait=0",
                "# The password of 'secrets' is asked for; where nobody can type it, add passwordfile=FILE.",
                "join mesh=\"net.p2p://secrets/a b\" nickname=alice mode=both profile=classic "
                    + "resolver=\"[2001:db8::1]:5555, [fe80::1%2]:1\" wait=0",
                "join mesh=certified nickname=alice mode=message certificate=\"/my files/me.pem\" key=\"/me.key\" "
                    + "trustroots=\"/roots.pem\" port=5555 wait=0",
            ])
    }

    /// What a dump says about meshes.
    private func joins(in shell: TypedShell) async -> [String] {
        await shell.type("p2p mesh dump").answers.split(separator: "\n").map(String.init).filter {
            $0.contains("join ") || $0.contains("asked for")
        }
    }

    @Test("joined, dumped, run in a new process, dumped: the same, in every kind of mesh")
    func roundTrip() async throws {
        let folder = try TemporaryFolder()
        try folder.write("hush hush", to: "the password")
        let pin = String(repeating: "0a", count: 32)
        let wishes = [
            "join plain", "join ported port=7001", "join old profile=classic mode=none",
            "join net.p2p://deep/a/b Bob resolver=[2001:db8::1]:5555,[fe80::1%7]:9 messagelimit=16384",
            "join secured 'passwordfile=\(folder.path(of: "the password"))' port=7002",
            "join linked mode=transport 'passwordfile=\(folder.path(of: "the password"))'",
            "join typed mode=both port=7003", "join rooted certificate=me.pem key=me.key trustroots='all roots.pem'",
            "join pinned certificate=/me.pem key=/me.key trustkeys=\(pin),\(pin) mode=transport",
        ]
        let first = TypedShell(typist: Typist([], secret: "typed hush"))
        for wish in wishes { #expect(await first.type("p2p mesh \(wish)").status == .success, "\(wish)") }
        let dump = await first.type("p2p mesh dump").answers
        #expect(!dump.contains("hush"))
        #expect(dump.contains("certificate=\"\(FileManager.default.currentDirectoryPath)/me.pem\""))
        try folder.write(dump, to: "dump.p2p")

        let second = TypedShell(typist: Typist([], secret: "typed hush"))
        #expect(await second.type("exec \(folder.path(of: "dump.p2p"))").status == .success)
        #expect(second.services.log == first.services.log)
        #expect(await second.type("p2p mesh dump").answers == dump)
    }
}
