// Discovery: who is signed in on the links of this host, without a server (collab 5, 10.2-10.4).
//
// What it is:   the six messages of WS-Discovery of April 2005 that people near each other use, as XML elements, and a
//               `DiscoveryAgent`: a value that turns signing in, datagrams, time and chance into actions.
// What it isn't: WS-Discovery in general. Printers and the like are heard, counted and let pass; what we say is about one
//               person, and generic clients understand it.
//
// Where to start reading:
//   Vocabulary         names, namespaces, constants
//   DiscoveryMessage   reading and writing
//   ProbeQuestion      what a Probe asks for, and whether that is us
//   DiscoveryAgent     announcing, answering, asking; DiscoveryAction and DiscoveryEvent are what comes out of it
//   PeopleTable        who is here, by the rules of 10.4
//   DiscoveryLimits    every bound, with its reason
//
// Nothing here trusts a neighbour: whoever sits on the link can say anything. A person is a hint where to ask, and the
// first thing done with it is a TLS exchange that shows the key (collab 10.13).
