import CommandTree
import Testing

@Suite("The shape of a document") struct JSONShapeTests {
    private static let port: JSONShape = .named("port", "A port.", .integer(0...65535))
    private let shape: JSONShape = .array(
        .object([
            .member("name", .pattern("^[a-z]+$"), "The name."),
            .member("ports", .array(port), "The ports."),
            .member("state", .words("up", "down").orNull, "The state."),
            .optional("share", .number, "How much of it."),
        ]))

    @Test(
        "what conforms",
        arguments: [
            [], [["name": "a", "ports": [], "state": .null]],
            [["name": "abc", "ports": [0, 65535], "state": "up", "share": 1]],
            [["name": "abc", "ports": [1], "state": "down", "share": 0.5]],
        ] as [JSONValue])
    func conforming(value: JSONValue) {
        #expect(shape.mismatch(of: value) == nil)
    }

    @Test("what it may be in a few words, each kind once")
    func kinds() {
        let command = { (answer: JSONShape) in
            Command<NetshTree.Nobody>("x", "X.", answer: answer) { _, _ in .done }
        }
        let heading = { (answer: JSONShape) in
            HelpText.lines(on: .command(command(answer))).map(\.text).first { $0.hasPrefix("JSON: ") }
        }
        #expect(heading(.anyOf([.done, shape])) == "JSON: an object, or an array of objects.")
        #expect(heading(.anyOf([.done, .context])) == "JSON: an object.")
        #expect(heading(.named("list", "A list.", shape)) == "JSON: an array of objects.")
        #expect(heading(.done.orNull) == "JSON: an object, or null.")
    }

    @Test(
        "what does not, where, and why",
        arguments: [
            (["name": "a"], "$: It is an object, not an array."),
            ([["ports": [], "state": .null]], "$[0]: The member 'name' is missing."),
            ([["name": "A", "ports": [], "state": .null]], "$[0].name: 'A' does not look like ^[a-z]+$."),
            ([["name": "a", "ports": [1, 65536], "state": .null]], "$[0].ports[1]: 65536 is out of range."),
            ([["name": "a", "ports": ["1"], "state": .null]], "$[0].ports[0]: It is a text, not a whole number."),
            ([["name": "a", "ports": [], "state": "on"]], "$[0].state: 'on' is none of: up, down."),
            ([["name": "a", "ports": [], "state": .null, "x": 1]], "$[0]: The member 'x' is not described."),
            ([["name": "a", "ports": [], "state": .null, "share": .null]], "$[0].share: It is null, not a number."),
        ] as [(JSONValue, String)])
    func mismatches(value: JSONValue, sentence: String) {
        #expect(shape.mismatch(of: value)?.description == sentence)
    }

    @Test("of several shapes, the one that gets farthest tells what is wrong")
    func alternatives() {
        let either: JSONShape = .anyOf([
            .object([.member("error", .anyText, "")]), .object([.member("found", .array(.integer(0...9)), "")]),
        ])
        #expect(either.mismatch(of: ["found": [1, 10]])?.path == "$.found[1]")
        #expect(either.mismatch(of: ["error": "no"]) == nil)
    }

    @Test("where nothing is promised, nothing conforms")
    func nothing() {
        #expect(JSONShape.nothing.mismatch(of: .null) != nil)
        #expect(JSONShape.nothing.schema == ["not": [:]])
    }

    @Test("as JSON Schema: objects stay open, definitions are referred to")
    func schema() {
        #expect(
            shape.schema == [
                "type": "array",
                "items": [
                    "type": "object", "required": ["name", "ports", "state"],
                    "properties": [
                        "name": ["type": "string", "pattern": "^[a-z]+$", "description": "The name."],
                        "ports": ["type": "array", "items": ["$ref": "#/$defs/port"], "description": "The ports."],
                        "state": [
                            "anyOf": [["type": "string", "enum": ["up", "down"]], ["type": "null"]],
                            "description": "The state.",
                        ],
                        "share": ["type": "number", "description": "How much of it."],
                    ],
                ],
            ])
        #expect(JSONShape.anyText.orNull.schema == ["type": ["string", "null"]])
    }

    @Test("as help lists it: members of members behind their own")
    func outline() {
        let nested: JSONShape = .object([
            .member("all", shape.orNull, "Everything."), .member("count", .count, "How many."),
        ])
        #expect(nested.outline.map(\.term) == ["all[]", "name", "ports[]", "state", "share", "count"])
        #expect(nested.outline.map(\.depth) == [0, 1, 1, 1, 1, 0])
    }

    @Test("a document as text: sorted, indented, escaped")
    func text() {
        let value: JSONValue = ["b": [1, 0.5, true, .null], "a": "\"\\\n\u{1}ä", "c": [:]]
        #expect(
            value.text == #"""
                {
                  "a": "\"\\\n\u0001ä",
                  "b": [
                    1,
                    0.5,
                    true,
                    null
                  ],
                  "c": {}
                }

                """#)
    }
}
