import CommandTree
import Mesh
import PeerEngine

extension ShellCommand {
    /// Peer channel 2, 3 and 11.
    static var joinMesh: ShellCommand {
        ShellCommand(
            "join", "Joins a mesh.", parameters: JoinWish.parameters + [.wait("5")],
            notes: CommandNotes(
                remarks: [
                    "The mesh is joined as long as this process lives. It is found by the peer name 0.ID, so that its "
                        + "members need no server; with resolver= they are asked at the addresses given instead.",
                    "All members of a mesh use the same mode, credential and profile. The default, both, is what is "
                        + "recommended: links are encrypted and open only to those who know the password, and every "
                        + "message is signed by a key that p2psh makes for this user, so that nobody can speak in "
                        + "another's name. Without a password or certificate messages are signed, and anybody may "
                        + "join and read. mode=none is what the plain chat of 2006 had.",
                    "A password is asked for where it is not read from a file: it is not shown, and is kept nowhere. "
                        + "Who has another one cannot get in, and neither side can find out the other's.",
                ],
                output: [
                    .init("State", "Online as soon as there is a neighbor."),
                    .init("Key", "What others can tell you by, whatever anybody calls himself."),
                ],
                record: ["mesh", "nickname", "mode", "state", "neighbors"],
                examples: [
                    .init("join quickreturntraderchat", "Joins an open mesh."),
                    .init("join quickreturnsecuretraderchat alice mode=both", "Joins a mesh with a password."),
                    .init(
                        "join traders passwordfile=secret.txt resolver=[2001:db8::1]:5555",
                        "Joins a mesh without PNRP, for a script."),
                ],
                endings: [.notFound, .notPermitted]),
            answer: .object([.done] + JSONMember.meshSummary)
        ) { invocation, environment in
            let wait = invocation.duration("wait")
            return try await JoinWish(invocation, environment).reply { order in
                .announced(
                    "Joining \(order.meshID)",
                    .progressive { stage in
                        let snapshot = try await environment.join(order, waiting: wait) {
                            stage.tell("Looking for others in \(order.meshID)")
                        }
                        return snapshot.joined(environment)
                    })
            }
        }
    }

    /// Peer channel 3: saying goodbye.
    static var leaveMesh: ShellCommand {
        ShellCommand(
            "leave", "Leaves a mesh.", parameters: [.mesh],
            notes: CommandNotes(
                remarks: ["The others are told, and the registration of its name is taken back."],
                examples: [.init("leave quickreturntraderchat", "Leaves it.")], endings: [.notFound]),
            answer: .done
        ) { invocation, environment in
            try await environment.ask { services async throws(EngineError) in
                try await services.leave(mesh: invocation.meshID)
            }
            return .done
        }
    }
}

extension Parameter {
    /// - Parameter fallback: in seconds.
    static func wait(_ fallback: String) -> Parameter {
        Parameter(
            "wait", .duration(.seconds, 0...3600), "How long to wait for the first neighbor, at most.",
            .fallback(fallback), isTagged: true)
    }
}

extension CommandEnvironment {
    /// Joins, and waits until somebody else is there or the time is up.
    func join(
        _ order: MeshOrder, waiting limit: Duration, tell: () -> Void = {}
    ) async throws -> MeshSnapshot {
        let snapshot = try await ask { services async throws(EngineError) in try await services.join(order) }
        guard !snapshot.isOnline, limit > .zero else { return snapshot }
        tell()
        try await waitForCompany(in: snapshot.meshID, atMost: limit)
        return await services.meshes().first { $0.meshID == snapshot.meshID } ?? snapshot
    }

    /// Returns when there is a neighbor, or when the time is up.
    func waitForCompany(in mesh: String, atMost limit: Duration) async throws {
        let events = try await ask { services async throws(EngineError) in try await services.events(ofMesh: mesh) }
        if await services.meshes().first(where: { $0.meshID == mesh })?.isOnline == true { return }
        try await withThrowingTaskGroup { group in
            group.addTask {
                for await event in events where event.occurrence == .happened(.wentOnline) { return }
            }
            group.addTask { try await clock.sleep(for: limit) }
            try await group.next()
            group.cancelAll()
        }
    }
}

extension MeshSnapshot {
    /// What joining came to.
    fileprivate func joined(_ environment: CommandEnvironment) -> Document {
        let rows: [(String, String)] = [
            ("Mesh:", address), ("Nickname:", Nickname.shown(nickname)), ("Key:", member.shortText),
            ("Mode:", modeText), ("Listening:", endpoints.first?.text ?? "nowhere"), ("State:", stateText),
        ]
        return Document(
            lines: ["Ok."] + rows.map { Line(padded($0.0, to: 11) + $0.1) },
            json: .object(json.merging(["ok": true]) { $1 }),
            records: [[meshID, nickname, mode.rawValue, stateText, "\(neighbours)"]], hints: hints(environment))
    }

    private func hints(_ environment: CommandEnvironment) -> [String] {
        var hints: [String] = []
        if let sentence = rejection {
            hints.append(sentence)
        } else if !isOnline {
            hints.append("Nobody else was found yet; it goes on looking. 'p2p mesh show events \(meshID)' tells more.")
        }
        if environment.isOneShot {
            hints.append("The mesh is left now, with the end of this process. 'p2p mesh chat' and sessions stay.")
        }
        return hints
    }

    /// What tells a wrong password from an empty room (peer channel 19).
    var rejection: String? {
        guard refusedAdmissions > 0, !isOnline else { return nil }
        let what = credential == .certificate ? "certificate" : "password"
        return "There are others, but the \(what) was not accepted; \(refusedAdmissions) "
            + "\(refusedAdmissions == 1 ? "attempt" : "attempts") failed."
    }
}
