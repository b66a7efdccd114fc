import Collaboration
import FileTesting
import Foundation
import PeerBase
import PeerEngine
import PeerStore
import Testing

@Suite("Starting a program")
struct LauncherTests {
    private static let now: Int64 = 1_795_226_884_000

    let folder: TemporaryFolder
    let directories: StateDirectories

    init() throws {
        folder = try TemporaryFolder()
        directories = try StateDirectories(environment: [:], home: folder.path)
    }

    private func launcher(
        _ environment: [String: String] = [:], at time: Int64 = Self.now
    ) -> Launcher {
        let own = ["HOME": folder.path, "PATH": "/usr/bin:/bin", "LAB": folder.path(of: "lab")]
        return Launcher(directories: directories, environment: own.merging(environment) { $1 }) { time }
    }

    private let information = LaunchInformation(
        contact: ContactCard(
            peerName: "449dc64ecb28347e9f7ce600dba063662f2eb0e7.collab", nickname: "Amit2", certificate: [1, 2, 3]),
        trust: .verified,
        endpoint: ScopedEndpoint(Endpoint(address: IPv6Address(high: 0xfe80 << 48, low: 1), port: 5358), zone: 3),
        endpointName: "AMIT-VPC", nickname: "Amit2", application: GUID(high: 1, low: 2),
        message: "'; touch /tmp/evil; $(id) --flag", data: [0, 255, 10])

    /// An executable script.
    private func script(_ body: String, name: String = "program", permissions: Int = 0o700) throws -> String {
        try folder.write("#!/bin/sh\n" + body, to: name, permissions: permissions)
        return folder.path(of: name)
    }

    private func application(_ path: String, _ arguments: String = "") -> Application {
        Application(id: information.application, path: path, arguments: arguments)
    }

    /// Again, as long as the child of another test holds the script that was just written: it forked meanwhile.
    private func start(_ application: Application, _ launcher: Launcher) async throws {
        var fault = await fault(application, launcher)
        while let reason = fault.map({ "\($0)" }), reason.contains(": Text file busy") {
            try await Task.sleep(for: .milliseconds(10))
            fault = await self.fault(application, launcher)
        }
        if let fault { throw fault }
    }

    /// The lines that a started script writes to the pipe `report`.
    private func report(
        of body: String, _ arguments: String = "", environment: [String: String] = [:]
    ) async throws -> [String] {
        let pipe = folder.path(of: "report")
        try #require(mkfifo(pipe, 0o600) == 0)
        let path = try script("exec 3>'\(pipe)'; {\n\(body)\n} >&3")
        try await start(application(path, arguments), launcher(environment))
        return try content(ofPipe: pipe).split(separator: "\n").map(String.init)
    }

    /// Waits for whoever writes to it, and for his end.
    private func content(ofPipe path: String) throws -> String {
        let pipe = try #require(FileHandle(forReadingAtPath: path))
        return String(decoding: try pipe.readToEnd() ?? Data(), as: UTF8.self)
    }

    // MARK: What a program gets

