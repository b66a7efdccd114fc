import CommandTree

extension Context where Environment == CommandEnvironment {
    /// `p2p mesh`: what the Peer Channel was (peer channel 2).
    static var mesh: Context {
        Context(
            "mesh",
            about: ContextNotes(
                "messages from many to many",
                [
                    "A mesh is everybody who has joined it by its id, for example quickreturntraderchat. What one says "
                        + "all hear, handed on from neighbor to neighbor, with no server in between. Its members find "
                        + "each other by the peer name 0.ID, or at addresses that are given.",
                    "A mesh that was joined with a password is open to those who know it, and to nobody else: groups "
                        + "with different passwords under one id never hear each other. A process stays in a mesh "
                        + "until it leaves or ends.",
                    "A password is never sent, and not even a hash of it. Both sides of a link compute with it "
                        + "(CPace over ristretto255), bound to the certificates of this very link, and "
                        + "show each other by a tag that they came to the same key. Whoever answers as a member "
                        + "without the password sees one random point and one tag. The point would fit every "
                        + "password, and the tag follows from a key that only the other side's secret number and the "
                        + "right password lead to: so nothing that he saw can be compared with a list of words later. "
                        + "He can try one guess each time he meets a member, and no more; after three failures an "
                        + "address or a key has to wait, longer each time, and 'show events' tells of them.",
                    "What that does not mend: a password that is among the first few tried. Choose one of several "
                        + "words. Every member knows it, so whoever leaves with it can come back; the only remedy is "
                        + "another password.",
                ]),
            commands: [
                .chat, .dump(.meshes), .joinMesh, .leaveMesh, .monitorMesh, .refreshMesh, .say, .setNickname,
                .showMeshEvents, .showMeshMembers, .showMeshStatistics, .showMeshes, .showNeighbors, .tell,
            ])
    }
}
