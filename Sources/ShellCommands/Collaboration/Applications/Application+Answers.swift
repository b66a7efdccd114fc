import Collaboration
import CommandTree
import PeerBase
import PeerEngine

extension [Application] {
    /// The list of the article, with what 11.1 adds (collab 3.7, 11.1).
    var lines: [Line] {
        [Line("\(count) Applications Found:")] + enumerated().flatMap { $1.lines(place: $0 + 1) }
    }
}

extension Application {
    fileprivate func lines(place: Int) -> [Line] {
        let rows = [
            description.isEmpty ? nil : "Desc:\(description)", "Path:\(path)",
            arguments.isEmpty ? nil : "Arguments:\(arguments)", "Type:\(type.title)  Scope:\(scope.title)",
            data.isEmpty ? nil : "Data:\(counted(data.count, "byte", "bytes"))",
        ]
        return heading(place, id) + rows.compactMap { $0 }.map { Line(rowMargin + $0) }
    }

    var json: JSONValue {
        [
            "id": .string("\(id)"), "description": .string(description), "data": .string(data.hexText),
            "path": .string(path), "arguments": .string(arguments), "scope": .string(scope.word),
            "type": .string(type.word),
        ]
    }

    var record: [String] {
        ["\(id)", description, path, arguments, type.word, scope.word, "\(data.count)"]
    }

    /// What registers it again: a line, or where its data are too long for one, a remark and a line without them.
    var script: [String] {
        let whole = line(withData: true)
        guard whole.utf8.count > CommandTree.Limits.lineBytes else { return [whole] }
        return [
            "# The data of application \(id) is too long for a line: add it with datafile= and replace=yes.",
            line(withData: false),
        ]
    }

    private func line(withData: Bool) -> String {
        var words = ["add id=\(id)", "path=\(Tokenizer.inQuotes(path))"]
        if !arguments.isEmpty { words.append("arguments=\(Tokenizer.inQuotes(arguments))") }
        if !description.isEmpty { words.append("description=\(Tokenizer.inQuotes(description))") }
        if withData, !data.isEmpty { words.append("datahex=\(data.hexText)") }
        return (words + ["scope=\(scope.word)", "replace=yes"]).joined(separator: " ")
    }
}

private let rowMargin = String(repeating: " ", count: 12)

private func heading(_ place: Int, _ id: GUID) -> [Line] {
    let number = "\(place)"
    return [Line(String(repeating: " ", count: max(0, 7 - number.count)) + "\(number): ID:\(id)")]
}

extension PublishedApplication {
    var json: JSONValue {
        ["id": .string("\(id)"), "description": .string(description), "data": .string(data.hexText)]
    }
}

extension [PublishedApplication] {
    /// Somebody's: where its program is nobody else learns.
    var lines: [Line] {
        [Line("\(count) Applications Found:")]
            + enumerated().flatMap { place, application -> [Line] in
                let rows = [
                    application.description.isEmpty ? nil : "Desc:\(application.description)",
                    application.data.isEmpty ? nil : "Data:\(counted(application.data.count, "byte", "bytes"))",
                ]
                return heading(place + 1, application.id) + rows.compactMap { $0 }.map { Line(rowMargin + $0) }
            }
    }
}

extension JSONMember {
    static let publishedApplication: [JSONMember] = [
        .member("id", .guid, "The id, the same on every machine."),
        .member("description", .anyText, "What it is; empty for nothing."),
        .member("data", .hexData, "Bytes that go with it, in hex."),
    ]
}

extension JSONShape {
    static let publishedApplication: JSONShape = .named(
        "publishedApplication", "What others learn of an application.", .object(JSONMember.publishedApplication))
}
