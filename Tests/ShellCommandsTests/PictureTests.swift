import CommandTree
import FileTesting
import Glibc
import PNRP
import PeerBase
import PeerEngine
import Shell
import Testing

@testable import ShellCommands

@Suite("Pictures of searches and of the last minutes") struct PictureTests {
    /// Where the fixtures' publisher is.
    private static let target = PeerID(1, 2, 3, 4)
    private let trace: [TraceStep] = [
        .at("2001:db8::1", 0, 0, .accepted),
        .at("2001:db8::2", 7, 2000, .unreachable, id: PeerID(0x0180_0000_0000_0000, 0, 0, 0)),
        .at("2001:db8::7", 256, 31, .deadEnd, id: Self.target),
        .at("2001:db8::7", 0, 30, .acceptedFinalInquire, id: Self.target),
    ]

    private func shell(_ outcome: ResolveOutcome) -> TypedShell {
        TypedShell(.init(clouds: [.traders], outcomes: ["Global_": .success(outcome)]))
    }

    private var found: TypedShell { shell(.found(at: [], trace: trace)) }

    // MARK: The way

    @Test("graph=yes draws the way below the path")
    func graph() async {
        let answers = await found.type("p2p pnrp peer traceroute 0.alice graph=yes").answers
        #expect(
            answers.hasSuffix(
                """
                [2001:0db8:0000:0000:0000:0000:0000:0007]:3540, (0), (30)

                ring ├3───────────────────────────────────────────────────────────────────────┤
                      ▲ target

                 # asked              bits                        time
                 1 [2001:db8::2]:3540    7 ██████████████          2 s █████████████ unreachable
                 2 [2001:db8::7]:3540  256 ███████████████████   31 ms ▎             dead end
                 3 [2001:db8::7]:3540  256 ███████████████████   30 ms ▎             proved

                """))
    }

    @Test("graph=ascii needs no other characters")
    func ascii() async {
        let answers = await found.type("p2p pnrp peer traceroute 0.alice graph=ascii").answers
        #expect(answers.contains("ring |3---"))
        #expect(answers.utf8.allSatisfy { $0 < 0x80 })
    }

    @Test("what this machine publishes itself is found without asking anybody")
    func ownName() async {
        let own = shell(.found(at: [], trace: [.at("2001:db8::1", 0, 0, .accepted, id: Self.target)]))
        let answers = await own.type("p2p pnrp peer traceroute 0.alice criteria=any graph=yes").answers
        #expect(answers.hasSuffix("\nNobody had to be asked: this machine publishes the name itself.\n"))
    }

    @Test("each cloud that was searched in vain has its own drawing")
    func severalClouds() async {
        let link = CloudSnapshot.link("LinkLocal_ff00::%8/8", 8)
        let step = TraceStep.at("fe80::2", 1, 1, .deadEnd, id: PeerID(0, 0, 0, 1))
        let outcome = ResolveOutcome.notFound([.at("fe80::1", 0, 0, .accepted), step])
        let shell = TypedShell(.init(clouds: [link, .traders], outcomes: [link.name: .success(outcome)]))
        let answers = await shell.type("p2p pnrp peer traceroute 0.alice graph=yes").answers
        #expect(answers.contains(" 1 [fe80::2]%8:3540"))
        #expect(answers.hasSuffix("Resolve Path in cloud Global_:\n\nNobody was asked.\n"))
    }

    // MARK: The file

    @Test("picture= draws the way into a file, and says where it is")
    func picture() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path(of: "alice.svg")
        let outcome = await found.type("p2p pnrp peer traceroute 0.alice picture=\(path)")
        #expect(outcome.answers.hasSuffix("\n\nPicture: \(path)\n"))
        let svg = try folder.text(of: "alice.svg")
        #expect(svg.hasPrefix("<?xml"))
        #expect(svg.contains("<title id=\"title\">The way to 0.alice in Global_</title>"))
        #expect(svg.contains("1: [2001:db8::2]:3540, 7 bits in common with the target, unreachable, 2 s."))
        #expect(svg.contains("\(Self.target)"))
    }

    @Test("the JSON tells the identifiers and where the picture is")
    func json() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path(of: "alice.svg")
        let answers = await found.type("p2p pnrp peer traceroute 0.alice picture=\(path)", format: .json).answers
        #expect(answers.contains("\"picture\":\"\(path)\""))
        #expect(answers.contains("\"targets\":[{\"cloud\":\"Global_\",\"pnrpId\":\"\(Self.target)\"}]"))
        #expect(answers.contains("\"matchingBits\":256,\"pnrpId\":\"\(Self.target)\""))
        #expect(try folder.names(below: "") == ["alice.svg"])
    }

    @Test("a file that exists is replaced only by replace=yes, and nobody searches in vain")
    func existing() async throws {
        let folder = try TemporaryFolder()
        try folder.write("precious" + String(repeating: ".", count: 100_000), to: "a.svg")
        let path = folder.path(of: "a.svg")
        let shell = found
        let refused = await shell.type("p2p pnrp peer traceroute 0.alice picture=\(path)")
        #expect(
            refused.diagnostics == """
                The file '\(path)' exists already.
                Hint: Give replace=yes to replace it, or choose another name.

                """)
        #expect(refused.status == .failed)
        #expect(try folder.text(of: "a.svg").hasPrefix("precious"))
        #expect(shell.services.queries.isEmpty)
        #expect(await shell.type("p2p pnrp peer traceroute 0.alice picture=\(path) replace=yes").status == .success)
        #expect(try folder.text(of: "a.svg").hasSuffix("</svg>\n"))
    }

    @Test("what is no file, and what is nowhere, is refused with a sentence, before anybody searches")
    func impossible() async throws {
        let folder = try TemporaryFolder()
        let shell = found
        let place = await shell.type("p2p pnrp peer traceroute 0.alice picture=\(folder.path) replace=yes")
        #expect(place.diagnostics == "'\(folder.path)' is no file that a picture could be written to.\n")
        let missing = folder.path(of: "no/a.svg")
        let nowhere = await shell.type("p2p pnrp peer traceroute 0.alice picture=\(missing)")
        #expect(
            nowhere.diagnostics
                == "The folder '\(folder.path)/no' of the picture cannot be written to (No such file or directory).\n")
        #expect(nowhere.status == .failed)
        let device = await shell.type("p2p pnrp peer traceroute 0.alice picture=/dev/null replace=yes")
        #expect(device.status == .failed)
        #expect(shell.services.queries.isEmpty)
    }

    @Test("a picture that cannot be written destroys nothing: not the old one, not a link to it")
    func failing() throws {
        let folder = try TemporaryFolder()
        try folder.write("precious", to: "old.svg", permissions: 0o640)
        #expect(symlink("old.svg", folder.path(of: "link.svg")) == 0)
        for name in ["old.svg", "link.svg"] {
            let file = try PictureFile(folder.path(of: name), replaces: true)
            let failure = #expect(throws: CommandFailure.self) { try file.write("half", by: { _, _ in ENOSPC }) }
            #expect(
                failure?.sentence
                    == "The picture '\(folder.path(of: name))' cannot be written (No space left on device).")
        }
        let new = try PictureFile(folder.path(of: "new.svg"), replaces: false)
        #expect(throws: CommandFailure.self) { try new.write("half", by: { _, _ in ENOSPC }) }
        #expect(try folder.names(below: "") == ["link.svg", "old.svg"])
        #expect(try folder.text(of: "old.svg") == "precious")
        #expect(try folder.text(of: "link.svg") == "precious")
    }

    @Test("through a link the file is replaced, with its permissions, and the link stays")
    func linked() throws {
        let folder = try TemporaryFolder()
        try folder.write("old", to: "old.svg", permissions: 0o640)
        #expect(symlink("old.svg", folder.path(of: "link.svg")) == 0)
        try PictureFile(folder.path(of: "link.svg"), replaces: true).write("new")
        #expect(try folder.text(of: "old.svg") == "new")
        #expect(try folder.permissions(of: "old.svg") == 0o640)
        var status = stat()
        #expect(lstat(folder.path(of: "link.svg"), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
        #expect(try folder.names(below: "") == ["link.svg", "old.svg"])
        #expect(symlink("nowhere.svg", folder.path(of: "dangling.svg")) == 0)
        #expect(throws: CommandFailure.self) { try PictureFile(folder.path(of: "dangling.svg"), replaces: true) }
    }

    @Test("whoever waited for the answer gets it, even if the picture cannot be written in the end")
    func lost() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path(of: "a.svg")
        var script = ScriptedServices.Script(
            clouds: [.traders], outcomes: ["Global_": .success(.found(at: [], trace: trace))])
        script.meanwhile = { try? folder.write("precious", to: "a.svg") }
        let line = "p2p pnrp peer traceroute 0.alice graph=yes picture=\(path)"
        let outcome = await TypedShell(script).type(line)
        #expect(outcome.status == .failed)
        #expect(outcome.answers.contains("[2001:0db8:0000:0000:0000:0000:0000:0007]:3540, (256), (31)"))
        #expect(outcome.answers.contains("▲ target"))
        #expect(!outcome.answers.contains("Picture:"))
        #expect(
            outcome.diagnostics == """
                Hint: The file '\(path)' exists already.
                Hint: Give replace=yes to replace it, or choose another name.

                """)
        #expect(try folder.text(of: "a.svg") == "precious")
        #expect(try folder.names(below: "") == ["a.svg"])
        try #require(unlink(path) == 0)
        let json = await TypedShell(script).type(line, format: .json)
        #expect(json.status == .failed)
        #expect(json.answers.contains("\"matchingBits\":256"))
        #expect(!json.answers.contains("\"picture\""))
    }

    // MARK: The last minutes

    private func history(minutes: Int) -> StatisticsHistory {
        var history = StatisticsHistory(since: .zero)
        for tick in 1...(minutes * 12) {
            history.advance(to: .zero + .seconds(5) * tick) {
                var counters = Counters()
                counters.datagramsReceived = tick * tick * 5
                counters.datagramsSent = tick * 10
                return .init(
                    cacheEntries: tick, estimatedSize: tick < 4 ? nil : tick * 2, registeredNames: 1,
                    counters: counters)
            }
        }
        return history
    }

    private func shell(_ history: StatisticsHistory?, isOneShot: Bool = false) -> TypedShell {
        TypedShell(
            .init(clouds: [.traders], histories: history.map { ["Global_": $0] } ?? [:]), isOneShot: isOneShot)
    }

    @Test("show statistics graph=yes adds the last minutes")
    func statistics() async {
        let answers = await shell(history(minutes: 1)).type("p2p pnrp cloud show statistics graph=yes").answers
        #expect(
            answers.hasSuffix(
                """
                Throttled repairs: 0

                The last 1 min, a step for every 5 s:
                Cache entries ▂▃▃▄▄▅▆▆▇▇██ 1–12, now 12
                Cloud size    ···▄▄▅▆▆▇▇██ 8–24, now 24
                Own names     ████████████ 1
                Received/s    ▂▂▃▄▄▅▅▆▇▇██ 1–23, now 23
                Sent/s        ████████████ 2
                Throttled/s   ▁▁▁▁▁▁▁▁▁▁▁▁ 0

                """))
    }

    @Test("without graph=yes the answer is the one of netsh, in text and JSON")
    func plain() async {
        let shell = shell(history(minutes: 1))
        #expect(await shell.type("p2p pnrp cloud show statistics").answers.hasSuffix("Throttled repairs: 0\n"))
        #expect(await !shell.type("p2p pnrp cloud show statistics", format: .json).answers.contains("history"))
    }

    @Test("ten minutes fit a terminal of eighty columns")
    func width() async {
        let answers = await shell(history(minutes: 10)).type("p2p pnrp cloud show statistics graph=yes").answers
        #expect(answers.contains("\nThe last 10 min, a step for every 5 s:\n"))
        for line in answers.split(separator: "\n") { #expect(displayWidth(of: String(line)) <= 80) }
    }

    @Test("the same as JSON, oldest first")
    func historyJSON() async {
        let answers = await shell(history(minutes: 1)).type(
            "p2p pnrp cloud show statistics graph=yes", format: .json
        ).answers
        #expect(
            answers.contains(
                """
                "history":{"cacheEntries":[1,2,3,4,5,6,7,8,9,10,11,12],\
                "datagramsReceived":[5,15,25,35,45,55,65,75,85,95,105,115],\
                "datagramsSent":[10,10,10,10,10,10,10,10,10,10,10,10],\
                "estimatedCloudSize":[null,null,null,8,10,12,14,16,18,20,22,24],"intervalSeconds":5,\
                "registeredNames":[1,1,1,1,1,1,1,1,1,1,1,1],"throttled":[0,0,0,0,0,0,0,0,0,0,0,0]}
                """))
    }

    @Test("a process for one command that has watched for a minute no longer says that it has just begun")
    func watching() async {
        let answers = await shell(history(minutes: 1), isOneShot: true).type(
            "p2p pnrp cloud show statistics graph=yes"
        ).answers
        #expect(!answers.contains("begun"))
    }

    @Test("a cloud that is not open has no history, and a young one says when it will have one")
    func young() async {
        let line = "p2p pnrp cloud show statistics graph=yes"
        #expect(await shell(nil).type(line).answers.hasSuffix("\nThe cloud is not open: there is no history yet.\n"))
        #expect(await shell(nil).type(line, format: .json).answers.contains("\"history\":null"))
        let young = StatisticsHistory(since: .zero)
        #expect(await shell(young).type(line).answers.hasSuffix("\nThere is something to show after 5 seconds.\n"))
        let once = await shell(young, isOneShot: true).type(line).answers
        #expect(once.hasSuffix("\nThis process has only just begun to look; a session has more to show.\n"))
    }
}