    @Test("its arguments are those registered and nothing of the invitation (collab 10.10)")
    func arguments() async throws {
        let lines = try await report(
            of: #"for word in "$@"; do echo "<$word>"; done; echo "$#""#, "--join 'a b' \"\" $X *")
        #expect(lines == ["<--join>", "<a b>", "<>", "<$X>", "<*>", "5"])
    }

    @Test("the user's environment, the id, and a file that only the user may read")
    func environment() async throws {
        let lines = try await report(
            of: #"echo "$WORD"; echo "$P2PSH_APP_ID"; stat -c %a "$P2PSH_LAUNCH_INFO"; echo "$P2PSH_LAUNCH_INFO""#,
            environment: [
                "WORD": "own word", Launcher.informationVariable: "/stale", Launcher.applicationVariable: "stale",
            ])
        #expect(lines.dropLast() == ["own word", "\(information.application)", "600"])
        let path = try #require(lines.last)
        #expect(path.hasPrefix(directories.launches + "/"))
        #expect(try folder.permissions(of: "run/launches") == 0o700)
        #expect(try Launcher.information(environment: [Launcher.informationVariable: path]) == information)
    }

    @Test("a session of its own, nothing to read, no descriptor of ours, and no signal ignored or blocked")
    func surroundings() async throws {
        signal(SIGPIPE, SIG_IGN)
        // Of a number that the script's shell would not take for something of its own.
        let opened = open("/dev/null", O_RDONLY)
        let heirloom = fcntl(opened, F_DUPFD, 200)
        close(opened)
        defer { close(heirloom) }
        let lines = try await report(
            of: """
                read -r fields < /proc/self/stat; set -- $fields; [ "$$" = "$6" ] && echo leader
                readlink /proc/$$/fd/0
                ls /proc/$$/fd | tr '\\n' ' '; echo
                grep -E 'SigIgn|SigBlk' /proc/$$/status | cut -f2
                """)
        #expect(lines.prefix(2) == ["leader", "/dev/null"])
        #expect(!lines[2].split(separator: " ").contains("\(heirloom)"))
        // Two signals beyond the 31 with names are the C library's own.
        #expect(lines.suffix(2).map { UInt64($0, radix: 16).map { $0 & 0x7fff_ffff } } == [0, 0])
    }

    @Test("what it prints goes to a log of its own, 0600")
    func log() async throws {
        _ = try await report(of: "echo out >&1; echo printed >&2")
        let names = try folder.names(below: "state/launched")
        let name = try #require(names.first)
        #expect(names.count == 1)
        #expect(name.hasPrefix("20261121T"))
        #expect(name.contains("\(information.application)"))
        #expect(try folder.permissions(of: "state/launched/\(name)") == 0o600)
        #expect(try folder.permissions(of: "state/launched") == 0o700)
        #expect(try folder.text(of: "state/launched/\(name)") == "printed\n")
    }

    @Test("variables and ~ in the path are expanded, in arguments they are not", arguments: ["~/lab/p", "${LAB}/p"])
    func expansion(path: String) async throws {
        try FileManager.default.createDirectory(atPath: folder.path(of: "lab"), withIntermediateDirectories: false)
        let pipe = folder.path(of: "report")
        try #require(mkfifo(pipe, 0o600) == 0)
        _ = try script("echo \"$0 $1\" > '\(pipe)'", name: "lab/p")
        try await start(application(path, "~/x"), launcher())
        #expect(try content(ofPipe: pipe) == "\(folder.path(of: "lab/p")) ~/x\n")
    }

    @Test("a program that ends leaves no zombie", .timeLimit(.minutes(1)))
    func reaped() async throws {
        let number = try #require(try await report(of: "echo $$").first)
        // The end of the pipe comes a little before the end of the program.
        while FileManager.default.fileExists(atPath: "/proc/\(number)") {
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    // MARK: What is not started

    private func fault(_ application: Application, _ launcher: Launcher) async -> LaunchFault? {
        do throws(LaunchFault) {
            try await launcher.start(application, information)
            return nil
        } catch {
            return error
        }
    }

    @Test("a missing program, one without the right, a folder, a pipe: the path and the system's reason (collab 13.9)")
    func unable() async throws {
        let (missing, plain) = (folder.path(of: "missing"), try script("", name: "plain", permissions: 0o600))
        let pipe = folder.path(of: "pipe")
        try #require(mkfifo(pipe, 0o700) == 0)
        for (path, reason) in [
            (missing, "No such file or directory"), (plain, "Permission denied"), (plain + "/x", "Not a directory"),
            (folder.path, "it is not a regular file"), (pipe, "it is not a regular file"),
            ("/dev/null", "it is not a regular file"),
        ] {
            #expect(await fault(application(path), launcher()) == LaunchFault(path: path, reason: reason))
        }
        #expect(LaunchFault.failure == "Unable to start the program")
        #expect(
            LaunchFault(path: missing, reason: "No such file or directory").description
                == "\(missing): No such file or directory.")
    }

    @Test("what the system cannot run leaves no file behind, and no shell runs it instead")
    func unrunnable() async throws {
        try folder.write("touch '\(folder.path(of: "evil"))'", to: "text", permissions: 0o700)
        try folder.write("#!/no/such/interpreter\n", to: "script", permissions: 0o700)
        #expect(await fault(application(folder.path(of: "text")), launcher())?.reason == "Exec format error")
        #expect(await fault(application(folder.path(of: "script")), launcher())?.reason == "No such file or directory")
        #expect(try folder.names(below: "run/launches") == [])
        #expect(try folder.names(below: "state/launched") == [])
        #expect(!FileManager.default.fileExists(atPath: folder.path(of: "evil")))
    }

    @Test(
        "a path that is not absolute, a variable that is not set, a quote that is open",
        arguments: [
            ("bin/x", ""), ("./x", ""), ("${NOT_SET}/x", ""), ("${LAB", ""), ("", ""), ("/bin/sh", "'"),
        ])
    func malformed(path: String, arguments: String) async {
        #expect(await fault(application(path, arguments), launcher()) != nil)
        #expect(launcher().refusal(of: application(path, arguments)) != nil)
    }

    @Test("a folder of ours that belongs to somebody else is not used", .enabled(if: geteuid() == 0, "takes root"))
    func foreignFolder() async throws {
        try FileManager.default.createDirectory(atPath: directories.launches, withIntermediateDirectories: true)
        #expect(chown(directories.launches, 12_345, 12_345) == 0)
        let reason = "it belongs to another user"
        let fault = await fault(application(try script("")), launcher())
        #expect(fault == LaunchFault(path: directories.launches, reason: reason))
        #expect(try folder.names(below: "state/launched") == [], "nor does a log stay that nobody writes")
    }

    // MARK: Registering

    @Test("a program may be registered before it is there, through a link, and with words")
    func registrable() throws {
        try FileManager.default.createSymbolicLink(atPath: folder.path(of: "link"), withDestinationPath: "/bin")
        for path in ["/bin/sh", "/no/such/program", "~/x", folder.path(of: "link/sh"), folder.path(of: "link/none")] {
            #expect(launcher().refusal(of: application(path, "--a 'b c'")) == nil)
        }
    }

    // MARK: Cleaning

    @Test("what a program may know goes after a day, and not before (collab 10.10)")
    func oldInformation() throws {
        try FileManager.default.createDirectory(atPath: directories.launches, withIntermediateDirectories: true)
        for (name, age) in [("young.xml", 86_399), ("old.xml", 86_401), (".new-old", 86_401)] as [(String, Int64)] {
            try folder.write("x", to: "run/launches/\(name)")
            let date = Date(timeIntervalSince1970: Double(Self.now / 1000 - age))
            try FileManager.default.setAttributes(
                [.modificationDate: date], ofItemAtPath: folder.path(of: "run/launches/\(name)"))
        }
        launcher(at: Self.now).clean()
        #expect(try folder.names(below: "run/launches") == ["young.xml"])
    }

    @Test("fifty logs are kept, the newest")
    func oldLogs() throws {
        try FileManager.default.createDirectory(atPath: directories.launchLogs, withIntermediateDirectories: true)
        for number in 100..<170 { try folder.write("x", to: "state/launched/\(number).log") }
        launcher().clean()
        #expect(try folder.names(below: "state/launched") == (120..<170).map { "\($0).log" })
    }

    // MARK: The program's side

    @Test("who was not started by an invitation was started for nothing", arguments: [[:], ["P2PSH_LAUNCH_INFO": ""]])
    func notLaunched(environment: [String: String]) throws {
        #expect(try Launcher.information(environment: environment) == nil)
    }

    @Test("a file that is gone, broken, a pipe or another's is told with its path")
    func unreadable() throws {
        try folder.write("<a/>", to: "broken", permissions: 0o600)
        try folder.write("x", to: "open", permissions: 0o622)
        try #require(mkfifo(folder.path(of: "pipe"), 0o600) == 0)
        for (name, reason) in [
            ("gone", "it does not exist"), ("broken", "This is not a document of the kind LaunchInformation."),
            ("open", "others may write it"), ("pipe", "it is not a regular file"),
        ] {
            let path = folder.path(of: name)
            #expect(throws: LaunchFault(path: path, reason: reason)) {
                try Launcher.information(environment: [Launcher.informationVariable: path])
            }
        }
    }
}
