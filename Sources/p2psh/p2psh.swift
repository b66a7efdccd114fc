// p2psh: the program. It wires the two halves together and holds no logic of either.
//
//     options ──▶ Engine ──▶ CommandEnvironment ──▶ Session ◀── TerminalEditor | standard input | argv
//                                                      ▲
//                               signals ──▶ Conductor ─┘  interrupts, ends, and closes what was opened
//
// Where things are:
//   Program      main: the version, the options, the end
//   ProgramName  what the program was called by
//   Options      what may stand before the command (architecture 4)
//   Launch       what the options ask for: documents, one command, batches or a session
//   InitFile     the script that sessions at a terminal begin with
//   Conductor    a run under signals, and its exit code
//   Signals      signals as values; EditorTerminal, the line editor as a session's terminal
//
// It is an exit code of the commands (netsh 6.11), or 128 and the number of the signal that ended the program.
