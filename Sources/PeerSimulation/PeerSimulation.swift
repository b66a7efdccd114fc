// PeerSimulation: many pure nodes, one virtual network and one virtual clock.
//
// What it is:   `VirtualCloud` holds nodes, delivers what they send after a latency, loses, doubles and reorders as
//               told, and jumps its clock from one event to the next: an hour in which nothing happens costs nothing.
//               Everything follows from one seed; the same seed gives the same run.
// What it isn't: a test framework. Tests and the p2psim program look at the nodes and judge for themselves.
//
// Signatures: a node asks for them with an action, and the cloud answers at once with the signer it was given.
// `ToyCryptography` is one that costs little; tests of the real thing pass the real functions.
//
// Start reading at `VirtualCloud.step()`.
