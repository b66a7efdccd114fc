/// Where a line came from.
package enum Origin: Sendable, Equatable {
    /// Typed at a prompt: somebody is there to be asked, and sees the line.
    case prompt
    /// The words of the program's own command line.
    case arguments
    /// A line of a script.
    case script(file: String, line: Int)

    var isScript: Bool {
        if case .script = self { return true }
        return false
    }

    /// What errors begin with (netsh 5.1, 6.10).
    func prefix(ofProgram program: String) -> String {
        switch self {
        case .prompt: ""
        case .arguments: "\(program): "
        case .script(let file, let line): "\(file):\(line): "
        }
    }
}
