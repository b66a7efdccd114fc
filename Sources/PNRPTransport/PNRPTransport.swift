// PNRPTransport: PNRP over real UDP sockets.
//
// What it is:   a `PNRPDriver` for each cloud, an actor that lives on an event loop of NIO and does there what its
//               `PNRP.Node` wants done; the sockets, the clock and the host's addresses for it.
// What it isn't: a place for rules of the protocol. Those are the core's; here is only carrying out.
//
//     kernel ──▶ NIO channel ──▶ DatagramHandler ──▶ PNRPDriver.receive ──▶ Node.receive
//                                                          │                    │ actions
//     kernel ◀── DatagramSocket.send ◀── perform ◀─────────┴────────────────────┘
//                                          ├──▶ signatures: made on other threads, come back as an event
//                                          ├──▶ continuations of whoever asked
//                                          └──▶ `events`, bounded
//
// What a cloud needs beyond its sockets, a search or an answer of DNS, goes out as an `Errand`; HostInterfaces and
// HostWatch tell what addresses there are, and whoever owns the drivers tells it to them.
//
// All of the upper row happens on one thread without a queue between: the actor's executor is the event loop, so a
// datagram meets the core in the call that NIO makes. One alarm wakes the loop for the core's next deadline.
//
// Reading goes through NIO; sending does not: a NIO datagram channel closes itself when the kernel refuses one
// datagram for want of a route or by a packet filter, and anybody could have us send such a datagram. So each socket
// is made here, handed to NIO for reading, and written to directly; what the kernel refuses is dropped and counted,
// like anything else lost on the way.
