// Signalling: what signed-in people ask each other, over HTTPS (collab 10.5-10.8).
//
//     TCP ─► TLS 1.3, a certificate on both sides ─► HTTP/1.1 ─► documents of `Collaboration`
//             │                                       │
//           TLS/, Entrance (who is let in)          HeadLimit, RequestHandler, ResponseHandler
//
// What it is:    a `SignallingServer`, which asks its `SignallingHost` for everything it says, and a `SignallingClient`.
//                A certificate is judged while TLS waits: the server asks the host about its pin, the client compares it
//                with the one it expects and tells nothing to another. Then requests follow each other on a connection.
// What it isn't: a judge of people. Whose pin is a contact's, whose invitation is heard and what a stranger may know the
//                host decides, with the rules of `Collaboration`.
//
// A connection lives on an event loop and is closed there for whatever is wrong with it; a host's work for it is a task,
// which is cancelled when the connection has gone: so an inviter takes back an invitation.
