// LineEditor: one line from a person, with history and completion, and a way to print above it.
//
// This is the only target that touches the terminal while a line is typed. It knows nothing of commands or peers.
//
//     TerminalEditor ── requests, notices ──► EditorThread ── CLineEditor ── libedit
//          ▲                                    │  owns the HistoryFile
//          └──────────── LineResult ────────────┘
//
// `TerminalEditor` is what a session holds: it asks for a line and awaits it, and prints above the line from anywhere.
// `EditorThread` is the one thread that is ever inside libedit, which keeps static state. It sleeps in a poll on the
// terminal and on a `WakePipe`; whoever wants something of it leaves it under a mutex and writes a byte to the pipe.
// While no line is edited the same thread prints notices directly, so that no caller ever waits for a slow terminal.
//
// Where there is no terminal to edit on, `PlainLines` reads the lines of a pipe, a file or a dumb terminal.
// `InputStyle` decides which of the two is right. `TerminalLocale.adopt()` comes before either.
//
// Pure and tested without a terminal: `LineSplitter`, `NoticeQueue`, `CandidateList`, `DisplayText`.
// Read `EditorThread` first, then `reading.c` in CLineEditor.
