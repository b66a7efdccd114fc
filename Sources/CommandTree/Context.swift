/// A place in the command tree (netsh 1.1).
package struct Context<Environment: Sendable>: Sendable {
    /// The full name, as it stands in prompts.
    package let name: String
    /// Further names that may be typed.
    package let aliases: [String]
    /// What its page in the manual says beyond the commands.
    package let about: ContextNotes
    package let commands: [Command<Environment>]
    package let contexts: [Context]
    private let groups: [String: String]

    /// - Parameters:
    ///   - groups: a sentence for the first word of two-word commands, where netsh has no standard one.
    package init(
        _ name: String, aliases: [String] = [], about: ContextNotes = ContextNotes(""), groups: [String: String] = [:],
        commands: [Command<Environment>] = [],
        contexts: [Context] = []
    ) {
        self.name = name
        self.aliases = aliases
        self.about = about
        self.groups = groups.merging(standardGroups) { own, _ in own }
        self.commands = commands
        self.contexts = contexts
        precondition(Set(commands.map(\.name)).count == commands.count, "the context '\(name)' has a command twice")
        for group in groupWords {
            precondition(self.groups[group] != nil, "the group '\(group)' of the context '\(name)' has no summary")
        }
        let words = commands.filter { $0.words.count == 1 }.map(\.name) + groupWords + contexts.map(\.name)
        precondition(Set(words).count == words.count, "a word of the context '\(name)' has two meanings")
    }

    /// The first words of two-word commands, in the order of the table.
    var groupWords: [String] {
        var words: [String] = []
        for command in commands where command.words.count == 2 && !words.contains(command.words[0]) {
            words.append(command.words[0])
        }
        return words
    }

    func summary(ofGroup word: String) -> String { groups[word] ?? "" }

    func commands(inGroup word: String) -> [Command<Environment>] {
        commands.filter { $0.words.count == 2 && $0.words[0] == word }
    }
}

/// What the manual says of a context.
package struct ContextNotes: Sendable {
    /// What its commands are for, as the NAME section has it: no capital, no full stop.
    package let tagline: String
    package let paragraphs: [String]

    package init(_ tagline: String, _ paragraphs: [String] = []) {
        self.tagline = tagline
        self.paragraphs = paragraphs
    }

    /// The tagline as a sentence.
    var sentence: String { tagline.prefix(1).uppercased() + tagline.dropFirst() + "." }
}

/// What netsh says of the groups that occur everywhere (netsh 6.5).
private let standardGroups = [
    "add": "Adds a configuration entry to a list of entries.",
    "delete": "Deletes a configuration entry from a list of entries.",
    "set": "Updates configuration settings.",
    "show": "Displays information.",
]

/// A context and the way to it from the root.
package struct ContextPath<Environment: Sendable>: Sendable {
    private let root: Context<Environment>
    private let below: [Context<Environment>]
    /// The word for the root, in prompts and pages.
    package let title: String

    /// The root itself; its name is the word of the prompt.
    package init(root: Context<Environment>) {
        self.init(root, [], root.name)
    }

    private init(_ root: Context<Environment>, _ below: [Context<Environment>], _ title: String) {
        self.root = root
        self.below = below
        self.title = title
    }

    /// The same place, the root called by another word (netsh 6.2).
    package func titled(_ title: String) -> ContextPath { ContextPath(root, below, title) }

    package var current: Context<Environment> { below.last ?? root }
    package var atRoot: ContextPath { ContextPath(root, [], title) }
    /// One level up; the root stays where it is (netsh 6.3).
    package var parent: ContextPath { ContextPath(root, below.dropLast(), title) }
    package func entering(_ context: Context<Environment>) -> ContextPath {
        ContextPath(root, below + [context], title)
    }

    /// The name of the program may stand before everything else, as it does on the command line of a shell and in the
    /// prompt: ours, or netsh's (netsh 1.2, rule 1).
    func isProgramName(_ word: Word) -> Bool {
        let typed = word.text.lowercased()
        return typed == "netsh" || typed == atRoot.current.name
    }

    package var isRoot: Bool { below.isEmpty }
    /// The names below the root.
    package var words: [String] { below.map(\.name) }
    /// The names from the root, for example `p2psh p2p pnrp`.
    package var text: String { ([title] + words).joined(separator: " ") }

    /// This context, then its parents up to the root: the order in which words are looked up (netsh 6.3).
    var levels: [ContextPath] {
        (0...below.count).reversed().map { ContextPath(root, Array(below.prefix($0)), title) }
    }
}
