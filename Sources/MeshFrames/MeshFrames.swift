// MeshFrames: what neighbours and members of a mesh say, as protobuf (peer channel 20.5).
//
// `mesh.proto` is the description, `mesh.pb.swift` what protoc-gen-swift made of it (the command stands in the description).
// Nothing depends on a canonical form: what is signed travels as the bytes that were signed.
//
//     AdmissionCoder   Hello, Proof1, Proof2, refusals: all that is accepted from somebody who is not admitted
//     FrameCoder       everything between neighbours
//     ContentCoder     what is inside the signed bytes of a flood
//
// Whatever these return keeps the limits of `Mesh.Limits`: counts, lengths, ids, UTF-8, ports that can be dialled. Whatever
// does not is a `FrameFault`; only a bad entry in a list of referrals is left out and counted (peer channel 17).
