import FileTesting
import Foundation
import Testing

@testable import Pictures

@Suite("A walk as SVG") struct RingPictureTests {
    /// Characters that markup, terminals and readers trip over, and some that they should not.
    private static let hostileNames = [
        "0.<script>alert(1)</script>", "0.a&b;&lt;&#x0;", "0.]]>\"'<!--",
        "0.\u{0}\u{1}\u{B}\u{1B}]0;x\u{7}\u{7F}\u{9B}",
        "0.\u{202E}evil\u{2066}\u{FEFF}\u{2028}", "0.\u{FFFE}\u{FFFF}\u{10FFFF}", "0.東京\u{301}👩‍👩‍👧", "",
        "0.a<\u{301}b", "0.a&\u{301}b",
        "0." + String(repeating: "x", count: 5000),
    ]

    private static func hostile(_ text: String) -> Walk {
        var walk = Walk.wandering(7, seed: 9, name: text)
        walk.cloud = text
        walk.targetText = text
        for index in walk.steps.indices { walk.steps[index].node.label = text + "\(index)" }
        return walk
    }

    @Test("the picture of a walk is the one that was looked at")
    func golden() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/tyler.svg")
        let svg = RingPicture([.toTyler]).svg
        if ProcessInfo.processInfo.environment["P2PSH_DRAW_GOLDEN"] != nil {
            try Data(svg.utf8).write(to: file)
        }
        let golden = try String(contentsOf: file, encoding: .utf8)
        #expect(svg == golden, "look at the new one: P2PSH_DRAW_GOLDEN=1 draws it into \(file.path)")
    }

    @Test(
        "an XML parser that is not ours reads it, whatever names it holds",
        .enabled(if: XMLJudge.isThere, "python3 is not installed; it judges whether the pictures are XML"),
        arguments: hostileNames.indices)
    func wellFormed(index: Int) throws {
        let walk = Self.hostile(Self.hostileNames[index])
        #expect(try XMLJudge.complaint(about: RingPicture([walk]).svg) == nil)
        #expect(try XMLJudge.complaint(about: RingPicture([walk, .toNobody]).svg) == nil)
    }

    @Test(
        "walks of every length are XML too",
        .enabled(if: XMLJudge.isThere, "python3 is not installed; it judges whether the pictures are XML"),
        arguments: [0, 1, 3, 20, 41, 300])
    func lengths(steps: Int) throws {
        #expect(try XMLJudge.complaint(about: RingPicture([.wandering(steps, seed: 3)]).svg) == nil)
    }

    @Test("it holds no script, no link and nothing from outside", arguments: hostileNames)
    func contained(name: String) {
        let svg = RingPicture([Self.hostile(name)]).svg.lowercased()
        for word in ["<script", "href", "url(", "@import", "<foreignobject", "<image"] {
            #expect(!svg.contains(word), "\(word)")
        }
        // The one address is the name of the language.
        #expect(svg.components(separatedBy: "://").count == 2)
    }

    @Test("nothing that turns the direction of reading or moves a cursor gets in", arguments: hostileNames)
    func harmless(name: String) {
        let svg = RingPicture([Self.hostile(name)]).svg
        #expect(!svg.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || (0x7F...0x9F).contains($0.value) })
        #expect(!svg.unicodeScalars.contains { (0x202A...0x202E).contains($0.value) || $0.value == 0x2066 })
    }

    @Test("whoever cannot see it reads all of it")
    func described() throws {
        let svg = RingPicture([.toTyler]).svg
        #expect(svg.contains("role=\"img\" aria-labelledby=\"title description\""))
        #expect(svg.contains("<title id=\"title\">The way to 0.tylersReg in Global_</title>"))
        #expect(
            svg.contains(
                """
                0.tylersReg in Global_: found after 5 exchanges in 2.19 s. 1: [2001:db8::2]:3540, 4 bits in common \
                with the target, accepted, 47 ms. 2: [2001:db8::3]:3540, 7 bits in common with the target, \
                unreachable, 2 s.
                """))
        for verdict in Walk.Verdict.allCases { #expect(svg.contains(">\(verdict.word)</text>")) }
    }

    @Test("both sets of colours are there, and each verdict has a colour in both")
    func colours() {
        #expect(Palette.rules.contains("@media (prefers-color-scheme:dark)"))
        for verdict in Walk.Verdict.allCases {
            #expect(Palette.rules.components(separatedBy: ".\(verdict.style){fill:").count == 3)
        }
    }
}

/// An XML parser of somebody else.
private enum XMLJudge {
    private static let path = ["/usr/bin/python3", "/bin/python3"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    static var isThere: Bool { path != nil }

    /// Why it is no XML, or no SVG; `nil` when it is both.
    static func complaint(about svg: String) throws -> String? {
        let folder = try TemporaryFolder()
        try folder.write(Array(svg.utf8), to: "picture.svg")
        let judge = Process()
        judge.executableURL = URL(filePath: path ?? "")
        let script = """
            import sys, xml.etree.ElementTree as tree
            root = tree.parse(sys.argv[1]).getroot()
            assert root.tag == '{http://www.w3.org/2000/svg}svg', root.tag
            """
        judge.arguments = ["-c", script, folder.path(of: "picture.svg")]
        let errors = Pipe()
        judge.standardError = errors
        try judge.run()
        let complaint = try errors.fileHandleForReading.readToEnd().map { String(decoding: $0, as: UTF8.self) }
        judge.waitUntilExit()
        return judge.terminationStatus == 0 ? nil : complaint ?? "exit \(judge.terminationStatus)"
    }
}
