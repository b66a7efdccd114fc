// Collaboration: people near us, contacts, presence, applications and invitations, as rules without a socket.
//
// What it is:   the values of collab 2, the documents that travel and are kept, who is let in and heard, and the
//               machines of invitations and of comparing codes. Time and chance come in, actions go out.
// What it isn't: discovery on the link (WS-Discovery is a core of its own), certificates, sockets, files.
//
// Where to start reading:
//   Model/            what a person, a contact, an application, an invitation is
//   Exchange/         documents <-> XMLElement: contact file, snapshot, watch, invitation, verification, launch
//   Policy/           Admission: who gets through the handshake;  AcceptPolicy+Decision: whose invitations are heard
//   Invitations/      InvitationDesk for those that come, Inviter for one that goes
//   Publishing/       what we tell whom: Publication makes the Snapshot for each caller
//   Verification/     six digits on two screens
