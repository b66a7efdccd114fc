import CommandTree
import ShellCommands

/// The words behind `--context`: a context, in one argument or several, and perhaps a command behind it, for the
/// option takes every word up to the next option (netsh 6.1).
enum ContextWords {
    /// As many words as name a context; all of them where none do, so that the complaint names them.
    static func split(_ arguments: [String]) -> (context: String, command: [String]) {
        for count in arguments.indices.map({ $0 + 1 }).reversed() {
            let text = arguments.prefix(count).joined(separator: " ")
            if isContext(text) { return (text, Array(arguments.dropFirst(count))) }
        }
        return (arguments.joined(separator: " "), [])
    }

    private static func isContext(_ text: String) -> Bool {
        guard let words = try? Tokenizer.words(of: text) else { return false }
        if case .found(.context) = Matcher(at: ContextPath<CommandEnvironment>(root: .p2psh)).match(words) {
            return true
        }
        return false
    }
}
