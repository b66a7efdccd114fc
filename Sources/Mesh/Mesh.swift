// Mesh: many-to-many messages among the nodes that share one mesh id (peer channel 1).
//
// A `Node` is one process's membership in one mesh. It keeps links to a few neighbours (Links/), hands every message on to
// all that may lack it and to the application once (Flooding/), and knows who has spoken (Members/). It reads no clock,
// opens no socket and makes no key: links that are handed to it have passed TLS and the proof of admission, and what is
// signed is sealed and opened by functions it was given (`Seal`).
//
//     accepted / opened ──► Connect ──► Welcome ──► connected ──► Disconnect, closed
//                                └────► Refuse (with referrals)
//
// Two profiles share this code and differ in figures and in three switches (`Profile.Settings`): *classic* floods over
// two to seven links as the Peer Channel of 2006 did, *modern* keeps four to eight links and pushes along a tree that
// mends itself (peer channel 21, 22).
//
// What it is not: bytes on the wire are in MeshFrames, sockets and TLS in MeshTransport, keys in PeerIdentity.
//
// Start reading at Node.swift, then Links/Node+Linking.swift and Flooding/Node+Flooding.swift.
