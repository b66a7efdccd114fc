// Sockets: what every carrier needs of the kernel and of NIO.
//
// What it is:   the threads on which drivers live, the clock that agrees with their alarms, addresses as the kernel
//               writes them, sockets bound to exactly what was asked for, hosts by name, and words for what the kernel
//               refuses.
// What it isn't: a carrier of any protocol. PNRPTransport, SSDPTransport, MeshTransport and their like are.
//
// Sockets are made and bound here and then handed to NIO by their descriptor: the port is known, and a refusal has its
// reason, before a driver exists.
