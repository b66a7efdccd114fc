import CommandTree
import Foundation
import ShellCommands
import Testing

/// The published schema (architecture 4: it carries a version and only grows).
@Suite("The published schema") struct SchemaTests {
    private static let document = SchemaDocument.value(.p2psh, root: .p2psh)

    @Test("the one checked in is that of the tree; 'make generate' writes it")
    func checkedIn() throws {
        #expect(try String(contentsOf: folder("schema/p2psh.schema.json"), encoding: .utf8) == Self.document.text)
    }

    @Test("it tells its dialect, its name and its version")
    func header() throws {
        let schema = try members(Self.document)
        #expect(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema")
        #expect(schema["$id"] == "urn:p2psh:json:1")
        #expect(schema["title"] == "What p2psh --json writes")
        #expect(schema["schemaVersion"] == 1)
    }

    @Test("one command's entry: its document, errors, endings, and whether it streams")
    func entry() throws {
        let commands = try members(try members(Self.document)["commands"])
        #expect(
            commands["p2p pnrp monitor"] == [
                "summary": "Shows what happens in the clouds as it happens.", "streams": "always",
                "answer": ["$ref": "#/$defs/p2p%20pnrp%20monitor"], "error": ["$ref": "#/$defs/error"],
                "exitCodes": ["0": "done", "1": "failed", "2": "usage"],
            ])
    }

    @Test("every member that was ever published is there, with its type, and no new one is left unrecorded")
    func growth() throws {
        let published = PublishedKeys(of: Self.document)
        let file = folder("Tests/ShellCommandsTests/PublishedKeys.txt")
        var recorded = try PublishedKeys(text: String(contentsOf: file, encoding: .utf8))
        if Transcript.isRecording {
            recorded = recorded.merged(with: published)
            try recorded.text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(recorded.missing(in: published) == [])
        #expect(published.missing(in: recorded) == [], "new keys: \(Transcript.howToRecord)")
    }

    @Test("a member that is removed, retyped or no longer certain is found")
    func shrinking() {
        let before = keys(.object([.member("a", .anyText, ""), .member("b", .array(.count), "")]))
        let after = { (members: [JSONMember]) in keys(.object(members)).missing(beside: before) }
        #expect(after([.member("a", .anyText, ""), .member("b", .array(.count), ""), .member("c", .null, "")]) == [])
        #expect(after([.member("a", .anyText, "")]).count == 2)
        #expect(after([.member("a", .count, ""), .member("b", .array(.count), "")]) == ["x\t.a\tstring"])
        #expect(after([.optional("a", .anyText, ""), .member("b", .array(.count), "")]) == ["x\t.a\tstring"])
        #expect(after([.member("a", .anyText.orNull, ""), .member("b", .array(.count), "")]) == ["x\t.a\tstring"])
    }

    private func keys(_ shape: JSONShape) -> PublishedKeys {
        PublishedKeys(of: ["commands": ["x": [:]], "$defs": ["x": shape.schema]])
    }

    private func folder(_ path: String) -> URL { Transcript.root.appending(path: path) }

    private func members(_ value: JSONValue?) throws -> [String: JSONValue] {
        guard case .object(let members) = value else { throw PublishedKeys.NoObject() }
        return members
    }
}

extension PublishedKeys {
    fileprivate func missing(beside older: PublishedKeys) -> [String] { older.missing(in: self) }
}
