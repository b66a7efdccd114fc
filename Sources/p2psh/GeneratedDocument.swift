import CommandTree
import ShellCommands

/// The documents that `make generate` checks in, each of them written from the command tree: `--generate PATH` prints
/// the one with that path, `--generate list` the paths.
enum GeneratedDocument {
    static let all: [(path: String, source: @Sendable () -> String)] =
        ManualPage.pages(of: .p2psh, root: .p2psh).map { page in ("man/\(page.name).1", { page.source }) }
        + [
            ("completions/p2psh.bash", { CompletionScript.bash.source(.p2psh) }),
            ("completions/_p2psh", { CompletionScript.zsh.source(.p2psh) }),
            ("completions/p2psh.fish", { CompletionScript.fish.source(.p2psh) }),
        ]

    static func text(of path: String) -> String? {
        if path == "list" { return all.map { $0.path + "\n" }.joined() }
        return all.first { $0.path == path }?.source()
    }
}
