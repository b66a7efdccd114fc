/// A leaf of the tree: what is typed, what it means, and what runs.
package struct Command<Environment: Sendable>: Sendable {
    package typealias Handler = @Sendable (Invocation, Environment) async throws -> Reply

    /// Who carries the command out.
    package enum Work: Sendable {
        case handler(Handler)
        case session(SessionVerb)
    }

    /// One word, or a group's word and one more.
    package let words: [String]
    /// One sentence for listings.
    package let summary: String
    package let parameters: [Parameter]
    package let notes: CommandNotes
    package let work: Work

    /// - Parameter words: one or two words, separated by a blank, in lower case.
    package init(
        _ words: String, _ summary: String, parameters: [Parameter] = [], notes: CommandNotes = CommandNotes(),
        handler: @escaping Handler
    ) {
        self.init(words, summary, parameters, notes, .handler(handler))
    }

    init(_ words: String, _ summary: String, _ parameters: [Parameter], _ notes: CommandNotes, _ work: Work) {
        self.words = words.split(separator: " ").map(String.init)
        self.summary = summary
        self.parameters = parameters
        self.notes = notes
        self.work = work
        precondition((1...2).contains(self.words.count), "a command has one or two words: '\(words)'")
        precondition(Set(parameters.map(\.tag)).count == parameters.count, "'\(words)' has a tag twice")
    }

    package var name: String { words.joined(separator: " ") }

    /// The words and all parameters, as in a usage line.
    package var usage: String { ([name] + parameters.map(\.usage)).joined(separator: " ") }
}

/// What the command page of help tells beyond the parameters (netsh 6.5).
package struct CommandNotes: Sendable {
    package struct Entry: Sendable {
        package let term: String
        package let text: String

        package init(_ term: String, _ text: String) {
            self.term = term
            self.text = text
        }
    }

    /// Paragraphs.
    package let remarks: [String]
    /// Columns or lines of the output, explained.
    package let output: [Entry]
    /// A line to type and what it does.
    package let examples: [Entry]
    /// How it may end, beside `success`, `failed` and `usage`, which every command may.
    package let endings: [ExitStatus]

    package init(
        remarks: [String] = [], output: [Entry] = [], examples: [Entry] = [], endings: [ExitStatus] = []
    ) {
        self.remarks = remarks
        self.output = output
        self.examples = examples
        self.endings = endings
    }
}

/// What a session does itself, because it changes the session and asks nothing of the environment.
package enum SessionVerb: Sendable, Equatable {
    case leave
    /// Runs the file named by the parameter `filename`.
    case execute
    /// Tells the current context.
    case showContext
    /// Goes to the context named by the parameter `context`.
    case enterContext
    /// Remembers the current context, and goes to the one named by the parameter `context`, if there is one.
    case pushContext
    /// Goes back to the context remembered last.
    case popContext
}

extension Command {
    /// The commands every session has; they belong into the root context, from where all contexts inherit them.
    package static var sessionCommands: [Command] {
        let file = Parameter("filename", .file, "The script; relative to the script that names it.", candidates: .files)
        let notes = CommandNotes(
            remarks: ["The script runs line by line and stops at the first line that fails."],
            examples: [.init("exec seeds.p2p", "Runs the lines of the file seeds.p2p.")]
        )
        let context = Parameter(
            "context", .text(maximumCharacters: 200),
            "The words of a context, in quotes when there are several; / is the root.")
        let contextNotes = CommandNotes(
            remarks: ["The same as typing the words alone."],
            examples: [.init("set context \"/ p2p pnrp cloud\"", "Goes to the cloud context from anywhere.")]
        )
        let pushed = Parameter(
            "context", .text(maximumCharacters: 200), "The words of the context to go to.", .optional("stay here"),
            maximumCount: 8)
        let pushNotes = CommandNotes(
            remarks: ["'popd' goes back to where 'pushd' was typed."],
            examples: [.init("pushd p2p pnrp cloud", "Goes to the cloud context, until popd.")])
        return [
            Command("popd", "Pops a context from the stack.", [], CommandNotes(), .session(.popContext)),
            Command("pushd", "Pushes current context on stack.", [pushed], pushNotes, .session(.pushContext)),
            Command("show context", "Shows the current context.", [], CommandNotes(), .session(.showContext)),
            Command("set context", "Changes the current context.", [context], contextNotes, .session(.enterContext)),
            Command("exec", "Runs a script file.", [file], notes, .session(.execute)),
            Command("bye", "Exits the program.", [], CommandNotes(), .session(.leave)),
            Command("exit", "Exits the program.", [], CommandNotes(), .session(.leave)),
            Command("quit", "Exits the program.", [], CommandNotes(), .session(.leave)),
        ]
    }
}
