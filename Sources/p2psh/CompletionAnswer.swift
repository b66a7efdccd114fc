import CommandTree
import FoundationEssentials
import LiveWords
import PeerEngine
import Shell
import ShellCommands

/// What the completion scripts of the shells ask for: `p2psh --complete WORDS...`, the words of the command line up to
/// the cursor without the program's name; the last is the one being completed, perhaps empty.
///
/// A line for each candidate, `word<TAB>summary`. It starts no engine, writes no file, and never complains: somebody is
/// in the middle of a line.
struct CompletionAnswer {
    /// The hidden option, which must come first.
    static let option = "--complete"

    private let variables = ProcessInfo.processInfo.environment
    private let completer: ProgramCompleter<CommandEnvironment>

    init(words: [String]) {
        completer = ProgramCompleter(.p2psh, root: .p2psh, words: words)
    }

    var lines: [String] {
        let options = try? EngineOptions(environment: variables, home: completer.value(of: "--home"))
        let candidates = completer.candidates { source, typed in
            if source == .files { return files(beginning: typed) }
            guard let options else { return [] }
            return LiveWords(readFrom: options.liveWordsPath).lists[source.name, default: []].map { Candidate($0) }
        }
        // The shells print what they are told as it stands.
        return candidates.filter { sanitized($0.text) == $0.text }
            .map { $0.summary.isEmpty ? $0.text : "\($0.text)\t\($0.summary)" }
    }

    /// The shells leave a tilde to the program that they start.
    private func files(beginning typed: String) -> [Candidate] {
        guard typed.hasPrefix("~/"), let home = variables["HOME"] else { return fileCandidates(beginning: typed) }
        return fileCandidates(beginning: home + typed.dropFirst()).map {
            Candidate("~" + $0.text.dropFirst(home.count))
        }
    }
}

/// Tells other processes what this one's Tab knows, as it changes.
struct LiveWordsTelling {
    /// Names may come and go by the hundred; nobody presses Tab more often.
    private static let pause: Duration = .seconds(1)
    /// Whoever ends sooner has nothing to tell.
    private static let hesitation: Duration = .milliseconds(200)

    let engine: Engine
    let file: LiveWordsFile

    func run() async {
        let environment = CommandEnvironment(services: engine)
        try? await Task.sleep(for: Self.hesitation)
        for await _ in engine.completionChanges() {
            let lists = CandidateSource.p2psh.map { ($0.name, environment.candidates(from: $0).map(\.text)) }
            file.write(LiveWords(lists: Dictionary(uniqueKeysWithValues: lists)))
            try? await Task.sleep(for: Self.pause)
        }
    }
}
