import ArgumentParser
import CommandTree
import Glibc
import Shell
import ShellCommands

/// What may stand before the command (architecture 4). The words from the first that is no option on belong to the
/// command, dashes and all. What the options mean is told by `ProgramDescription.p2psh`.
struct Options: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "p2psh")

    @Option(name: .shortAndLong) var file: [String] = []
    @Option(name: .shortAndLong, parsing: .upToNextOption) var context: [String] = []
    @Option(name: .shortAndLong) var alias: String?
    @Flag var noInit = false
    @Flag var keepGoing = false
    @Flag var check = false
    @Flag var json = false
    @Flag var jsonSchema = false
    @Flag var terse = false
    @Option var color = ColorChoice.auto
    @Option var timeout: Double?
    @Flag var yes = false
    @Flag var quiet = false
    @Option var bind: [String] = []
    @Option var seed: [String] = []
    @Option var lab = 0
    @Option var home: String?
    @Flag var embedded = false
    @Flag var version = false

    /// The path of a document to print, for `make generate`.
    @Option(help: .hidden) var generate: String?

    @Argument(parsing: .captureForPassthrough) var words: [String] = []

    mutating func validate() throws {
        if json, terse { throw ValidationError("--json and --terse exclude each other.") }
        if let timeout, !(0.001...86_400).contains(timeout) {
            throw ValidationError("--timeout takes a number of seconds, at most a day.")
        }
        if !(0...Self.largestLab).contains(lab) {
            throw ValidationError("--lab takes a whole number from 0 to \(Self.largestLab).")
        }
    }

    /// More nodes than this in one process say nothing that fewer do not.
    private static let largestLab = 1000
}

extension ColorChoice: ExpressibleByArgument {}

// MARK: Reading them

extension Options {
    /// Why there is nothing to run.
    enum Refusal: Error {
        case help(String)
        case mistake(String)
    }

    static func parsed(_ arguments: [String]) throws(Refusal) -> Options {
        let options: Options
        if arguments.first?.hasPrefix("-") != true {
            options = Options(words: arguments)
            try options.checkFirstWord()
            return options
        }
        do {
            options = try parse(arguments)
        } catch {
            throw .mistake(message(for: error))
        }
        if options.version { throw .help(ProgramDescription.version) }
        try options.checkFirstWord()
        return options
    }

    /// No options, only words. To have them read costs more than most commands take: the parser looks at itself by
    /// reflection, and that searches the whole program.
    private init(words: [String]) {
        file = []
        context = []
        alias = nil
        noInit = false
        keepGoing = false
        check = false
        json = false
        terse = false
        color = .auto
        timeout = nil
        yes = false
        quiet = false
        bind = []
        seed = []
        lab = 0
        home = nil
        embedded = false
        jsonSchema = false
        version = false
        generate = nil
        self.words = words
    }

    private static var help: String {
        let width = min(WindowSize(of: STDOUT_FILENO)?.columns ?? usualColumns, widestHelp)
        return ProgramDescription.p2psh.help(width: width).map(\.text).joined(separator: "\n")
    }

    private static let usualColumns = 80
    /// Longer lines are hard to read.
    private static let widestHelp = 100

    /// Netsh lists the commands behind its options.
    private var listing: String {
        let root = ContextPath<CommandEnvironment>(root: .p2psh).titled(ProgramName.current)
        return HelpText.lines(on: .context(root, .local)).map(\.text).joined(separator: "\n")
    }

    /// Options are told by their case too, as everywhere but in netsh.
    private static func complaint(about word: String) -> String {
        let known = ProgramDescription.p2psh.options.flatMap(\.names)
        guard let meant = known.first(where: { $0.lowercased() == word.lowercased() }) else {
            return "There is no option '\(word)'; --help shows those there are."
        }
        return "There is no option '\(word)'. Did you mean '\(meant)'?"
    }

    /// A word with a dash where the command should begin is an option that does not exist, or netsh's.
    private func checkFirstWord() throws(Refusal) {
        guard let word = words.first else { return }
        switch word {
        case "-h", "--help": throw .help(Self.help)
        case "/?", "-?",
            "?" where words.count == 1 && !json && !terse:
            throw .help(Self.help + "\n\n" + listing)
        case "-r", "-u", "-p": throw .mistake("Remote mode is not supported; use ssh.")
        case _ where word.hasPrefix("-"): throw .mistake(Self.complaint(about: word))
        default: return
        }
    }
}
