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
