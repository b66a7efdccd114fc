import CommandTree
import Testing

@Suite("Binding arguments (netsh 2.2)")
struct BinderTests {
    private typealias Nobody = NetshTree.Nobody

    private func bind(_ arguments: String, _ command: Command<Nobody>) throws -> Invocation {
        try Binder.bind(try Tokenizer.words(of: arguments), to: command, end: arguments.count + 1)
    }

    private func failure(_ arguments: String, _ command: Command<Nobody>) throws -> UsageError {
        try #require(throws: UsageError.self) { _ = try bind(arguments, command) }
    }

    @Test(
        "positions and tags mix in any order",
        arguments: [
            "0.x Global_", "peername=0.x cloud=Global_", "cloud=Global_ 0.x", "0.x CL=Global_", "peername=0.x Global_",
            "PEER=0.x Global_", "'0.x' \"Global_\"",
        ])
    func mixedOrder(arguments: String) throws {
        let invocation = try bind(arguments, NetshTree.addRegistration)
        #expect(invocation.text("peername") == "0.x")
        #expect(invocation.text("cloud") == "Global_")
        #expect(invocation.words == ["add", "registration"])
    }

    @Test("the evidenced mixed form of set pnrpmode, and prefixes of values")
    func enumerations() throws {
        #expect(try bind("mode=default Global_", NetshTree.setMode).text("mode") == "default")
        #expect(try bind("ro", NetshTree.setMode).text("mode") == "RO")
        #expect(try bind("mode=a", NetshTree.setMode).text("mode") == "auto")
    }

    @Test("only a tag of this command is split off at the first equals sign")
    func equalsSigns() throws {
        let base64 = try bind("0.aGVsbG8= Global_", NetshTree.addRegistration)
        #expect(base64.text("peername") == "0.aGVsbG8=")
        let twice = try bind("0.x comment=a=b", NetshTree.addRegistration)
        #expect(twice.text("comment") == "a=b")
        let ambiguous = try bind("0.x p=5", NetshTree.addRegistration)
        #expect(ambiguous.text("cloud") == "p=5")
    }

    @Test("an exact tag beats the longer ones that begin with it")
    func exactTag() throws {
        let invocation = try bind("0.x payload=aa payloadh=00fF", NetshTree.addRegistration)
        #expect(invocation.text("payload") == "aa")
        #expect(invocation.optionalBytes("payloadhex") == [0, 255])
    }

    @Test("an explicit empty value is a value")
    func emptyValue() throws {
        let invocation = try bind("0.x comment=\"\"", NetshTree.addRegistration)
        #expect(invocation.optionalText("comment") == "")
        #expect(invocation.optionalText("cloud") == nil)
    }

    @Test("switches and keywords")
    func switches() throws {
        #expect(try bind("0.x --persistent", NetshTree.addRegistration).boolean("persistent"))
        #expect(try bind("0.x --no-persistent", NetshTree.addRegistration).optionalBoolean("persistent") == false)
        #expect(try bind("0.x persistent=y", NetshTree.addRegistration).boolean("persistent"))
        #expect(!(try bind("0.x", NetshTree.addRegistration).boolean("persistent")))
        let groups = try bind("ALL EXPIRED", NetshTree.showGroups)
        #expect(groups.text("identity") == "ALL")
        #expect(groups.boolean("expired"))
    }

    @Test("a repeatable parameter keeps its order")
    func repeated() throws {
        let invocation = try bind("0.x address=a address=b", NetshTree.addRegistration)
        #expect(invocation.texts("address") == ["a", "b"])
        #expect(!invocation.has("port"))
    }

    @Test("fallbacks are bound like typed values")
    func fallbacks() throws {
        let invocation = try bind("::1", NetshTree.pingHost)
        #expect(invocation.integer("count") == 4)
        #expect(invocation.duration("timeout") == .seconds(1))
        #expect(try bind("::1 timeout=250.5", NetshTree.pingHost).duration("timeout") == .microseconds(250_500))
    }

