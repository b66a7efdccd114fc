// MeshTransport: drives a `Mesh.Node` over TCP and TLS 1.3 (peer channel 20.2-20.7).
//
//     TCP ─► TLS ─► Hello, Hello ─► Proof1, Proof1, Proof2, Proof2 ─► frames of the node
//
// What has not proved itself never reaches the core. Every frame's length is checked before it is buffered, every queue has
// a limit, and who makes no progress is closed.
