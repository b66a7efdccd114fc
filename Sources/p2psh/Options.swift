import ArgumentParser
import Shell

/// What may stand before the command (architecture 4). The words from the first that is no option on belong to the
/// command, dashes and all.
struct Options: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "p2psh", abstract: "A shell for peer-to-peer names, after netsh p2p.",
        usage: "p2psh [options] [command words...]")

    @Option(name: .shortAndLong, help: ArgumentHelp("Run a batch file; - is standard input.", valueName: "file"))
    var file: [String] = []

    @Option(
        name: .shortAndLong, parsing: .upToNextOption, help: ArgumentHelp("Start in that context.", valueName: "words"))
    var context: [String] = []

    @Option(name: .shortAndLong, help: ArgumentHelp("Run FILE, then stay in the session.", valueName: "file"))
    var alias: String?

    @Flag(help: "In a batch, go on after a failing line.")
    var keepGoing = false

    @Flag(help: "In a batch, parse and validate, and run nothing.")
    var check = false

    @Flag(help: "One JSON document per command; JSON Lines where a command streams.")
    var json = false

    @Flag(help: "Show the JSON Schema of all documents that --json writes.")
    var jsonSchema = false

    @Flag(help: "One record a line, fields separated by colons.")
    var terse = false

    @Option(help: ArgumentHelp("Colour: auto, always or never.", valueName: "when"))
    var color = ColorChoice.auto

    @Option(help: ArgumentHelp("The longest any one command may take.", valueName: "seconds"))
    var timeout: Double?

    @Flag(help: "Answer yes to confirmations.")
    var yes = false

    @Flag(help: "No hints, no progress.")
    var quiet = false

    @Option(
        help: ArgumentHelp(
            "The global cloud uses exactly this endpoint; loopback makes it a private cloud.",
            valueName: "[addr]:port"))
    var bind: [String] = []

    @Option(help: ArgumentHelp("A seed for this run.", valueName: "host[:port]"))
    var seed: [String] = []

    @Option(
        help: ArgumentHelp("Start N further nodes in this process and join them: a private cloud.", valueName: "n"))
    var lab = 0

    @Option(help: ArgumentHelp("Keep every file of p2psh below DIR.", valueName: "dir"))
    var home: String?

    @Flag(help: "Do not attach to a running node.")
    var embedded = false

    @Flag(help: "Show the version.")
    var version = false

    @Option(help: .hidden)
    var generate: String?

    @Argument(parsing: .captureForPassthrough, help: "The command; without one, a session.")
    var words: [String] = []

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
        if options.version { throw .help(p2psh.version) }
        try options.checkFirstWord()
        return options
    }

    /// No options, only words. To have them read costs more than most commands take: the parser looks at itself by
    /// reflection, and that searches the whole program.
    private init(words: [String]) {
        file = []
        context = []
        alias = nil
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

    /// A word with a dash where the command should begin is an option that does not exist, or netsh's.
    private func checkFirstWord() throws(Refusal) {
        guard let word = words.first else { return }
        switch word {
        case "-h", "--help", "/?", "-?": throw .help(Self.helpMessage())
        case "-r", "-u", "-p": throw .mistake("Remote mode is not supported; use ssh.")
        case _ where word.hasPrefix("-"): throw .mistake("There is no option '\(word)'; --help shows those there are.")
        default: return
        }
    }
}
