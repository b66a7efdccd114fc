// MeshFrames: what neighbours and members of a mesh say, as protobuf (peer channel 20.5).
//
// `mesh.proto` is the description, `mesh.pb.swift` what protoc-gen-swift made of it (the command stands in the description).
// Nothing depends on a canonical form: what is signed travels as the bytes that were signed.
