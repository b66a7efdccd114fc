import CommandTree
import Testing

@Suite("Finding what a line means (netsh 6.3, 6.4)")
struct MatcherTests {
    private typealias Nobody = NetshTree.Nobody

    /// A compact account of a match.
    private func account(of line: String, at path: ContextPath<Nobody>) throws -> String {
        switch Matcher(at: path).match(try Tokenizer.words(of: line)) {
        case .found(.nothing): "nothing"
        case .found(.context(let place)): "at " + place.text
        case .found(.command(let command, let arguments)):
            ([command.name] + arguments.map { "<\($0.text)>" }).joined(separator: " ")
        case .found(.help(let topic)): "help " + account(of: topic)
        case .incomplete(let topic): "incomplete " + account(of: topic)
        case .ambiguous(let error), .unknown(let error): error.message
        }
    }

    private func account(of topic: HelpTopic<Nobody>) -> String {
        switch topic {
        case .context(let path, let scope): "\(path.text) \(scope)"
        case .group(let word, let path): "\(word) in \(path.text)"
        case .command(let command): command.name
        case .everything(let path): "everything in \(path.text)"
        }
    }

    @Test(
        "from the root",
        arguments: [
            ("", "nothing"), ("netsh", "nothing"), ("p2p", "at p2psh p2p"), ("p2", "at p2psh p2p"),
            ("p2p pnrp cloud", "at p2psh p2p pnrp cloud"), ("p2p pnrp cloud show list", "show list"),
            ("netsh p2p pnrp cloud show list", "show list"), ("NETSH P2P PNRP CL SH ST *", "show statistics <*>"),
            ("p2p pnrp diag ping host ::1 Global_", "ping host <::1> <Global_>"),
            ("p2p pnrp diagnostics", "at p2psh p2p pnrp diagnostics"), ("p2p pnrp di", "at p2psh p2p pnrp diagnostics"),
            ("..", "at p2psh"), ("/", "at p2psh"), ("exi", "exit"),
            ("p", "The command 'p' is ambiguous: p2p, popd, pushd."),
            ("pnrp cloud", "The following command was not found: pnrp cloud."),
            ("p2p pnrp cloud exit", "The following command was not found: p2p pnrp cloud exit."),
        ])
    func fromRoot(line: String, expected: String) throws {
        #expect(try account(of: line, at: NetshTree.path()) == expected)
    }

    @Test(
        "from p2p pnrp cloud",
        arguments: [
            ("d", "dump"), ("f", "flush"), ("r", "repair"), ("st", "start"), ("sh st", "show statistics"),
            ("show i", "show initialization"), ("sh l", "show list"), ("sh n", "show names"), ("sh p", "show pnrpmode"),
            ("sh se", "show seed"), ("se p", "set pnrpmode"), ("se s", "set seed"), ("sy h", "synchronize host"),
            ("sync seed", "synchronize seed"), ("show", "incomplete show in p2psh p2p pnrp cloud"),
            ("s", "The command 's' is ambiguous: set, show, start, synchronize."),
            ("show s", "The command 's' is ambiguous: seed, statistics."),
            ("peer", "at p2psh p2p pnrp peer"), ("p2p idmgr", "at p2psh p2p idmgr"), ("exit", "exit"),
            ("..", "at p2psh p2p pnrp"), (".. ..", "at p2psh p2p"), (".. .. .. .. ..", "at p2psh"), ("/", "at p2psh"),
            ("/ p2p idmgr show identities", "show identities"), (".. peer resolve 0.x", "resolve <0.x>"),
            ("show bogus", "The following command was not found: show bogus."), ("cloud", "at p2psh p2p pnrp cloud"),
        ])
    func fromCloud(line: String, expected: String) throws {
        #expect(try account(of: line, at: NetshTree.path("p2p", "pnrp", "cloud")) == expected)
    }

