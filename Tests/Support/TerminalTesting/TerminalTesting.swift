// TerminalTesting: starts a program on a pseudo-terminal, types, and looks at the screen.
//
//     let program = try TerminalProgram("/path/to/program", arguments: ["--quiet"])
//     try program.waitFor("p2psh>")
//     program.send("show li\t")
//     try program.waitFor("show list")
//     program.send(.control("c"))
//     #expect(program.screen.line(containing: "^C") != nil)
//
// Tests assert on the `Screen`, which is what a person sees, and never on bytes: those change with every release of
// libedit. They wait for a text, with a deadline, and never for a duration. A `TerminalProgram` reads the program's
// output only inside its `waitFor…` functions, on the caller's thread; suites that use it should be `.serialized`.
