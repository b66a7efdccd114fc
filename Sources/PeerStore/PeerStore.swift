// PeerStore: what p2psh remembers from one run to the next, keys excepted.
//
// What it is:    two SQLite databases, and the rule that says where the files of p2psh lie. Several processes may have
//                a database open: it is in WAL mode, and who finds it busy waits.
// What it isn't: a place for private keys (PeerIdentity keeps those as files) or for anything that decides; it gives
//                back what it was given.
//
// p2psh.sqlite:  setting          a value by key, for one cloud or for all
//                remembered_node  the 20 nodes of a cloud heard of last, to find back into it (behaviour 9.7)
// collab.sqlite: contact, application, setting, and invitation, the log of the last 200 (collab 10.11)
//                Tables come by numbered migrations; a shipped migration is never changed. Directory 0700, file 0600.
//
// Where to start reading:
//   StateDirectories   where everything lies (architecture 4)
//   Store              the first database; beside it Store+Settings and Store+RememberedNodes; Schema its migrations
//   CollaborationStore the second one, in Collaboration; CollaborationSchema its migrations
//   SharedApplications the registrations for all users of the host, a file each
//   PlainFile          files read within a bound and written whole, in Files
//   OpenDatabase       how either is opened;  DatabaseFile  the system calls around a database
