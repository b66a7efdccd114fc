// DiscoveryTransport: people near us, over real sockets (collab 10.3).
//
// What it is:   a `DiscoveryService`, one for a process, that lives on an event loop of NIO and does there what its
//               `Discovery.DiscoveryAgent` wants done, from signing in to signing out.
// What it isn't: a judge of people. Its user asks them by TLS who they are.
//
// For each family of addresses:
//
//     *:3702       shared with every other program that wants it; a member of 239.255.255.250 or ff02::c on each link in
//                  use. Each sharer gets each multicast. Nothing is sent from here: a unicast answer to a shared port would
//                  reach one of the sharers, and hardly the right one.
//     *:ephemeral  one for each link: questions, announcements and answers leave from here, on this link only, and the
//                  answers to us come back here. One more, of no link, asks hosts outside.
//
// The kernel says of each datagram on which interface it came in; the agent refuses what comes by others.
//
// Reading goes through NIO and sending does not, for the reason that PNRPTransport gives.
