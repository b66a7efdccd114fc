import CommandTree
import Testing

@Suite("Help (netsh 6.5)")
struct HelpTests {
    private func text(_ topic: HelpTopic<NetshTree.Nobody>) -> String {
        HelpText.lines(on: topic).map(\.text).joined(separator: "\n")
    }

    @Test("the page of p2p has the pinned layout (netsh O-8)")
    func pinnedLayout() {
        let below = ["group", "idmgr", "pnrp"].map { Context<NetshTree.Nobody>($0) }
        let dump = Command<NetshTree.Nobody>("dump", "Displays a configuration script.", answer: .nothing) { _, _ in
            .done
        }
        let p2p = Context("p2p", commands: [dump], contexts: below)
        let path = ContextPath(root: Context("netsh", contexts: [p2p])).entering(p2p)
        let page = text(.context(path, .local))
        let ours = "Also available: .., /, p2p.\n\n"
        #expect(page.contains(ours))
        #expect(
            page.split(separator: ours).joined() == """
                The following commands are available:

                Commands in this context:
                ?              - Displays a list of commands.
                dump           - Displays a configuration script.
                group          - Changes to the `netsh p2p group' context.
                help           - Displays a list of commands.
                idmgr          - Changes to the `netsh p2p idmgr' context.
                pnrp           - Changes to the `netsh p2p pnrp' context.

                The following sub-contexts are available:
                 group idmgr pnrp

                To view help for a command, type the command, followed by a space, and then
                 type ?.
                """)
    }

    @Test("--inherited gives every parent its section, from the root down")
    func inherited() {
        let page = text(.context(NetshTree.path("p2p", "collab"), .inherited))
        let root = page.range(of: "Commands in the p2psh-context:")
        let p2p = page.range(of: "Commands in the p2psh p2p-context:")
        let own = page.range(of: "Commands in this context:")
        #expect(root != nil && p2p != nil && own != nil)
        #expect(page.contains("..             - Goes up one context level."))
        #expect(!page.contains("Also available:"))
    }

    @Test("a group lists its commands, long words keep a blank")
    func group() {
        let page = text(.group("show", at: NetshTree.path("p2p", "pnrp", "cloud")))
        #expect(page.contains("show list      - Does show list.\n"))
        #expect(page.contains("show initialization - Does show initialization.\n"))
        #expect(!page.contains("set seed"))
    }

    @Test("a group tells in which contexts below it has more commands")
    func groupBelow() {
        let page = text(.group("add", at: NetshTree.path()))
        #expect(page.contains("add helper     - "))
        #expect(page.contains("Further commands that begin with 'add' are in: p2p pnrp peer.\n"))
        #expect(!text(.group("add", at: NetshTree.path("p2p", "pnrp", "peer"))).contains("Further"))
    }

    @Test("a command page tells everything the table knows")
    func command() {
        let command = Command<NetshTree.Nobody>(
            "ping host", "Checks whether a node answers.",
            parameters: [
                Parameter("host", .named("host") { _ in nil }, "The node."),
                Parameter("count", .integer(0...9), "How often.", .fallback("4"), isTagged: true),
            ],
            notes: CommandNotes(
                remarks: ["Needs the cloud to be active."], output: [.init("time", "Milliseconds.")],
                examples: [.init("ping host ::1", "Asks this computer.")], endings: [.timedOut]),
            answer: .object([
                .member("sent", .count, "How many probes went out."),
                .member("answers", .array(.object([.member("ms", .count, "When.")])), "Those that came back."),
            ])
        ) { _, _ in .done }
        #expect(
            text(.command(command)) == """
                Checks whether a node answers.

                Usage: ping host [host=]host [count=0..9]

                Parameters:

                       Tag            Value
                       host         - Required. The node.
                       count        - Optional; default: 4. How often. A whole number from 0 to
                                      9.

                Remarks:
                Needs the cloud to be active.

                Output:

                       time         - Milliseconds.

                Examples:

                       ping host ::1
                           Asks this computer.

                Exit codes: 0 done, 1 failed, 2 usage, 4 timed out.

                Terse: the lines of the text.

                JSON: an object.

                       sent         - How many probes went out.
                       answers[]    - Those that came back.
                         ms         - When.
                """)
    }

    @Test("everything names every command once")
    func everything() {
        let lines = HelpText.lines(on: .everything(ContextPath(root: NetshTree.root))).map(\.text)
        #expect(lines.filter { $0.hasPrefix("traceroute ") }.count == 1)
        #expect(lines.contains("p2psh p2p pnrp diagnostics"))
    }
}

extension String {
    fileprivate func range(of part: String) -> Range<Index>? { ranges(of: part).first }
}
