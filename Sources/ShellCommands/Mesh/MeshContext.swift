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
                ]),
            commands: [
                .chat, .dump(.meshes), .joinMesh, .leaveMesh, .monitorMesh, .refreshMesh, .say, .setNickname,
                .showMeshEvents, .showMeshMembers, .showMeshStatistics, .showMeshes, .showNeighbors, .tell,
            ])
    }
}
