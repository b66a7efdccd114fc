// ShellCommands: every command of p2psh, as values of the command tree.
//
// What it is:   one file per command, one list per context. A command asks `PeerServices`, and returns a reply.
// What it isn't: a shell or an engine. It prints nothing, keeps nothing, and knows no socket and no terminal.
//
// Here the two halves of the program meet: the words of CommandTree and the services of PeerEngine. An invocation
// travels:
//   Invocation ── handler ── CommandEnvironment ──▶ PeerServices
//                    └────── Answers/ ──▶ Reply: lines for people, JSON for programs, records for scripts
//
// Where things are:
//   Root/         the root, `p2p`, and what the program says of itself in its manual
//   PNRP/Cloud/   `p2p pnrp cloud`: the clouds of this machine: shown, started, set and mended
//   PNRP/Peer/    `p2p pnrp peer`: publishing and finding names
//   PNRP/Diagnostics/  `p2p pnrp diagnostics`: signs of life, and what keeps a cloud from working
//   PNRP/Monitor/ `p2p pnrp monitor`: what happens, as it happens
//   Identity/     `p2p idmgr`: the keys of this user
//   Mesh/         `p2p mesh`: messages from many to many; Chat/ is the line mode in which people have them
//   Collaboration/  `p2p collab`: people near me, contacts, presence, applications, invitations, objects; SigningIn/
//                 and People/ are what `p2p collab` itself does, Events/ what happens and how it is told
//   Answers/      endpoints, payloads, events and errors as text and JSON, and what that JSON looks like
//
// To add a command: a file that extends ShellCommand, a line in the list of its context, `make generate`, and a
// transcript in ShellCommandsTests. Start reading at PNRP/Cloud/ShowSeed.swift, the smallest.
