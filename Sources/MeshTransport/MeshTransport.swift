// MeshTransport: drives a `Mesh.Node` over TCP and TLS 1.3 (peer channel 20.2-20.7).
//
//     TCP ─► TLS ─► Hello, Hello ─► Proof1, Proof1, Proof2, Proof2 ─► frames of the node
//      │      │                       │                                  │
//   Sockets/  TLS/                 Admission/                          Links/
//
// What has not proved itself never reaches the core. Every frame's length is checked before it is buffered, every queue
// has a limit, and who makes no progress is closed: all figures are in TransportFigures.swift.
//
// A `MeshDriver` is an actor that lives on an event loop of NIO with all its connections, so that a frame meets the
// core in the call that NIO makes, and nothing waits in between. What happens while the core's actions are carried out
// (a write that fails, a channel that has room again) waits until they all are: see MeshDriver+Core.swift.
//
// Start reading at MeshDriver.swift, then MeshDriver+Connections.swift for the way of a connection and
// Admission/Admission.swift for what is asked of it.
