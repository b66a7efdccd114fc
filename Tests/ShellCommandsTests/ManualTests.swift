import CommandTree
import Foundation
import ShellCommands
import Testing

/// The manual as the programs that show it see it. Each test runs where its program is installed.
@Suite("The manual, rendered") struct ManualTests {
    private static let pages = ManualPage.pages(of: .p2psh, root: .p2psh)

    /// Gives a page to a program as its standard input; tells what it wrote, errors and all.
    private func judge(_ page: ManualPage, _ command: String) throws -> (output: String, status: Int32) {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "exec \(command) 2>&1"]
        process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANWIDTH": "80", "MANPAGER": "cat"]
        let source = FileManager.default.temporaryDirectory.appending(path: "p2psh-\(UUID()).1")
        try page.source.write(to: source, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: source) }
        process.standardInput = try FileHandle(forReadingFrom: source)
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (String(decoding: output, as: UTF8.self), process.terminationStatus)
    }

    private static func isInstalled(_ program: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: "/usr/bin/\(program)")
    }

    @Test("every context says what it is for")
    func taglines() {
        for place in ContextPath<CommandEnvironment>(root: .p2psh).descendants {
            #expect(!place.current.about.tagline.isEmpty && !place.current.about.paragraphs.isEmpty, "\(place.text)")
        }
    }

    @Test("mandoc has nothing to say", .enabled(if: isInstalled("mandoc"), "mandoc is not installed"))
    func mandoc() throws {
        for page in Self.pages {
            let (output, status) = try judge(page, "mandoc -Tlint -W style")
            #expect(output.isEmpty && status == 0, "\(page.name): \(output)")
        }
    }

    @Test("groff has nothing to say", .enabled(if: isInstalled("groff"), "groff is not installed"))
    func groff() throws {
        for page in Self.pages {
            let (output, status) = try judge(page, "groff -ww -man -Tutf8 -K utf8 -z")
            #expect(output.isEmpty && status == 0, "\(page.name): \(output)")
        }
    }

    @Test("man shows every command, in 80 columns", .enabled(if: isInstalled("mandb"), "man-db is not installed"))
    func man() throws {
        for page in Self.pages {
            let (output, status) = try judge(page, "man -l - | col -bx")
            #expect(status == 0)
            let lines = output.split(separator: "\n").map(String.init)
            #expect(lines.allSatisfy { displayWidth(of: $0) <= 80 }, "\(page.name)")
            #expect(lines.contains("NAME"))
            #expect(lines.contains { $0.contains("\(page.name) - ") })
        }
        let peer = try #require(Self.pages.first { $0.name == "p2psh-p2p-pnrp-peer" })
        let shown = try judge(peer, "man -l - | col -bx").output
        #expect(shown.contains("resolve [peername=]peername [[cloud=]cloud]"))
    }
}
