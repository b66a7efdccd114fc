import CommandTree
import Mesh
import PeerEngine

extension ShellCommand {
    /// The chats of 2006 and 2008, plain and secure (peer channel 18).
    static var chat: ShellCommand {
        ShellCommand(
            "chat", "Talks with everybody in a mesh, line by line.",
            parameters: JoinWish.parameters + [.wait("10")],
            notes: CommandNotes(
                remarks: [
                    "The mesh is joined first if it was not, as 'join' does, and then left at the end. From then on each "
                        + "line is a message, and what others say appears above the line being typed. /quit, Ctrl-D, "
                        + "Ctrl-C or --timeout end it, and a session goes on.",
                    "In a pipe and in a script each line is a message as well, up to the end of the input, or to a line "
                        + "/quit; nothing is said before somebody else is there, or wait= is over. With --json every "
                        + "message and event is a document on a line of its own, so that a program can take part.",
                    "A line that begins with / is a command: " + ChatCommand.overview
                        + " A line that begins with // is said with one / less.",
                    "A nickname proves nothing: who comes second with the same one is marked by the first digits of his "
                        + "key, as in bob#3f2a. What was said before you came is marked as earlier.",
                ],
                output: [
                    .init("<bob> hello", "bob said it to all."), .init("*bob* hello", "bob said it to you alone."),
                    .init("* bob waves", "bob did it; or something happened."),
                    .init("(earlier) ...", "It was said before you came."),
                ],
                record: newsRecord,
                examples: [
                    .init("chat quickreturntraderchat", "Talks in an open mesh."),
                    .init("chat quickreturnsecuretraderchat alice mode=both", "Asks for the password, and talks."),
                    .init(
                        "p2psh p2p mesh chat quickreturntraderchat",
                        "In a pipe: says every line of standard input, and leaves."
                    ),
                    .init(
                        "p2psh --json p2p mesh chat traders bot passwordfile=secret.txt",
                        "Every message as a JSON document, for a program that answers."),
                ],
                endings: [.notFound, .notPermitted]),
            answer: .meshNews, isFeed: true, lastLine: ChatCommand.quit.text
        ) { invocation, environment in
            let wait = invocation.duration("wait")
            let mesh = MeshAddress(invocation.text("mesh")).id
            if let joined = await environment.services.meshes().first(where: { $0.meshID.lowercased() == mesh }) {
                return .dialogue(try await joined.dialogue(invocation, wait, environment))
            }
            return try await JoinWish(invocation, environment).reply { order in
                let room = ChatRoom(order.meshID, nickname: order.nickname, order, wait, environment)
                return .announced("Joining \(order.meshID)", .dialogue(room.dialogue))
            }
        }
    }
}

extension MeshSnapshot {
    /// In a mesh that was joined before, which stays so. Only the nickname may be another one.
    fileprivate func dialogue(
        _ invocation: Invocation, _ wait: Duration, _ environment: CommandEnvironment
    ) async throws -> Dialogue {
        let differs = invocation.optionalText("mode").map { $0 != mode.rawValue } ?? false
        if differs || invocation.has("passwordfile") || invocation.has("certificate") || invocation.has("resolver") {
            throw CommandFailure(.mesh(.joinedDifferently(mesh: meshID)))
        }
        let wanted = invocation.optionalText("nickname") ?? nickname
        if wanted != nickname {
            try await environment.ask { services async throws(EngineError) in
                try await services.rename(wanted, inMesh: meshID)
            }
        }
        return ChatRoom(meshID, nickname: wanted, nil, wait, environment).dialogue
    }
}
