// PeerSimulation: many pure nodes, one virtual network and one virtual clock.
//
// What it is:   `VirtualCloud` holds nodes, delivers what they send after a latency, loses, doubles and reorders as
//               told, and jumps its clock from one event to the next: an hour in which nothing happens costs nothing.
//               Everything follows from one seed; the same seed gives the same run. `Settlement` is such a cloud in
//               which every node publishes a name: it grows quickly to any size, rests, loses and replaces nodes, and
//               counts what lookups cost.
// What it isn't: a test framework. Tests and the p2psim program look at the nodes and judge for themselves.
//
// Signatures: a node asks for them with an action, and the cloud answers at once with the signer it was given.
// `ToyCryptography` is one that costs little; tests of the real thing pass the real functions.
//
// Where things are: `Conditions` and `VirtualNetwork` decide what becomes of a datagram, `EventQueue` what comes next,
// `Population` where a node lives, `Outcomes` what became of requests; `LookupFigures` sums up a series of lookups.
//
// Mesh/ does the same for meshes: `VirtualMesh` carries frames over connections that keep their order, lets machines vanish
// and TCP find out late; `MeshStudy` grows one, lets it talk, loses a part and repairs; `MeshFigures` sums up.
//
// Start reading at `VirtualCloud.step(until:)`, for meshes at `MeshStudy.figures(_:_:)`.
