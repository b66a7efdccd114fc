import CommandTree
import Glibc
import LineEditor
import Shell
import ShellCommands

@main
enum Program {
    static func main() async {
        // People ask for the version to see whether the program runs at all: nothing else happens (architecture 4).
        if CommandLine.arguments.dropFirst() == ["--version"] {
            print(ProgramDescription.version)
            return
        }
        if CommandLine.arguments.dropFirst().first == CompletionAnswer.option {
            for line in CompletionAnswer(words: Array(CommandLine.arguments.dropFirst(2))).lines { print(line) }
            return
        }
        TerminalLocale.adopt()
        let signals = Signals(catching: [SIGINT, SIGTERM, SIGHUP])
        signal(SIGPIPE, SIG_IGN)
        exit(await run(Array(CommandLine.arguments.dropFirst()), signals))
    }

    private static func run(_ arguments: [String], _ signals: Signals?) async -> Int32 {
        do throws(Options.Refusal) {
            return await Launch(try Options.parsed(arguments), signals).run()
        } catch {
            switch error {
            case .help(let text):
                print(text)
                return 0
            case .mistake(let sentence):
                refuse(sentence, asDocument: arguments.contains("--json") && !arguments.contains("--terse"))
                return ExitStatus.usage.rawValue
            }
        }
    }

    /// Whoever reads documents gets one of this too (netsh 5.1).
    private static func refuse(_ sentence: String, asDocument: Bool) {
        guard asDocument else { return complain(sentence) }
        Output(settings: OutputSettings(format: .json), sink: DescriptorSink())
            .refuse(CommandFailure(sentence, status: .usage))
    }
}

/// A sentence of the program itself (netsh 5.1).
func complain(_ sentence: String) {
    let line = "\(ProgramName.current): \(sentence)\n"
    line.withCString { _ = write(STDERR_FILENO, $0, strlen($0)) }
}
