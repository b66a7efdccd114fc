// PeerToPeer: the engine as a library. What a Swift program needs to publish names and to find those of others, and
// nothing else; everything below it may change from one version to the next.
//
// What it is:    `Peer`, which takes part in the clouds of this host; `PeerName`, `PeerNameRegistration`,
//                `PeerNameRecord` and `Cloud`, after the classes of System.Net.PeerToPeer whose part they play.
// What it isn't: a shell (ShellCommands) or a protocol (PNRP). It prints nothing.
//
// Where things are:
//   Peer                          the one object with verbs; Peer+Registering, Peer+Resolving by what is asked
//   PeerName, PeerEndpoint        values that go in and come out
//   PeerToPeer.docc               the manual
