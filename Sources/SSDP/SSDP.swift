// SSDP: how members of a cloud find each other on one link, without a server (wire 14, behaviour 7).
//
// What it is:   the four messages of discovery as bytes, and an `SSDPAgent`: a value that turns local wishes, datagrams,
//               time and chance into actions. One agent serves every cloud of a process.
// What it isn't: general UPnP. Only the search target of PNRP is understood; everything else on the port is let pass.
//
// Where to start reading:
//   SSDPScope      the three search targets
//   SSDPMessage    search, answer, alive, byebye: encoded() and init(parsing:)
//   SSDPAgent      publishing, searching, answering; SSDPFinding is what comes out of it
//   SSDPLimits     every bound, with its reason
//
// Nothing here trusts a neighbour: whoever sits on the link can say anything. A finding is a hint whom to ask, and the
// first thing the node does with it is a conversation that proves itself (behaviour 8).
