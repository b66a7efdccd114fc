import CommandTree
import Mesh
import PeerEngine

extension ShellCommand {
    /// Peer channel 2, 9.
    static var say: ShellCommand {
        ShellCommand(
            "say", "Says something to everybody in a mesh.",
            parameters: [
                .mesh, .words,
                Parameter(
                    "hops", .integer(1...1_000_000),
                    "Only those hear it who are at most so many links away; who these are is chance.",
                    .optional("everybody"), isTagged: true),
            ],
            notes: CommandNotes(
                remarks: [
                    "It succeeds before anybody has heard it. With nobody else there it is lost."
                ],
                examples: [
                    .init("say quickreturntraderchat good morning", "Says it to all."),
                    .init("say traders \"a,  b\" hops=1", "Says it to the neighbors only, blanks and all."),
                ],
                endings: [.notFound]),
            answer: .done
        ) { invocation, environment in
            let text = invocation.texts("text").joined(separator: " ")
            let hops = invocation.optionalInteger("hops").map { UInt64($0) }
            try await environment.ask { services async throws(EngineError) in
                try await services.say(text, hops: hops, inMesh: invocation.meshID)
            }
            return .document(.done(hints: try await environment.doubts(about: invocation.meshID)))
        }
    }

    /// Peer channel 22, one-to-one.
    static var tell: ShellCommand {
        ShellCommand(
            "tell", "Says something to one member of a mesh, which nobody else can read.",
            parameters: [
                .mesh,
                Parameter(
                    "member", .text(maximumCharacters: 64), "The nickname, or the first digits of the key.",
                    candidates: .members),
                .words,
            ],
            notes: CommandNotes(
                remarks: [
                    "It is sealed to the member's key, so the mesh must be one that signs: mode=message or mode=both. "
                        + "It has at most \(Mesh.Limits.privateBytes) bytes."
                ],
                examples: [
                    .init("tell traders bob see you at noon", "Tells bob."),
                    .init("tell traders 3f2a91c0 hello", "Tells the one with that key, whatever he is called."),
                ],
                endings: [.notFound, .notPermitted]),
            answer: .done
        ) { invocation, environment in
            let (member, text) = (invocation.text("member"), invocation.texts("text").joined(separator: " "))
            try await environment.ask { services async throws(EngineError) in
                try await services.tell(member, text, inMesh: invocation.meshID)
            }
            return .done
        }
    }

    static var setNickname: ShellCommand {
        ShellCommand(
            "set nickname", "Changes what others in a mesh see as your name.",
            parameters: [.mesh, .nickname(.required)],
            notes: CommandNotes(
                remarks: ["The key stays the same, and with it what others can tell you by."],
                examples: [.init("set nickname traders alice2", "Is called alice2 from now on.")],
                endings: [.notFound]),
            answer: .done
        ) { invocation, environment in
            try await environment.ask { services async throws(EngineError) in
                try await services.rename(invocation.text("nickname"), inMesh: invocation.meshID)
            }
            return .done
        }
    }

    /// `RefreshConnection` (peer channel 3).
    static var refreshMesh: ShellCommand {
        ShellCommand(
            "refresh", "Looks for further members of a mesh.", parameters: [.mesh],
            notes: CommandNotes(
                remarks: [
                    "The resolver is asked again, and one neighbor more than there are is looked for. It helps where a "
                        + "mesh may have fallen into parts that do not know of each other."
                ],
                examples: [.init("refresh quickreturntraderchat", "Looks again.")], endings: [.notFound]),
            answer: .done
        ) { invocation, environment in
            try await environment.ask { services async throws(EngineError) in
                try await services.refresh(mesh: invocation.meshID)
            }
            return .done
        }
    }
}

extension CommandEnvironment {
    /// Why perhaps nobody has heard it.
    fileprivate func doubts(about mesh: String) async throws -> [String] {
        let snapshot = await services.meshes().first { $0.meshID.lowercased() == mesh }
        return snapshot?.isOnline == false ? ["Nobody else is in the mesh now, so nobody has heard it."] : []
    }
}
