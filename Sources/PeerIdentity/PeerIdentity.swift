// PeerIdentity: keys, signatures, and the identities that stand on them.
//
// What it is:    the one place that imports the crypto packages. It hashes, signs and checks as the wire fixes it
//                (RSA-1024, e = 65537, PKCS#1 v1.5, SHA-1; wire 7.4, 7.5, 11.1) and keeps private keys as files.
// What it isn't: a judge of packets. Which bytes are signed and what a valid signature proves is the core's business,
//                which gets `sha1` and `verifySignature` as values and asks for signatures by an action.
//
// How strong this is: RSA-1024 and SHA-1 are what PNRP 4.0 prescribes, not what one would choose today. A secure
// name keeps honest people apart; it does not withstand somebody with a cluster and a grudge.
//
// The files:     <directory>/default.pem                the machine's default identity, made at first need
//                <directory>/<40 hex digits>.pem        every other one, named by its authority
//                <directory>/.new-<16 hex digits>       a file being written; never read
//                Directory 0700, files 0600. A file is PKCS#8 PEM below one line `Friendly-Name: …`, so that a name
//                and its key cannot part, and so that openssl reads the file as it is.
//
// Where to start reading:
//   KeyStore       identities by authority: list, add, delete, load;  PrivateFolder  the system calls under it
//   PrivateKey     one key pair;  verifySignature  the counterpart for keys of others
//   IdentityError  everything that can go wrong, one sentence each
