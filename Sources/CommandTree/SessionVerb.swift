/// What a session does itself, because it changes the session and asks nothing of the environment.
package enum SessionVerb: Sendable, Equatable, CaseIterable {
    case leave
    /// Runs the file named by the parameter `filename`.
    case execute

    // The context
    /// Tells the current context.
    case showContext
    /// Goes to the context named by the parameter `context`.
    case enterContext
    /// Remembers the current context, and goes to the one named by the parameter `context`, if there is one.
    case pushContext
    /// Goes back to the context remembered last.
    case popContext

    // Aliases
    /// Gives the words `text` the name `name`; without a text tells what the name stands for, without a name tells all.
    case alias
    /// Takes the name `name` away.
    case removeAlias
    case showAliases

    // Offline mode
    /// Goes to the mode named by the parameter `mode`.
    case setMode
    case goOffline
    case goOnline
    case showMode
    case showPending
    /// Makes the changes that are pending.
    case commit
    /// Forgets the changes that are pending.
    case discard

    // The manner of the session
    /// Begins or ends a copy of the output, as `mode` says, in the file `name`.
    case setFile
    /// Accepts this machine and no other as `name`.
    case setMachine
    /// Says that contexts are built in.
    case refuseHelper
    case showHelpers
    /// Takes `word` for the first word of the prompt.
    case setPrompt
    /// Switches what the line editor says of what comes next.
    case setHints
}
