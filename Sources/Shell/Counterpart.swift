package import LineEditor

/// Who a command can ask and talk with.
package enum Counterpart: Sendable {
    /// Somebody who types.
    case person(any Terminal)
    /// A pipe, or the lines of a script that stand behind the command.
    case lines(PlainLines)
    case nobody
}
