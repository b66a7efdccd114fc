import CommandTree
import Testing

@Suite("The hint at the right (netsh 6.12, 8.5)")
struct HintTests {
    private func hint(_ left: String, at words: String...) -> String {
        Completer(at: NetshTree.path(words)) { _, _ in [] }.hint(for: left)
    }

    @Test("what may follow a context, a group and a command")
    func whatFollows() {
        #expect(hint("p2p ") == "collab, dump, group, idmgr, pnrp")
        #expect(hint("p2p") == "collab, dump, group, idmgr, pnrp")
        #expect(hint("p2p idmgr show ") == "groups, identities, statistics")
        #expect(hint("p2p pnrp cloud set pnrpmode ") == "mode={auto|default|full|RO}  The mode.")
        #expect(hint("p2p pnrp cloud set pnrpmode") == "mode={auto|default|full|RO}  The mode.")
    }

    @Test("the next required parameter comes first, then what may be given besides, then nothing")
    func parameters() {
        #expect(hint("add registration ", at: "p2p", "pnrp", "peer") == "peername=peername  The name.")
        #expect(hint("add registration comment=x ", at: "p2p", "pnrp", "peer") == "peername=peername  The name.")
        #expect(hint("add registration 0.x ", at: "p2p", "pnrp", "peer") == "[cloud=text]  The cloud.")
        #expect(hint("add registration 0.x Global_ ", at: "p2p", "pnrp", "peer") == "[comment=text]  A remark.")
        #expect(hint("set pnrpmode auto Global_ ", at: "p2p", "pnrp", "cloud") == "")
        #expect(hint("show names ", at: "p2p", "pnrp", "cloud").hasPrefix("[watch=seconds]  Shows it again"))
        #expect(hint("show names watch=1 ", at: "p2p", "pnrp", "cloud") == "")
    }

    @Test("the full word an abbreviation stands for")
    func abbreviations() {
        #expect(hint("p2") == "p2p  Changes to the `p2psh p2p' context.")
        #expect(hint("fl", at: "p2p", "pnrp", "cloud") == "flush  Does flush.")
        #expect(hint("sh li", at: "p2p", "pnrp", "cloud") == "list  Does show list.")
        #expect(hint("diag", at: "p2p", "pnrp").hasPrefix("diagnostics"))
        #expect(hint("set pnrpmode f", at: "p2p", "pnrp", "cloud") == "full  The mode.")
        #expect(hint("set pnrpmode mode=d", at: "p2p", "pnrp", "cloud") == "default  The mode.")
        #expect(hint("add registration 0.x pers", at: "p2p", "pnrp", "peer").hasPrefix("[persistent={yes|no}]"))
    }

    @Test("two meanings are told with both, wherever on the line they stand")
    func ambiguity() {
        #expect(hint("s", at: "p2p", "pnrp", "cloud") == "ambiguous: set, show, start, synchronize")
        #expect(hint("s li", at: "p2p", "pnrp", "cloud") == "ambiguous: set, show, start, synchronize")
        #expect(hint("show s ", at: "p2p", "pnrp", "cloud") == "ambiguous: seed, statistics")
        #expect(hint("add registration 0.x pay", at: "p2p", "pnrp", "peer") == "payload=, payloadhex=")
    }

    @Test("behind a value that is whole, what comes next")
    func wholeValue() {
        let place = ["p2p", "pnrp", "cloud"]
        let next = "[cloud=text]  The cloud."
        for line in ["set pnrpmode auto", "set pnrpmode mode=RO", "set pnrpmode ro"] {
            #expect(Completer(at: NetshTree.path(place)) { _, _ in [] }.hint(for: line) == next)
        }
        #expect(hint("set pnrpmode cloud=x auto", at: "p2p", "pnrp", "cloud") == "")
        #expect(hint("set pnrpmode aut", at: "p2p", "pnrp", "cloud") == "auto  The mode.")
        let peer = "add registration 0.x persistent="
        #expect(hint(peer + "ye", at: "p2p", "pnrp", "peer").hasPrefix("[persistent="))
        #expect(hint(peer + "yes", at: "p2p", "pnrp", "peer") == next)
    }

    @Test("what is wrong is told before Return is pressed")
    func mistakes() {
        #expect(hint("bogus") == "unknown word")
        #expect(hint("p2p bogus x") == "unknown word: bogus")
        #expect(hint("set pnrpmode never ", at: "p2p", "pnrp", "cloud") == "not valid: never")
        #expect(hint("show names x", at: "p2p", "pnrp", "cloud") == "nothing takes this word")
        #expect(hint("show names x ", at: "p2p", "pnrp", "cloud") == "not valid: x")
    }

    @Test(
        "nothing to say",
        arguments: ["", "  ", "# show", "rem p2p", "?", "..", "p2p ?", "p2p ? ", "netsh", "netsh ", "\u{1B}"])
    func silence(left: String) {
        #expect(hint(left) == "")
    }

    @Test("help and the old program's name change nothing")
    func prefixes() {
        #expect(hint("help p2p ") == "collab, dump, group, idmgr, pnrp")
        #expect(hint("netsh p2p idmgr show ") == "groups, identities, statistics")
    }

    @Test("a value in quotes is still the value of its parameter")
    func quotes() {
        #expect(hint("show list \"", at: "p2p", "pnrp", "cloud") == "[cloud=text]  The cloud.")
        #expect(hint("show list cloud=\"My cl", at: "p2p", "pnrp", "cloud") == "[cloud=text]  The cloud.")
    }
}
