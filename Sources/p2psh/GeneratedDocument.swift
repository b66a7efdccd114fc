import CommandTree
import ShellCommands

/// The documents that `make generate` checks in, each of them written from the command tree: `--generate PATH` prints
/// the one with that path, `--generate list` the paths.
struct GeneratedDocument {
    let path: String
    let text: String

    /// What --json-schema prints.
    static let schemaPath = "schema/p2psh.schema.json"

    private static var all: [GeneratedDocument] {
        let pages = ManualPage.pages(of: .p2psh, root: .p2psh)
        return pages.map { GeneratedDocument(path: "man/\($0.name).1", text: $0.source) } + [
            GeneratedDocument(path: "completions/p2psh.bash", text: CompletionScript.bash.source(.p2psh)),
            GeneratedDocument(path: "completions/_p2psh", text: CompletionScript.zsh.source(.p2psh)),
            GeneratedDocument(path: "completions/p2psh.fish", text: CompletionScript.fish.source(.p2psh)),
            GeneratedDocument(path: schemaPath, text: SchemaDocument.value(.p2psh, root: .p2psh).text),
        ]
    }

    static func text(of path: String) -> String? {
        if path == "list" { return all.map { $0.path + "\n" }.joined() }
        return all.first { $0.path == path }?.text
    }
}
