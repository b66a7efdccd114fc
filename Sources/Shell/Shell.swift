// Shell: a session over a command tree, whatever the lines come from.
//
// What it is:   current context, line sources, output, running and cancelling commands. Every line takes one road,
//               typed, piped, read from a script or given in argv; only its Origin differs.
// What it isn't: the commands (they come with the tree), the line editor (it is behind the protocol Terminal), or the
//               program (it chooses settings, serves signals and exits).
//
// The words it uses:
//   session     the actor that has a current context and runs one line at a time
//   origin      where a line came from; decides how errors are introduced and whether questions may be asked
//   output      the one place that writes answers and errors, as text, JSON or terse records
//   script      a line source that stops at its first failing line
//   verb        what a session does itself: aliases, offline mode, contexts, the copy of the output
//
// A line travels:
//   Terminal | Script | argv ──▶ Session ── CommandTree ──▶ CommandRun ── reply ──▶ Output ──▶ TextSink
//
// Where to start reading: Session and Session+Lines, then CommandRun and Output; Session+Verbs leads to the rest. The
// rules follow "netsh-p2p" sections 5.1 and 6.
