import Foundation
import Testing

/// What the built program really writes, judged by somebody else's reading of JSON Schema.
@Suite(
    "The published schema, judged from outside",
    .enabled(if: OutsideJudge.python != nil, "python3-jsonschema is not installed; `make judges` does that"))
struct OutsideSchemaTests {
    /// A line of a batch, and the definition its document should conform to.
    private static let lines: [(line: String, definition: String)] =
        [
            "show context", "pushd p2p pnrp", "popd", "alias clouds p2p pnrp cloud show list", "show alias",
            "show mode", "show pending", "show helper", "p2p dump", "p2p pnrp cloud show initialization",
            "p2p pnrp cloud show list", "p2p pnrp cloud show pnrpmode", "p2p pnrp cloud show seed",
            "p2p pnrp cloud show statistics", "p2p pnrp cloud set pnrpmode full", "p2p pnrp cloud start",
            "p2p pnrp peer add registration 0.judge comment=heard payload=evidence", "p2p pnrp cloud show names",
            "p2p pnrp peer show registration", "p2p pnrp peer resolve 0.judge criteria=any",
            "p2p pnrp peer enumerate 0.judge criteria=any", "p2p pnrp peer traceroute 0.judge criteria=any",
            "p2p pnrp peer show convertedname 0.judge", "p2p pnrp peer show machinename", "p2p pnrp cloud flush",
            "p2p pnrp cloud repair", "p2p pnrp diagnostics check", "p2p pnrp diagnostics ping seed count=1",
            "p2p pnrp cloud synchronize seed", "p2p idmgr add identity Judge", "p2p idmgr show identities",
            "p2p pnrp peer delete registration 0.judge",
        ].map { ($0, definition(of: $0)) } + [
            ("p2p pnrp peer resolve 0.nobody timeout=1", "p2p pnrp peer resolve"), ("nonsense", "error"),
            ("p2p pnrp cloud show list Moon", "error"), ("p2p pnrp cloud ?", "help"), ("p2p", "context"),
            ("bye", "bye"),
        ]

    /// The words of the command: they end where the arguments begin, and at most two follow those of the context.
    private static func definition(of line: String) -> String {
        let words = line.split(separator: " ").map(String.init)
        let contexts = words.prefix { ["p2p", "pnrp", "cloud", "peer", "diagnostics", "idmgr"].contains($0) }
        let groups = ["show", "set", "add", "delete", "synchronize", "ping"]
        return words.prefix(contexts.count + (groups.contains(words[contexts.count]) ? 2 : 1)).joined(separator: " ")
    }

    @Test("every document of a batch in a lab conforms to the definition of its command")
    func batch() throws {
        let documents = try run(["--json", "--keep-going", "--lab", "3"], Self.lines.map(\.line)).split(separator: "\n")
        try #require(documents.count == Self.lines.count, "\(documents.joined(separator: "\n"))")
        let cases = zip(documents, Self.lines).map { (String($0), $1.definition) }
        #expect(try complaints(about: cases) == "")
    }

    @Test("the judge refuses what is wrong, and suffers what is new")
    func refusal() throws {
        let cases = [
            (#"{"ok":"yes"}"#, "bye"), (#"{"ok":true,"later":1}"#, "bye"),
            (#"[{"name":"Global_"}]"#, "p2p pnrp cloud show list"), (#"{"ok":true}"#, "p2p pnrp cloud show list"),
        ]
        let complaints = try complaints(about: cases).split(separator: "\n")
        #expect(Set(complaints.compactMap { $0.split(separator: ":").first }) == ["0", "2", "3"])
    }

    /// A line for each, beginning with the number of the case.
    private func complaints(about cases: [(document: String, definition: String)]) throws -> String {
        try OutsideJudge.complaints(about: cases, schema: run(["--json-schema"], []))
    }

    private func run(_ options: [String], _ lines: [String]) throws -> String {
        let program = try ProgramUnderTest()
        let arguments = ["--home", program.directory, "--bind", "[::1]:0"] + options
        return try OutsideJudge.output(of: ProgramUnderTest.path, arguments, input: lines.joined(separator: "\n"))
    }
}

/// The jsonschema package of Python.
private enum OutsideJudge {
    /// A Python that has it.
    static let python = ["python3", "/usr/bin/python3"].first { python in
        (try? output(of: "/usr/bin/env", [python, "-c", "import jsonschema; print('there')"], input: "")) == "there\n"
    }

    /// Each document is held against the definition of its command, and against the schema as a whole.
    private static let verdict = """
        import json, sys, urllib.parse, jsonschema
        trial = json.load(sys.stdin)
        whole = trial["schema"]
        kind = jsonschema.Draft202012Validator
        kind.check_schema(whole)
        for number, (document, definition) in enumerate(trial["cases"]):
            place = "#/$defs/" + urllib.parse.quote(definition)
            single = {"$schema": whole["$schema"], "$defs": whole["$defs"], "$ref": place}
            for judge in (kind(single, format_checker=jsonschema.FormatChecker()), kind(whole)):
                for error in judge.iter_errors(document):
                    print(number, definition, error.json_path, error.message, sep=": ")
        """

    static func complaints(about cases: [(document: String, definition: String)], schema: String) throws -> String {
        let list = cases.map { #"[\#($0.document),"\#($0.definition)"]"# }.joined(separator: ",")
        let trial = #"{"schema":\#(schema),"cases":[\#(list)]}"#
        return try output(of: "/usr/bin/env", [python ?? "python3", "-c", verdict], input: trial)
    }

    static func output(of program: String, _ arguments: [String], input: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let (source, sink) = (Pipe(), Pipe())
        process.standardInput = source
        process.standardOutput = sink
        process.standardError = FileHandle.nullDevice
        try process.run()
        Thread.detachNewThread {
            try? source.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try? source.fileHandleForWriting.close()
        }
        let answer = try sink.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: answer, as: UTF8.self)
    }
}
