import ArgumentParser
import CommandTree
import ShellCommands

/// The documents that `make generate` checks in, each of them written from the command tree.
enum GeneratedDocument: String, ExpressibleByArgument {
    case man, bash, zsh, fish

    var source: String {
        switch self {
        case .man: ManualPage.source(.p2psh, root: .p2psh)
        case .bash: CompletionScript.bash.source(.p2psh, root: .p2psh)
        case .zsh: CompletionScript.zsh.source(.p2psh, root: .p2psh)
        case .fish: CompletionScript.fish.source(.p2psh, root: .p2psh)
        }
    }
}
