import Collaboration
import FileTesting
import Foundation
import PeerBase
import PeerStore
import StoreWriter
import Testing

@Suite("Applications for all users")
struct SharedApplicationsTests {
    private static let below = "xdg/p2psh/applications.d"
    private static let id = "81facd1e-c761-4330-b56c-a7286a3424aa"

    let folder: TemporaryFolder
    let applications: SharedApplications

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path(of: "xdg"), withIntermediateDirectories: false)
        applications = SharedApplications(environment: ["XDG_CONFIG_DIRS": folder.path(of: "xdg")])
    }

    private func shared(_ application: Application) -> Application {
        var application = application
        application.type = .allUsers
        return application
    }

    private func plant(_ text: String, as name: String, permissions: Int = 0o644) throws {
        let directory = folder.path(of: Self.below)
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try folder.write(text, to: "\(Self.below)/\(name)", permissions: permissions)
    }

    private func plantMany(_ count: Int) throws {
        for number in 0..<count {
            let id = "\(Step.application(number).id)"
            try plant(document(id: id), as: id + ".xml")
        }
    }

    private func document(id: String = id, _ content: String = #"<Program path="/usr/games/foobar"/>"#) -> String {
        #"<Application xmlns="urn:x-p2psh:application:1" version="1" id="\#(id)">\#(content)</Application>"#
    }

    @Test("a folder that another process keeps to itself is in use; nobody waits for ever")
    func kept() throws {
        #expect(try applications.add(Step.application(1)) == .added)
        let other = open(applications.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(other) }
        try #require(flock(other, LOCK_EX) == 0)
        let hasty = SharedApplications(
            environment: ["XDG_CONFIG_DIRS": folder.path(of: "xdg")], patience: .milliseconds(1))
        #expect(throws: FileFault.unavailable(path: applications.folder, reason: "it is in use")) {
            try hasty.add(Step.application(2))
        }
        try #require(flock(other, LOCK_UN) == 0)
        #expect(try hasty.add(Step.application(2)) == .added)
    }

    // MARK: The place

    @Test("the first directory that has the folder, else the first that exists, else the first")
    func place() throws {
        let (one, two) = (folder.path(of: "one"), folder.path(of: "two"))
        func chosen() -> String { SharedApplications(environment: ["XDG_CONFIG_DIRS": "\(one):\(two)"]).folder }
        #expect(chosen() == "\(one)/p2psh/applications.d")
        try FileManager.default.createDirectory(atPath: two, withIntermediateDirectories: false)
        #expect(chosen() == "\(two)/p2psh/applications.d")
        try FileManager.default.createDirectory(atPath: one, withIntermediateDirectories: false)
        #expect(chosen() == "\(one)/p2psh/applications.d")
        try FileManager.default.createDirectory(
            atPath: "\(two)/p2psh/applications.d", withIntermediateDirectories: true)
        #expect(chosen() == "\(two)/p2psh/applications.d")
        for value in ["", "relative", nil] {
            let environment = value.map { ["XDG_CONFIG_DIRS": $0] } ?? [:]
            #expect(SharedApplications(environment: environment).folder == "/etc/xdg/p2psh/applications.d")
        }
    }

    @Test("without a folder there is nothing, and nothing is made by looking")
    func nothing() throws {
        #expect(try applications.all().applications == [])
        #expect(try !applications.delete(Step.application(1).id))
        #expect(try folder.names(below: "xdg") == [])
    }

    // MARK: Registering

    @Test("an application comes back whole, in a file of its own that everybody may read")
    func roundTrip() throws {
        let application = Application(
            id: try #require(GUID(Self.id)), description: "\"Amit\" <Test> & more", data: [0, 1, 255],
            path: " /usr/games/${X}/two words ", arguments: "--join 'a\tb'", scope: .nearMe)
        #expect(try applications.add(application) == .added)
        #expect(try applications.all().applications == [shared(application)])
        #expect(try applications.all().warnings == [])
        #expect(try folder.names(below: Self.below) == [Self.id + ".xml"])
        #expect(try folder.permissions(of: Self.below + "/" + Self.id + ".xml") == 0o644)
        #expect(try folder.permissions(of: Self.below) == 0o755)
    }

    @Test("the same id is refused and the first stays; unregistered once, not twice (collab 13.2)")
    func duplicates() throws {
        let application = Step.application(1)
        _ = try applications.add(application)
        let other = Application(id: application.id, path: "/bin/false")
        #expect(try applications.add(other) == .duplicate(of: shared(application)))
        #expect(try applications.all().applications == [shared(application)])
        #expect(try applications.add(other, replacing: true) == .added)
        #expect(try applications.all().applications == [shared(other)])
        #expect(try applications.delete(application.id))
        #expect(try !applications.delete(application.id))
        #expect(try folder.names(below: Self.below) == [])
    }

    @Test("the 64th is kept, the 65th is not")
    func limit() throws {
        try plantMany(63)
        #expect(try applications.add(Step.application(63)) == .added)
        #expect(try applications.add(Step.application(64)) == .full)
        #expect(try applications.all().applications.count == 64)
    }

    @Test("many who register at once keep 64 between them, and one of each id")
    func atOnce() async throws {
        try plantMany(60)
        let added = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<24 {
                group.addTask { try applications.add(Step.application(60 + number % 8)) == .added }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(added == 4)
        #expect(try applications.all().applications.count == 64)
        #expect(try applications.all().warnings == [])
    }

    @Test("what an interrupted registration left goes with the next one")
    func drafts() throws {
        try plant("half a fi", as: ".new-0123456789abcdef")
        _ = try applications.add(Step.application(1))
        #expect(try folder.names(below: Self.below) == ["\(Step.application(1).id).xml"])
    }

    @Test("what XML cannot hold is refused, not changed")
    func unwritable() throws {
        for path in ["/bin/\u{1}", "/bin/" + String(repeating: "x", count: 4096)] {
            #expect(throws: FileFault.self) { try applications.add(Application(id: GUID(high: 1, low: 1), path: path)) }
        }
        #expect(try applications.all().applications == [])
    }

    @Test("without rights, access is denied, nothing is stored, and everything can be read (collab 13.3)")
    func withoutRights() throws {
        _ = try applications.add(Step.application(1))
        try folder.setPermissions(0o555, of: Self.below)
        let writer = try WriterProcess("share", folder.path(of: "xdg"), "\(geteuid() == 0 ? 65_534 : geteuid())")
        let (kept, path) = (Step.application(1).id, "\(applications.folder)/\(Step.application(0).id).xml")
        #expect(
            writer.remainingLines() == [
                "Access to \(path) is denied.", "Access to \(applications.folder)/\(kept).xml is denied.",
                "[\"\(kept)\"]",
            ])
        #expect(try applications.all().applications == [shared(Step.application(1))])
        try folder.setPermissions(0o755, of: Self.below)
    }

    // MARK: Files of others

    @Test("a file that an installer put there counts; what it leaves out has a value of its own")
    func dropIn() throws {
        try plant(document(), as: Self.id.uppercased() + ".xml")
        let application = Application(
            id: try #require(GUID(Self.id)), path: "/usr/games/foobar", scope: .all, type: .allUsers)
        #expect(try applications.all().applications == [application])
        #expect(try applications.all().warnings == [])
        #expect(try applications.delete(application.id))
        #expect(try folder.names(below: Self.below) == [])
    }

    @Test("what is no registration is ignored, told, and keeps nothing else from being read")
    func ignored() throws {
        _ = try applications.add(Step.application(1))
        let other = "00000000-0000-0000-0000-0000000000"
        let files: [(name: String, text: String, reason: String)] = [
            ("README", "hello", "it is not called after an application id"),
            (other + "01.xml", "", "no element found, line 1"),
            (other + "02.xml", document(), "it has another id inside"),
            (other + "03.xml", "<!DOCTYPE a><a/>", "a document type is not allowed"),
            (other + "04.xml", "<a/>", "This is not a document of the kind Application"),
            (other + "05.xml", document(id: other + "05", ""), "Program is missing"),
            (other + "06.xml", document(id: other + "06", #"<Program path=""/>"#), "path is empty"),
            (other + "07.xml", String(repeating: " ", count: 65_537), "it is larger than 65536 bytes"),
            (other + "00.xml", document(id: other + "00"), "id is empty"),
        ]
        for file in files { try plant(file.text, as: file.name) }
        try plant(document(), as: Self.id + ".xml", permissions: 0o666)
        try plant("half a fi", as: ".new-0123456789abcdef")
        let fifo = folder.path(of: "\(Self.below)/\(other)08.xml")
        try #require(mkfifo(fifo, 0o644) == 0)
        try FileManager.default.createSymbolicLink(
            atPath: folder.path(of: "\(Self.below)/\(other)09.xml"), withDestinationPath: "/etc/passwd")
        let (found, warnings) = try applications.all()
        #expect(found == [shared(Step.application(1))])
        let expected =
            files.map { ($0.name, $0.reason) } + [
                (Self.id + ".xml", "others may write it"), (other + "08.xml", "it is not a regular file"),
                (other + "09.xml", "it is not a regular file"),
            ]
        #expect(
            Set(warnings) == Set(expected.map { "\(applications.folder)/\($0.0) is ignored: \($0.1)." }))
    }

    @Test("a file or a folder of another user is not believed", .enabled(if: geteuid() == 0, "giving away takes root"))
    func foreign() throws {
        _ = try applications.add(Step.application(1))
        let file = "\(applications.folder)/\(Step.application(1).id).xml"
        #expect(chown(file, 12_345, 12_345) == 0)
        #expect(try applications.all().applications == [])
        #expect(try applications.all().warnings == ["\(file) is ignored: it belongs to another user."])
        #expect(chown(file, 0, 0) == 0)
        #expect(chown(applications.folder, 12_345, 12_345) == 0)
        #expect(try applications.all().warnings == ["\(applications.folder) is ignored: it belongs to another user."])
    }

    @Test("a folder in which everybody may write is not believed")
    func openFolder() throws {
        _ = try applications.add(Step.application(1))
        try folder.setPermissions(0o777, of: Self.below)
        let (found, warnings) = try applications.all()
        #expect(found == [])
        #expect(warnings == ["\(applications.folder) is ignored: others may write it."])
    }

    @Test("one id in two files is registered once")
    func twice() throws {
        try plant(document(), as: Self.id + ".xml")
        try plant(document(id: Self.id, #"<Program path="/bin/false"/>"#), as: Self.id.uppercased() + ".xml")
        let (found, warnings) = try applications.all()
        #expect(found.map(\.path) == ["/bin/false"])
        #expect(warnings == ["\(applications.folder)/\(Self.id).xml is ignored: the id is registered already."])
    }

    @Test("beyond 64 files, the rest is ignored and told")
    func tooMany() throws {
        try plantMany(64)
        let last = "ffffffff-ffff-ffff-ffff-ffffffffffff"
        try plant(document(id: last), as: last + ".xml")
        let (found, warnings) = try applications.all()
        #expect(found.count == 64)
        #expect(warnings == ["\(applications.folder)/\(last).xml is ignored: there are 64 already."])
    }
}
