// PNRP: the Peer Name Resolution Protocol 4.0 as a pure core.
//
// What it is:   a codec for the eight messages (Messages/, Names/) and a `Node`, everything one peer knows about one
//               cloud. A node turns datagrams, time and people's wishes into actions.
// What it isn't: a program. It has no sockets, files, clocks, tasks, locks or loggers; signatures are checked by a
//               function it is given and made on request (`Action.sign`).
//
// The words are those of the field: a *cloud* is a set of nodes that can reach each other; a *name* is published by
// a *registration* under a 256-bit *identifier* (PNRP ID) on a ring; a *route entry* says at which addresses an
// identifier lives; the *leaf set* of an identifier is its five neighbours on either side; a *certified peer
// address* (CPA) is the signed record that only the publisher itself can give out.
//
// A name is found like this:
//
//     resolver                    hop                        publisher
//        │── LOOKUP(target) ──────▶│ names a closer node          │
//        │◀──────── AUTHORITY ─────│                              │
//        │── LOOKUP ───────────────────────────────────────────── ▶│ nobody is closer: a dead end
//        │◀──────────────────────────────────────── AUTHORITY ────│
//        │── INQUIRE(nonce) ──────────────────────────────────────▶│ signs a record over the nonce
//        │◀────────────────────── AUTHORITY(CPA, payload) ────────│
//
// Where things are:
//   Node.swift        the surface: open, receive, advance, register, resolve; what it holds
//   Lifecycle/        who holds the cloud open, its states and the ways out of it, how the first members are found
//   Maintenance/      what a node does from time to time so that what it knows stays true
//   Synchronizing/    SOLICIT, ADVERTISE, REQUEST: a joiner is handed a few routes
//   Admission/        no route enters the cache before its node has answered for it
//   Cache/            the routes in ring order, their levels and the leaf sets
//   Flooding/         how neighbours hear of newcomers and departures
//   Resolving/        the walk towards an identifier, and its trace
//   Registering/      publishing a name, announcing it, taking it back
//   Answering/        what others get from us: LOOKUP and INQUIRE, and the same again when they ask again
//   Throttling/       how much of it they get
//   Validation/       what makes a record believable
//   Reliability/      repetition of requests, fragments of answers
//   Limits.swift      every bound, with its reason;  Timers.swift  every timer
//
// Start reading at `Node`, then `Action`, then `Resolving/Lookup+Machine.swift`.