    @Test(
        "shortest forms elsewhere (netsh 2.6)",
        arguments: [
            ("p2p", "c", "at p2psh p2p collab"), ("p2p", "d", "dump"), ("p2p", "g", "at p2psh p2p group"),
            ("p2p", "i", "at p2psh p2p idmgr"), ("p2p", "p", "at p2psh p2p pnrp"),
            ("p2p pnrp", "c", "at p2psh p2p pnrp cloud"), ("p2p pnrp", "di", "at p2psh p2p pnrp diagnostics"),
            ("p2p pnrp", "du", "dump"), ("p2p pnrp", "p", "at p2psh p2p pnrp peer"),
            ("p2p pnrp diagnostics", "d", "dump"), ("p2p pnrp diagnostics", "p h", "ping host"),
            ("p2p pnrp diagnostics", "p s", "ping seed"), ("p2p pnrp peer", "a reg", "add registration"),
            ("p2p pnrp peer", "de r", "delete registration"), ("p2p pnrp peer", "du", "dump"),
            ("p2p pnrp peer", "e", "enumerate"), ("p2p pnrp peer", "r", "resolve"),
            ("p2p pnrp peer", "se m", "set machinename"), ("p2p pnrp peer", "sh c", "show convertedname"),
            ("p2p pnrp peer", "sh m", "show machinename"), ("p2p pnrp peer", "sh r", "show registration"),
            ("p2p pnrp peer", "t", "traceroute"), ("p2p idmgr", "de g", "delete group"), ("p2p idmgr", "du", "dump"),
            ("p2p idmgr", "s i", "show identities"), ("p2p idmgr", "s g", "show groups"),
            ("p2p idmgr", "s s", "show statistics"), ("p2p group", "db", "at p2psh p2p group db"),
            ("p2p group", "du", "dump"), ("p2p group", "g", "gping"), ("p2p group", "r", "resolve"),
            ("p2p group", "s ac", "show acl"), ("p2p group", "s ad", "show address"),
            ("p2p collab", "c", "at p2psh p2p collab contact"), ("p2p collab contact", "de", "delete"),
            ("p2p collab contact", "e", "export"), ("p2p collab contact", "i", "import"),
            ("p2p collab contact", "se", "set"), ("p2p collab contact", "sh c", "show contacts"),
            ("p2p collab contact", "sh x", "show xml"),
        ])
    func shortestForms(context: String, line: String, expected: String) throws {
        let path = NetshTree.path(context.split(separator: " ").map(String.init))
        #expect(try account(of: line, at: path) == expected)
    }

    @Test(
        "help",
        arguments: [
            ("?", "help p2psh p2p pnrp peer local"), ("help", "help p2psh p2p pnrp peer local"),
            ("help --inherited", "help p2psh p2p pnrp peer inherited"), ("help --all", "help everything in p2psh"),
            ("show ?", "help show in p2psh p2p pnrp peer"), ("sh reg /?", "help show registration"),
            ("resolve 0.x help", "help resolve"), ("help resolve", "help resolve"),
            ("HELP add reg", "help add registration"),
            (".. cloud ?", "help p2psh p2p pnrp cloud local"), ("p2p ?", "help p2psh p2p local"),
            ("resolve \"?\"", "resolve <?>"), ("nonsense ?", "The following command was not found: nonsense."),
        ])
    func help(line: String, expected: String) throws {
        #expect(try account(of: line, at: NetshTree.path("p2p", "pnrp", "peer")) == expected)
    }

    @Test(
        "an unknown word is pointed at, and the nearest one is named",
        arguments: [
            ("shwo list", 1, "Did you mean 'show'?"), ("show lsit", 6, "Did you mean 'list'?"),
            ("  resolve", 3, "The word 'resolve' is known in: p2p group; p2p pnrp peer."),
            ("add registration 0.x", 5, "The command 'add registration' is known in: p2p pnrp peer."),
        ])
    func unknown(line: String, column: Int, hint: String) throws {
        let path = NetshTree.path("p2p", "pnrp", "cloud")
        guard case .unknown(let error) = Matcher(at: path).match(try Tokenizer.words(of: line)) else {
            Issue.record("'\(line)' was understood")
            return
        }
        #expect(error.column == column)
        #expect(error.hint == hint)
    }

    @Test("a group that lacks a word leaves it to the parents")
    func inheritedGroup() throws {
        let leaf = Context("leaf", commands: [NetshTree.command("show own")])
        let root = Context("top", commands: [NetshTree.command("show mode")], contexts: [leaf])
        let path = ContextPath(root: root).entering(leaf)
        #expect(try account(of: "show mode", at: path) == "show mode")
        #expect(try account(of: "show own", at: path) == "show own")
    }
}
