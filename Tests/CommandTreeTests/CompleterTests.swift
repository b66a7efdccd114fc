import CommandTree
import Testing

@Suite("Completing a line (netsh 6.12)")
struct CompleterTests {
    private func complete(_ left: String, at path: ContextPath<NetshTree.Nobody>) -> Completion {
        let clouds = [
            Candidate("Global_", "the global cloud"), Candidate("LinkLocal_ff00::%2/8"), Candidate("My cloud"),
        ]
        let completer = Completer(at: path) { source, _ in
            switch source {
            case "clouds": clouds
            case .files: [Candidate("seeds.p2p"), Candidate("sub/"), Candidate("su chef")]
            default: []
            }
        }
        return completer.complete(left)
    }

    /// What the line becomes.
    private func result(_ left: String, at path: ContextPath<NetshTree.Nobody>) -> String {
        let completion = complete(left, at: path)
        return left.dropLast(completion.deleting) + completion.insertion
    }

    @Test(
        "one candidate is inserted whole",
        arguments: [
            ("fl", "flush "), ("FL", "flush "), ("sho", "show "), ("show li", "show list "), ("sh li", "sh list "),
            ("p2", "p2p "), ("p2p col", "p2p collab "), ("/ p2p id", "/ p2p idmgr "), ("exe", "exec "),
            ("show list glo", "show list Global_ "), ("show list cloud=glo", "show list cloud=Global_ "),
            ("show list CL=glo", "show list CL=Global_ "), ("set pnrpmode def", "set pnrpmode default "),
            ("set pnrpmode mode=f", "set pnrpmode mode=full "), ("set pnrpmode auto cl", "set pnrpmode auto cloud="),
            ("show list my", "show list \"My cloud\" "), ("show list \"my", "show list \"My cloud\" "),
            ("show list 'my", "show list 'My cloud' "), ("show list cloud=\"my", "show list cloud=\"My cloud\" "),
            ("show list \"cloud=my", "show list \"cloud=My cloud\" "),
            ("exec see", "exec seeds.p2p "), ("exec sub", "exec sub/"), ("help sho", "help show "),
            ("netsh p2p pnrp di", "netsh p2p pnrp diagnostics "), ("dum", "dump "), (".. diag pi", ".. diag ping "),
        ])
    func single(left: String, expected: String) {
        #expect(result(left, at: NetshTree.path("p2p", "pnrp", "cloud")) == expected)
    }

    @Test("several candidates share their beginning and are listed")
    func several() {
        let path = NetshTree.path("p2p", "pnrp", "cloud")
        #expect(complete("s", at: path).candidates.map(\.text) == ["set", "show", "start", "synchronize"])
        #expect(complete("s", at: path).insertion == "")
        #expect(complete("show s", at: path).candidates.map(\.text) == ["seed", "statistics"])
        let tags = complete("add registration 0.x pay", at: NetshTree.path("p2p", "pnrp", "peer"))
        #expect(tags.insertion == "load")
        #expect(tags.deleting == 0)
        #expect(tags.candidates == [Candidate("payload=", "Text."), Candidate("payloadhex=", "Bytes.")])
    }

    @Test("an empty place offers values first, then the tags not yet used")
    func emptyPlace() {
        let path = NetshTree.path("p2p", "pnrp", "cloud")
        #expect(
            complete("set pnrpmode ", at: path).candidates.map(\.text)
                == ["auto", "default", "full", "RO", "mode=", "cloud="])
        #expect(complete("set pnrpmode auto cloud=x ", at: path) == .nothing)
        #expect(
            complete("", at: path).candidates.map(\.text).starts(with: [
                "dump", "flush", "help", "repair", "set", "show", "start", "synchronize",
            ]))
    }

    @Test("before the first letter, what parents know is offered behind what is known here, every word once")
    func inherited() {
        let path = NetshTree.path("p2p", "pnrp", "cloud")
        let words = complete("", at: path).candidates.map(\.text)
        #expect(words.contains("exec") && words.contains("diagnostics") && words.contains("p2p"))
        #expect(Set(words).count == words.count)
        let settings = complete("set ", at: path).candidates.map(\.text)
        #expect(settings.first == "pnrpmode" || settings.first == "seed")
        #expect(settings.contains("hints") && settings.contains("mode"))
        #expect(!complete("/ p2p pnrp cloud ", at: path).candidates.map(\.text).contains("exec"))
    }

    @Test(
        "what cannot be run is not completed",
        arguments: [
            "bogus ", "p2p pnrp cloud exi", "s ", "# sh", "show list \u{1B}", "show bogus x",
        ])
    func nothing(left: String) {
        #expect(complete(left, at: NetshTree.path()) == .nothing)
    }

    @Test(
        "in the middle of a line, what stands there already is not written twice",
        arguments: [
            ("sh", "ow list", "show |list"), ("sh", " list", "show |list"), ("sh", "ow", "show |"),
            ("sh", "", "show |"),
            ("sh", "own", "show |own"), ("show list cloud=glo", "bal_", "show list cloud=Global_ |"),
            ("show list glo", " x", "show list Global_ |x"), ("bog", "us", "bog|us"),
        ])
    func middle(left: String, right: String, expected: String) {
        let completer = Completer(at: NetshTree.path("p2p", "pnrp", "cloud")) { _, _ in [Candidate("Global_")] }
        let completion = completer.complete(left, before: right)
        let before = left.dropLast(completion.deleting) + completion.insertion
        #expect(before + "|" + right.dropFirst(completion.deletingAhead) == expected)
    }
}
