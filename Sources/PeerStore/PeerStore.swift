// PeerStore: what p2psh remembers from one run to the next, keys excepted.
//
// What it is:    one SQLite database, and the rule that says where the files of p2psh lie. Several processes may have
//                the database open: it is in WAL mode, and who finds it busy waits.
// What it isn't: a place for private keys (PeerIdentity keeps those as files) or for anything that decides; it gives
//                back what it was given.
//
// The database:  setting          a value by key, for one cloud or for all
//                remembered_node  the 20 nodes of a cloud heard of last, to find back into it (behaviour 9.7)
//                Tables come by numbered migrations; a shipped migration is never changed. Directory 0700, file 0600.
//
// Where to start reading:
//   StateDirectories   where everything lies (architecture 4)
//   Store              opening; beside it Store+Settings and Store+RememberedNodes
//   Schema             the migrations;  DatabaseFile  the system calls around the database
