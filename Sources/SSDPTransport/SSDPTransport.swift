// SSDPTransport: discovery on the links of this host, over real sockets.
//
// What it is:   an `SSDPService`, one for a process, that lives on an event loop of NIO and does there what its
//               `SSDP.SSDPAgent` wants done.
// What it isn't: a judge of findings, or of which cloud uses which interface; its user says which, and what to do.
//
// Two sockets for all interfaces (wire 14.1):
//
//     [::]:1900       shared with every other program that wants it; a member of ff02::c on each interface in use.
//                     Each sharer gets each multicast. Nothing is sent from here: a unicast answer to a shared port
//                     would reach one of the sharers, and hardly the right one.
//     [::]:ephemeral  searches, announcements and answers leave from here, and the answers to us come back here.
//
// All of it stays on the link: link-local group, hop limit 1, and the agent refuses every source that is not
// link-local. Of those the kernel says on which interface they came in, as the zone of the address.
//
// Reading goes through NIO and sending does not, for the reason that PNRPTransport gives.
