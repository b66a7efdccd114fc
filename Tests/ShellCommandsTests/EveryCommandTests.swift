import CommandTree
import Foundation
import Shell
import ShellCommands
import Testing

/// Every command of the tree, typed in a session and given to the program, answered as text and as JSON. What they say
/// is kept in Transcripts/, a file for each command.
@Suite("Every command") struct EveryCommandTests {
    private static let all =
        ([ContextPath(root: .p2psh)] + ContextPath<CommandEnvironment>(root: .p2psh).descendants)
        .flatMap { place in place.current.commands.map { (place.words + $0.words).joined(separator: " ") } }

    @Test("there is a sample of every command, and of nothing else")
    func completeness() {
        #expect(Set(Self.all).subtracting(Sample.all.map(\.command)).sorted() == [])
        #expect(Set(Sample.all.map(\.command)).subtracting(Self.all).sorted() == [])
    }

    @Test("every command says what its JSON looks like, but those that have none", arguments: all)
    func answers(command: String) throws {
        let words = try Tokenizer.words(of: command)
        guard case .found(.command(let found, _)) = Matcher(at: ContextPath(root: .p2psh)).match(words) else {
            Issue.record("'\(command)' is not found by its own words")
            return
        }
        // A script has the documents of its lines; grouping and loading libraries only ever fail.
        let speechless = ["exec", "group", "add helper", "delete helper"]
        #expect((found.answer == .nothing) == speechless.contains(found.name))
    }

    @Test("what it says", arguments: Dictionary(grouping: Sample.all, by: \.command).values.map(\.self))
    func transcript(samples: [Sample]) async throws {
        var transcript = Transcript()
        for sample in samples {
            for format in [OutputSettings.Format.text, .json] {
                let line = (["p2psh>\(sample.line)"] + sample.typed).joined(separator: "\n")
                transcript.add(sample.sessionHeading, line, await inSession(sample, format))
            }
            for format in [OutputSettings.Format.text, .json] {
                let line = (["$ " + sample.shellLine(format)] + sample.typed).joined(separator: "\n")
                transcript.add("given to the program", line, await given(sample, format))
            }
        }
        if Transcript.isRecording { try transcript.keep(as: samples[0].command) }
        #expect(transcript.text == Transcript.kept(of: samples[0].command), "\(Transcript.howToRecord)")
    }

    @Test("with --terse every record has the fields that help names", arguments: Sample.all.filter(\.before.isEmpty))
    func records(sample: Sample) async throws {
        let words = try Tokenizer.words(of: sample.command)
        guard case .found(.command(let command, _)) = Matcher(at: ContextPath(root: .p2psh)).match(words) else {
            Issue.record("'\(sample.command)' is not found by its own words")
            return
        }
        let fields = command.notes.record
        guard !fields.isEmpty else { return }
        let shell = TypedShell(
            .everyday, settings: SessionSettings(assumesYes: sample.confirms), typist: sample.typist)
        let answers = await shell.type([sample.line], format: .terse).answers
        for record in answers.split(separator: "\n") {
            let count = record.replacing("\\\\", with: "").replacing("\\:", with: "").count { $0 == ":" } + 1
            #expect(fields.last == "..." ? count >= fields.count - 1 : count == fields.count, "\(record)")
        }
    }

    private func inSession(_ sample: Sample, _ format: OutputSettings.Format) async -> Outcome {
        let shell = TypedShell(
            .everyday, settings: SessionSettings(assumesYes: sample.confirms), typist: sample.typist)
        let outcome = await shell.type(sample.before + [sample.line], format: format)
        #expect(outcome.status == sample.status)
        return outcome
    }

    private func given(_ sample: Sample, _ format: OutputSettings.Format) async -> Outcome {
        let shell = TypedShell(
            .everyday, settings: SessionSettings(assumesYes: sample.confirms), isOneShot: true, typist: sample.typist)
        let outcome = await shell.start(sample.words, format: format)
        #expect(outcome.status == sample.oneShotStatus ?? sample.status)
        return outcome
    }

    @Test("no transcript is left of a command that is gone")
    func leftovers() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Transcript.folder.path(percentEncoded: false))
        let kept = files.filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(".txt".count)) }
        #expect(Set(kept) == Set(Self.all.map { $0.replacing(" ", with: "-") }))
    }
}

extension Sample {
    fileprivate var words: [String] { (try? Tokenizer.words(of: line).map(\.text)) ?? [] }

    fileprivate var typist: Typist? { typed.isEmpty ? nil : Typist(typed, answers: typed) }

    fileprivate var sessionHeading: String {
        let begin = confirms ? "in a session begun with --yes" : "in a session"
        return before.isEmpty ? begin : "\(begin), after: \(before.joined(separator: "; "))"
    }

    /// As it is typed in the shell of the system.
    fileprivate func shellLine(_ format: OutputSettings.Format) -> String {
        let options = (format == .json ? ["--json"] : []) + (confirms ? ["--yes"] : [])
        let quoted = words.map { word in
            word.allSatisfy { $0.isLetter || $0.isNumber || "-_=:.%@/,+".contains($0) } ? word : "'\(word)'"
        }
        return (["p2psh"] + options + quoted).joined(separator: " ")
    }
}
