import Collaboration
import PeerBase
import PeerEngine
import Testing

extension OneLink {
    /// Invitations from one person to another (collab 3.10, 10.8 to 10.10).
    @Suite(.timeLimit(.minutes(2)))
    struct InvitingTests {
        private static let chess = GUID(high: 0x81fa_cd1e_c761_4330, low: 0xb56c_a728_6a34_24aa)

        /// Anna and Bert, each a contact of the other.
        private func friends(
            _ body: (_ anna: Engine, _ bert: Engine, Village) async throws -> Void
        ) async throws {
            try await withVillage { village in
                let anna = try await village.villager("Anna")
                let bert = try await village.villager("Bert")
                try await anna.befriend("Bert")
                try await bert.befriend("Anna")
                try await body(anna, bert, village)
            }
        }

        private func order(to party: Party, message: String = "Want to play?", data: [UInt8] = []) -> InvitationOrder {
            InvitationOrder(to: party, application: Self.chess, message: message, data: data)
        }

        private func onlyContact(of engine: Engine) async throws -> Party {
            .contact(try #require(try await engine.contacts().first).card.peerName)
        }

        @Test("who accepts has the program started, which is told who invites and why")
        func accepting() async throws {
            try await friends { anna, bert, village in
                let (path, result) = try await village.program()
                try await bert.register(
                    Application(id: Self.chess, description: "Chess", path: path, arguments: "--join"))
                let events = bert.collaborationEvents()
                let data: [UInt8] = Array("[::1]:4711".utf8)
                let sent = try await anna.invite(order(to: try await onlyContact(of: anna), data: data))
                let received = try #require(await Engine.invitation(in: events))
                #expect((received.name, received.trust) == ("Anna", .firstUse))
                #expect((received.message, received.applicationDescription) == ("Want to play?", "Chess"))
                #expect(try await bert.invitations(includingLog: false).map(\.id) == [sent.id])
                let answered = try await bert.answer(invitation: try #require(received.number), accepting: true)
                #expect(answered.state == .accepted)
                #expect(try await anna.outcome(ofInvitation: try #require(sent.number)).state == .accepted)
                let written = try await contents(of: result)
                #expect(written.hasPrefix("\(Self.chess) --join\n"))
                #expect(written.contains("Want to play?") && written.contains(data.base64Text))
                #expect(written.contains(try await anna.collaborationStatus().peerName))
                #expect(try await anna.invitations(includingLog: true).map(\.state) == [.accepted])
                #expect(try await bert.invitations(includingLog: true).map(\.state) == [.accepted])
            }
        }

        @Test("who declines says so")
        func declining() async throws {
            try await friends { anna, bert, _ in
                try await bert.register(Application(id: Self.chess, path: "/bin/true"))
                let events = bert.collaborationEvents()
                let sent = try await anna.invite(order(to: .person(try await anna.neighbour("Bert").id)))
                let received = try #require(await Engine.invitation(in: events))
                _ = try await bert.answer(invitation: try #require(received.number), accepting: false)
                let outcome = try await anna.outcome(ofInvitation: try #require(sent.number))
                #expect((outcome.state, outcome.reason) == (.declined, "user"))
            }
        }

        @Test("what is not registered is declined, and nobody is asked")
        func unregistered() async throws {
            try await friends { anna, bert, _ in
                let sent = try await anna.invite(order(to: try await onlyContact(of: anna)))
                let outcome = try await anna.outcome(ofInvitation: try #require(sent.number))
                #expect((outcome.state, outcome.reason) == (.declined, "notregistered"))
                #expect(try await bert.invitations(includingLog: false) == [])
            }
        }

        @Test("a program that cannot be started is an error on both sides")
        func missingProgram() async throws {
            try await friends { anna, bert, _ in
                try await bert.register(Application(id: Self.chess, path: "/nowhere/chess"))
                let events = bert.collaborationEvents()
                let sent = try await anna.invite(order(to: try await onlyContact(of: anna)))
                let number = try #require(await Engine.invitation(in: events)?.number)
                #expect(
                    await failure { _ = try await bert.answer(invitation: number, accepting: true) }
                        == "Unable to start the program")
                let outcome = try await anna.outcome(ofInvitation: try #require(sent.number))
                #expect((outcome.state, outcome.reason) == (.failed, "launchfailed"))
            }
        }

        @Test("what was taken back cannot be answered any more")
        func canceling() async throws {
            try await friends { anna, bert, _ in
                try await bert.register(Application(id: Self.chess, path: "/bin/true"))
                let events = bert.collaborationEvents()
                let sent = try await anna.invite(order(to: try await onlyContact(of: anna)))
                let number = try #require(await Engine.invitation(in: events)?.number)
                #expect(try await anna.cancel(invitation: try #require(sent.number)).state == .canceled)
                let ended = await Engine.next(in: events) { occurrence -> InvitationRecord? in
                    if case .invitationEnded(let record) = occurrence { record } else { nil }
                }
                #expect(ended?.state == .canceled)
                #expect(
                    await failure { _ = try await bert.answer(invitation: number, accepting: true) }
                        == "inviteCancelled")
            }
        }

        @Test("a stranger is not heard unless anyone is, and is marked as one then")
        func strangers() async throws {
            try await withVillage { village in
                let anna = try await village.villager("Anna")
                let bert = try await village.villager("Bert")
                try await bert.register(Application(id: Self.chess, path: "/bin/true"))
                let person = Party.person(try await anna.neighbour("Bert").id)
                let unheard = try await anna.invite(order(to: person))
                let outcome = try await anna.outcome(ofInvitation: try #require(unheard.number))
                #expect((outcome.state, outcome.reason) == (.failed, "connection"))
                #expect(try await bert.invitations(includingLog: true) == [])
                try await bert.setAcceptance(AcceptPolicy(who: .anyone))
                let events = bert.collaborationEvents()
                let heard = try await anna.invite(order(to: person))
                let received = try #require(await Engine.invitation(in: events))
                #expect((received.name, received.trust, received.peerName) == ("Anna", nil, nil))
                _ = try await anna.cancel(invitation: try #require(heard.number))
            }
        }

        @Test("nobody is heard: contacts learn that it is policy")
        func nobody() async throws {
            try await friends { anna, bert, _ in
                try await bert.setAcceptance(AcceptPolicy(who: .nobody))
                let sent = try await anna.invite(order(to: try await onlyContact(of: anna)))
                let outcome = try await anna.outcome(ofInvitation: try #require(sent.number))
                #expect((outcome.state, outcome.reason) == (.declined, "policy"))
            }
        }

        @Test("an invitation to a contact reaches no other key")
        func otherKey() async throws {
            try await friends { anna, bert, village in
                let party = try await onlyContact(of: anna)
                await bert.shutdown()
                try await village.removeKey(of: "Bert")
                let impostor = try await village.villager("Bert")
                try await impostor.setAcceptance(AcceptPolicy(who: .anyone))
                try await impostor.register(Application(id: Self.chess, path: "/bin/true"))
                _ = try await anna.neighbour("Bert")
                #expect(
                    await failure { _ = try await anna.invite(order(to: party)) }
                        == "Could not find a PeerEndPoint or Endpoint to use for operation.")
                #expect(try await impostor.invitations(includingLog: true) == [])
            }
        }

        @Test("who bears the name of a contact and another key is not invited, and that is known at once")
        func namesake() async throws {
            try await friends { anna, bert, village in
                await bert.shutdown()
                try await village.removeKey(of: "Bert")
                _ = try await village.villager("Bert")
                let party = Party.person(try await anna.neighbour("Bert").id)
                let sent = try await anna.invite(order(to: party))
                let outcome = try await anna.outcome(ofInvitation: try #require(sent.number))
                #expect((outcome.state, outcome.reason) == (.failed, "certificate"))
            }
        }

        @Test("what is too long is not sent, and what just fits arrives")
        func sizes() async throws {
            try await friends { anna, bert, _ in
                try await bert.register(Application(id: Self.chess, path: "/bin/true"))
                let party = try await onlyContact(of: anna)
                let events = bert.collaborationEvents()
                let message = String(repeating: "m", count: Limits.textLength)
                let data = [UInt8](repeating: 7, count: Limits.dataSize)
                #expect(
                    await failure { _ = try await anna.invite(order(to: party, message: message + "m")) }
                        == "Peer collaboration send invite failed.")
                #expect(
                    await failure { _ = try await anna.invite(order(to: party, data: data + [7])) }
                        == "Peer collaboration send invite failed.")
                let sent = try await anna.invite(order(to: party, message: message, data: data))
                #expect(await Engine.invitation(in: events)?.message == message)
                _ = try await anna.cancel(invitation: try #require(sent.number))
            }
        }

        @Test("who signs out leaves nobody waiting")
        func signingOut() async throws {
            try await friends { anna, bert, _ in
                try await bert.register(Application(id: Self.chess, path: "/bin/true"))
                let events = bert.collaborationEvents()
                let sent = try await anna.invite(order(to: try await onlyContact(of: anna)))
                _ = try #require(await Engine.invitation(in: events))
                await bert.shutdown()
                let outcome = try await anna.outcome(ofInvitation: try #require(sent.number))
                #expect((outcome.state, outcome.reason) == (.failed, "signedout"))
            }
        }
    }
}