    @Test(
        "what does not fit is told with its cause and its place",
        arguments: [
            ("", 1, "One or more essential parameters were not entered. Missing: peername."),
            ("cloud=Global_", 14, "One or more essential parameters were not entered. Missing: peername."),
            (
                "x", 1,
                "'x' is not a valid argument for this command. "
                    + "Invalid peer name 'x': expected authority.classifier, for example 0.x."
            ),
            (
                "0.x cloud=a clo=b", 13,
                "The syntax supplied for this command is not valid. The parameter 'cloud' is given twice."
            ),
            (
                "0.x address=a address=b address=c address=d", 35,
                "The syntax supplied for this command is not valid. The parameter 'address' is given more than 3 times."
            ),
            (
                "0.x port=70000", 10,
                "'70000' is not a valid argument for this command. A whole number from 0 to 65535 is expected."
            ),
            (
                "0.x payloadhex=abc", 16,
                "'abc' is not a valid argument for this command. An even number of hex digits is expected."
            ),
            (
                "0.x payloadhex=0011223344", 16,
                "'0011223344' is not a valid argument for this command. It has 5 bytes; at most 4 are allowed."
            ),
            (
                "0.x persistent=maybe", 16, "'maybe' is not a valid argument for this command. Allowed are: yes, no."
            ),
            (
                "0.x password=123456789", 14,
                "'password' is not a valid argument for this command. It has 9 characters; at most 8 are allowed."
            ),
        ])
    func misfits(arguments: String, column: Int, message: String) throws {
        let error = try failure(arguments, NetshTree.addRegistration)
        #expect(error.message == message)
        #expect(error.column == column)
        #expect(error.usage == NetshTree.addRegistration.usage)
    }

    @Test("too many words, and words that look like tags")
    func unexpected() throws {
        let third = try failure("0.x Global_ commnt=hi", NetshTree.addRegistration)
        #expect(third.message.hasPrefix("'commnt=hi' is not a valid argument for this command. Its parameters are: "))
        #expect(third.hint == "Did you mean 'comment='?")
        let ambiguous = try failure("0.x Global_ p=1", NetshTree.addRegistration)
        #expect(ambiguous.hint == "'p=' may mean: password, payload, payloadhex, peername, persistent, port.")
        let none = try failure("x", NetshTree.command("dump"))
        #expect(none.message == "'x' is not a valid argument for this command. It takes no parameters.")
    }

    @Test("an option of the program behind the words is no value, unless it is written as one")
    func misplacedOptions() throws {
        let option = try failure("0.x --json", NetshTree.addRegistration)
        #expect(option.kind == .unexpectedArgument)
        #expect(option.message == "'--json' is not a valid argument for this command.")
        #expect(option.hint?.hasPrefix("Options of the program stand before the words of the command") == true)
        #expect(option.column == 5)
        #expect(try failure("--clod", NetshTree.addRegistration).hint == "Did you mean 'cloud='?")
        #expect(try bind("0.x cloud=--json", NetshTree.addRegistration).text("cloud") == "--json")
        #expect(try bind("0.x \"--json\"", NetshTree.addRegistration).text("cloud") == "--json")
    }

    @Test("a text whose blanks broke it is known by what comes too much")
    func brokenText() throws {
        let hint = try failure("0.x comment=My first name here", NetshTree.addRegistration).hint
        #expect(hint == "A value with blanks stands in quotes: comment=\"...\".")
    }

    @Test("the caret stands under the character, however wide those before it are")
    func caret() throws {
        let line = "add reg 0.日本 port=x"
        let words = try Tokenizer.words(of: line).dropFirst(2)
        let error = try #require(throws: UsageError.self) {
            _ = try Binder.bind(Array(words), to: NetshTree.addRegistration, end: line.count + 1)
        }
        #expect(error.explanation(of: line).prefix(2) == ["  add reg 0.日本 port=x", "                      ^"])
    }

    @Test("the usage line brackets tags and options (netsh 2.1)")
    func usage() {
        #expect(NetshTree.setMode.usage == "set pnrpmode [mode=]{auto|default|full|RO} [[cloud=]text]")
        #expect(
            NetshTree.showGroups.usage == "show groups [[identity=]text] [expired] [watch=seconds]")
        #expect(NetshTree.addRegistration.usage.contains("[address=text] ..."))
    }
}
