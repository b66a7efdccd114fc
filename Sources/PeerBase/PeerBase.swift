// PeerBase: the values every protocol of p2psh speaks.
//
// What it is:   identifiers, addresses, instants, chance, and the reading and writing of bytes. All are plain
//               values; nothing here knows a protocol, a socket, a clock or a file.
// What it isn't: a drawer for stray helpers. An extension with one user lives with that user.
//
// Where to start reading:
//   PeerID        the 256-bit PNRP ID on its ring, made of a P2PID and a ServiceLocation
//   IPv6Address   sixteen bytes, their text forms and their scope;  Endpoint adds a UDP or TCP port
//   Instant       a point on a clock that the caller reads;  RandomSource  chance that the caller seeds
//   Bytes+Reading, ByteWriter, DecodeError   what codecs are written with
//   TimerTable    many named deadlines inside a core, of which the world sees only the earliest
