// PeerEngine: everything p2psh can do, behind one protocol.
//
// What it is:    `PeerServices`, what commands may ask, and `Engine`, the actor that answers: it opens clouds when they
//                are first needed, keeps names and keys together, and tells what happens.
// What it isn't: a protocol (PNRP and Mesh are), a network (PNRPTransport, MeshTransport), a store (PeerStore,
//                PeerIdentity) or a program. It prints nothing.
//
//     commands ──▶ Engine ──▶ PNRPDriver, one for each open cloud ──▶ PNRP.Node
//                    │  ◀──── events, errands, remembered routes
//                    ├──▶ MeshDriver   one for each mesh this process is in ──▶ Mesh.Node
//                    ├──▶ CollaborationHost  who is near us, contacts, invitations; made at the first need
//                    │         ├──▶ DiscoveryService   says on the links that we are here, and hears who else is
//                    │         ├──▶ SignallingServer   answers others;  SignallingClient  asks them
//                    │         └──▶ CollaborationMemory, Launcher   what is kept, and what invitations start
//                    ├──▶ SSDPService  one for all clouds: searches the links, and lets us be found
//                    ├──▶ HostWatch    interfaces and addresses as they come and go, and the clouds with them
//                    ├──▶ KeyRing      who signs what; keys are read or made at their first use
//                    ├──▶ Memory       nodes to find back to, and settings; the database is opened at its first use
//                    └──▶ EventFanout  bounded streams to whoever listens
//
// Nothing happens before it is needed: making an engine reads no file and opens no socket.
//
// Where things are:
//   PeerServices, EngineError     the contract with the shell
//   EngineOptions, BindPlan       what the command line says, and which sockets follow from it
//   Engine                        the actor: its start and its end
//   Engine+Host, Cloud            which clouds there are
//   Engine+Opening, +Serving      from a known cloud to an open one, and what its driver wants then
//   Engine+Searching, +Seeds      how members are found: the links, and hosts somebody named
//   Engine+Clouds, +Upkeep, +Names, +MachineName, +Identities, +Diagnosis   what may be asked
//   Meshes/                       joining meshes, finding their members by PNRP, talking
//   Collaboration/                signing in, people, contacts, invitations: CollaborationServices, CollaborationHost
//   Laboratory                    a private cloud of many nodes in one process
