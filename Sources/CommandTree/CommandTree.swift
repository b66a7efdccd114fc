// CommandTree: every context and command of the shell as one immutable table.
//
// What it is:   the description of what may be typed, and everything that can be read from that description: finding
//               and abbreviating, binding arguments, completing, help, the man page, the completion scripts of shells,
//               the JSON Schema of all answers.
// What it isn't: a shell. It knows neither terminals nor files nor peers; it never waits and never prints.
//
// The words it uses:
//   context     a place in the tree with commands and further contexts; ContextPath is the way there from the root
//   command     a leaf: one word (`resolve`) or two (`show list`, whose first word is a group)
//   parameter   what a command wants to know; given by position or as tag=value
//   invocation  a command with its bound arguments, handed to the command's handler
//   reply       the value a handler returns; who renders it is not our business
//
// A line travels:
//   text ── Tokenizer ──▶ words ── Matcher ──▶ command + rest ── Binder ──▶ invocation ── handler ──▶ reply
//                           └──── Completer: the same road, up to the cursor
//
// Where to start reading: Context, Command and Parameter (the table), then Matcher and Binder (its grammar), then
// HelpText, ManualPage, CompletionScript and SchemaDocument (its documents). The grammar follows "netsh-p2p"
// sections 2.2 and 6.3-6.6.
