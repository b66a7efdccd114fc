/// A member of a document as help pages list it.
package struct JSONOutlineEntry: Sendable, Equatable {
    /// How many members it is inside of.
    package let depth: Int
    /// The name; `[]` behind it for an array.
    package let term: String
    package let meaning: String
}

extension JSONShape {
    /// The document in a few words.
    func summary(isFeed: Bool) -> String {
        switch self {
        case .nothing: "none of its own."
        case _ where isFeed: "an object a line, as things happen."
        default: kinds.joined(separator: ", or ") + "."
        }
    }

    /// What it may be, each kind once.
    private var kinds: [String] {
        switch self {
        case .array: ["an array of objects"]
        case .null: ["null"]
        case .anyOf(let shapes):
            shapes.flatMap(\.kinds).reduce(into: []) { all, kind in
                if !all.contains(kind) { all.append(kind) }
            }
        case .named(let definition): definition.shape.kinds
        default: ["an object"]
        }
    }

    /// Its members and theirs, from the outside in.
    package var outline: [JSONOutlineEntry] { outline(depth: 0) }

    fileprivate func outline(depth: Int) -> [JSONOutlineEntry] {
        switch self {
        case .null, .boolean, .integer, .number, .text, .nothing: []
        case .array(let element): element.outline(depth: depth)
        case .object(let members): members.flatMap { $0.outline(depth: depth) }
        case .anyOf(let shapes): Self.united(shapes.map { $0.outline(depth: depth) })
        case .named(let definition): definition.shape.outline(depth: depth)
        }
    }

    /// What several have in common is listed once.
    private static func united(_ outlines: [[JSONOutlineEntry]]) -> [JSONOutlineEntry] {
        outlines.reduce(into: []) { all, outline in
            all += outline.filter { entry in !all.contains { $0.term == entry.term && $0.depth == entry.depth } }
        }
    }

    fileprivate var isArray: Bool {
        switch self {
        case .array: true
        case .named(let definition): definition.shape.isArray
        case .anyOf(let shapes): shapes.contains { $0.isArray }
        default: false
        }
    }
}

extension JSONMember {
    fileprivate func outline(depth: Int) -> [JSONOutlineEntry] {
        [JSONOutlineEntry(depth: depth, term: name + (shape.isArray ? "[]" : ""), meaning: meaning)]
            + shape.outline(depth: depth + 1)
    }
}
