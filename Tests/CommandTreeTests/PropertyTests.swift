import CommandTree
import Testing

@Suite("Whatever is typed")
struct PropertyTests {
    private static let pieces = [
        "p2p", "pnrp", "cloud", "peer", "sh", "show", "st", "list", "add", "reg", "0.x", "cloud=", "Glob", "?", "help",
        "..", "/", "netsh", " ", " ", " ", "\t", "\"", "'", "\\", "=", "日", "👩‍👧", "#", "--all", "set", "pnrpmode",
        "mode=",
    ]

    private func line(_ chance: inout Chance) -> String {
        let count = Int.random(in: 0...12, using: &chance)
        return (0..<count).map { _ in Self.pieces.randomElement(using: &chance) ?? "" }.joined()
    }

    @Test(
        "every line is understood or refused within itself, and can be completed",
        arguments: 1...20 as ClosedRange<UInt64>)
    func anyLine(seed: UInt64) {
        var chance = Chance(state: seed)
        for _ in 0..<50 {
            let line = line(&chance)
            let path = NetshTree.path(seed.isMultiple(of: 2) ? [] : ["p2p", "pnrp", "cloud"])
            if let error = refusal(of: line, at: path) {
                #expect((1...line.count + 1).contains(error.column), "\(line)")
                #expect(!error.message.isEmpty)
            }
            let completion = Completer(at: path) { _, _ in [Candidate("Global_"), Candidate("a 'b\" c")] }.complete(
                line)
            #expect(completion.deleting <= line.count, "\(line)")
        }
    }

    private func refusal(of line: String, at path: ContextPath<NetshTree.Nobody>) -> UsageError? {
        do throws(UsageError) {
            switch Matcher(at: path).match(try Tokenizer.words(of: line)) {
            case .found(.command(let command, let arguments)):
                _ = try Binder.bind(arguments, to: command, end: line.count + 1)
                return nil
            case .ambiguous(let error), .unknown(let error): return error
            case .found, .incomplete: return nil
            }
        } catch {
            return error
        }
    }

    @Test("a quoted text comes back as one word", arguments: 1...20 as ClosedRange<UInt64>)
    func quoting(seed: UInt64) throws {
        var chance = Chance(state: seed)
        for _ in 0..<50 {
            let texts = [line(&chance), line(&chance)]
            let typed = texts.map(Tokenizer.quoted).joined(separator: " ")
            #expect(try Tokenizer.words(of: typed).map(\.text) == texts, "\(typed)")
        }
    }

    @Test(
        "what completion inserts is taken as the candidate",
        arguments: [
            "a", "\"a", "'a", "cloud=", "cloud=a", "cloud=\"a", "cloud='", "\"cloud=", "'cloud=a", "CL=",
        ])
    func completedCandidate(typed: String) throws {
        let candidate = #"a 'b" \c"#
        let left = "flush " + typed
        let path = NetshTree.path("p2p", "pnrp", "cloud")
        let completion = Completer(at: path) { _, _ in [Candidate(candidate)] }.complete(left)
        let words = try Tokenizer.words(of: left.dropLast(completion.deleting) + completion.insertion)
        let command = NetshTree.command("flush", NetshTree.cloudParameter)
        #expect(try Binder.bind(Array(words.dropFirst()), to: command, end: 0).text("cloud") == candidate)
    }
}
