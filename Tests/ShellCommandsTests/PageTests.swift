import CommandTree
import Shell
import ShellCommands
import Testing

@Suite("What every command of the tree tells of itself (netsh 6.4, 6.5)") struct PageTests {
    /// A command and where it is.
    struct Entry: Sendable, CustomTestStringConvertible {
        let place: ContextPath<CommandEnvironment>
        let command: Command<CommandEnvironment>
        var testDescription: String { (place.words + command.words).joined(separator: " ") }
    }

    static let entries = ([ContextPath(root: .p2psh)] + ContextPath<CommandEnvironment>(root: .p2psh).descendants)
        .flatMap { place in place.current.commands.map { Entry(place: place, command: $0) } }

    @Test("a sentence, sentences for its parameters, an example, and the columns of what it shows", arguments: entries)
    func complete(entry: Entry) {
        let command = entry.command
        #expect(command.summary.hasSuffix("."))
        #expect(!command.notes.examples.isEmpty)
        for parameter in command.parameters { #expect(parameter.summary.hasSuffix("."), "\(parameter.tag)") }
        if command.words[0] == "show", command.name != "show context" { #expect(!command.notes.output.isEmpty) }
        for note in command.notes.output + command.notes.examples { #expect(note.text.hasSuffix("."), "\(note.term)") }
    }

    @Test("examples are lines that are understood, in full words (netsh 6.4, rule 5)", arguments: entries)
    func examples(entry: Entry) throws {
        for example in entry.command.notes.examples where !example.term.hasPrefix("p2psh ") {
            let words = try Tokenizer.words(of: example.term)
            guard case .found(.command(let command, let arguments)) = Matcher(at: entry.place).match(words) else {
                Issue.record("'\(example.term)' is no command in \(entry.place.text)")
                continue
            }
            _ = try Binder.bind(arguments, to: command, end: 1)
            #expect(example.term.contains(command.name))
        }
    }

    @Test(
        "the root's words say what netsh says of them (netsh 6.5)",
        arguments: [
            ("..", "Goes up one context level."), ("?", "Displays a list of commands."),
            ("help", "Displays a list of commands."), ("abort", "Discards changes made while in offline mode."),
            ("add", "Adds a configuration entry to a list of entries."), ("alias", "Adds an alias."),
            ("bye", "Exits the program."), ("exit", "Exits the program."), ("quit", "Exits the program."),
            ("commit", "Commits changes made while in offline mode."),
            ("delete", "Deletes a configuration entry from a list of entries."),
            ("exec", "Runs a script file."),
            ("offline", "Sets the current mode to offline."), ("online", "Sets the current mode to online."),
            ("p2p", "Changes to the `netsh p2p' context."),
            ("popd", "Pops a context from the stack."), ("pushd", "Pushes current context on stack."),
            ("set", "Updates configuration settings."), ("show", "Displays information."),
            ("unalias", "Deletes an alias."),
        ])
    func rootWords(word: String, text: String) async {
        let page = await TypedShell().type(["set prompt=netsh", "?"]).answers
        let padding = String(repeating: " ", count: 15 - word.count)
        #expect(page.contains("\n\(word)\(padding)- \(text)\n"))
    }
}
