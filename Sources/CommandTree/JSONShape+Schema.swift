extension JSONShape {
    /// As JSON Schema 2020-12; definitions are referred to below `#/$defs`. Objects may have members that are not
    /// described: a later version may have more (architecture 4).
    package var schema: JSONValue { .object(keywords) }

    private var keywords: [String: JSONValue] {
        switch self {
        case .null: ["type": "null"]
        case .boolean: ["type": "boolean"]
        case .integer(let range): Self.keywords(of: range)
        case .number: ["type": "number"]
        case .text(let rule): rule.keywords
        case .array(let element): ["type": "array", "items": element.schema]
        case .object(let members): Self.keywords(of: members)
        case .anyOf(let shapes): Self.keywords(ofAny: shapes)
        case .named(let definition): ["$ref": .string(Self.reference(to: definition.name))]
        case .nothing: ["not": [:]]
        }
    }

    /// Blanks are not allowed in an address.
    static func reference(to name: String) -> String {
        "#/$defs/" + name.split(separator: " ").joined(separator: "%20")
    }

    private static func keywords(of range: ClosedRange<Int>) -> [String: JSONValue] {
        var keywords: [String: JSONValue] = ["type": "integer"]
        if range.lowerBound > Int.min { keywords["minimum"] = .integer(range.lowerBound) }
        if range.upperBound < Int.max { keywords["maximum"] = .integer(range.upperBound) }
        return keywords
    }

    private static func keywords(of members: [JSONMember]) -> [String: JSONValue] {
        let properties = members.map { member in
            (
                member.name,
                JSONValue.object(member.shape.keywords.merging(["description": .string(member.meaning)]) { $1 })
            )
        }
        return [
            "type": "object", "properties": .object(Dictionary(properties) { $1 }),
            "required": .array(members.filter(\.isRequired).map { .string($0.name) }),
        ]
    }

    /// `T or null` is written shorter where JSON Schema allows it.
    private static func keywords(ofAny shapes: [JSONShape]) -> [String: JSONValue] {
        if shapes.count == 2, shapes[1] == .null, shapes[0].isPlain,
            case .string(let type)? = shapes[0].keywords["type"]
        {
            return shapes[0].keywords.merging(["type": [.string(type), "null"]]) { $1 }
        }
        return ["anyOf": .array(shapes.map(\.schema))]
    }

    private var isPlain: Bool {
        switch self {
        case .boolean, .integer, .number: true
        case .text(let rule): rule.words == nil
        default: false
        }
    }

    /// The definitions this shape and those below it refer to, by name.
    var definitions: [String: JSONDefinition] {
        switch self {
        case .null, .boolean, .integer, .number, .text, .nothing: [:]
        case .array(let element): element.definitions
        case .object(let members): Self.definitions(of: members.map(\.shape))
        case .anyOf(let shapes): Self.definitions(of: shapes)
        case .named(let definition): definition.shape.definitions.merging([definition.name: definition]) { $1 }
        }
    }

    static func definitions(of shapes: [JSONShape]) -> [String: JSONDefinition] {
        shapes.reduce(into: [:]) { all, shape in
            all.merge(shape.definitions) { old, new in
                precondition(old == new, "two shapes are called '\(old.name)'")
                return new
            }
        }
    }
}

extension JSONShape.TextRule {
    fileprivate var keywords: [String: JSONValue] {
        var keywords: [String: JSONValue] = ["type": "string"]
        if let pattern { keywords["pattern"] = .string(pattern) }
        if let format { keywords["format"] = .string(format) }
        if let words { keywords["enum"] = .array(words.map(JSONValue.string)) }
        return keywords
    }
}
