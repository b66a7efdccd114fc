// TerminalTesting: starts a program on a pseudo-terminal, types, and looks at the screen.
//
//     let program = try TerminalProgram("/path/to/program", arguments: ["--quiet"])
//     try await program.waitFor("p2psh>")
//     program.send("show li\t")
//     try await program.waitFor("show list")
//     program.send(.control("c"))
//     #expect(program.screen.line(containing: "^C") != nil)
//
// Tests assert on the `Screen`, which is what a person sees, and never on bytes: those change with every release of
// libedit. They wait for a text, with a deadline, and never for a duration. A `TerminalProgram` reads the program's
// output only inside its `waitFor…` functions, which hold no thread of the tests; suites that use it should be
// `.serialized`, for the programs they start are many.
