import Collaboration
import Glibc
import PeerBase
import PeerEngine
import Testing

extension OneLink {
    /// Signing in and out, seeing each other, contacts (collab 3.2, 3.4, 3.6, 10.4, 10.6).
    @Suite(.timeLimit(.minutes(2)))
    struct MeetingTests {
        @Test("two people see each other, and one who signs out is gone at once")
        func coming() async throws {
            try await withVillage { village in
                let anna = try await village.villager("Anna")
                let events = anna.collaborationEvents()
                let bert = try await village.villager("Bert")
                let added = await Engine.next(in: events) { occurrence -> Person? in
                    if case .peopleChanged(.added, let person?) = occurrence { person } else { nil }
                }
                #expect(added?.nickname == "Bert")
                #expect(try await bert.neighbour("Anna").standing == .unknown)
                try await bert.signOut(of: .all)
                let deleted = await Engine.next(in: events) { occurrence -> Person? in
                    if case .peopleChanged(.deleted, let person?) = occurrence { person } else { nil }
                }
                #expect(deleted?.id == added?.id)
                #expect(try await anna.people(waiting: nil, address: nil).isEmpty)
            }
        }

        @Test("a new nickname is an update of the same person")
        func renaming() async throws {
            try await withVillage { village in
                let anna = try await village.villager("Anna")
                let bert = try await village.villager("Bert")
                let before = try await anna.neighbour("Bert")
                _ = try await bert.updateContact(nil, ContactChange(nickname: "Bertold"))
                #expect(try await anna.neighbour("Bertold").id == before.id)
            }
        }

        @Test("who is asked tells name and presence; who does not trust us tells no applications, and that is no error")
        func asking() async throws {
            try await withVillage { village in
                let anna = try await village.villager("Anna")
                let bert = try await village.villager("Bert")
                try await bert.register(Application(id: GUID(high: 1, low: 1), description: "Chess", path: "/bin/true"))
                try await bert.setPresence(Presence(status: .busy, text: "Thinking"))
                let id = try await anna.neighbour("Bert").id
                let details = try await anna.refresh(.person(id))
                #expect(details.map(\.snapshot.nickname) == ["Bert"])
                #expect(details.first?.snapshot.presence == Presence(status: .busy, text: "Thinking"))
                #expect(details.first?.snapshot.applications == [])
                let me = try await anna.card(ofContact: nil)
                try await bert.befriend("Anna")
                _ = try await bert.updateContact(me.peerName, ContactChange(isAllowed: true))
                let again = try await anna.refresh(.person(id))
                #expect(again.first?.snapshot.applications.map(\.description) == ["Chess"])
            }
        }

        @Test("a person becomes a contact once, and is known by the key from then on")
        func befriending() async throws {
            try await withVillage { village in
                let anna = try await village.villager("Anna")
                let bert = try await village.villager("Bert")
                let contact = try await anna.befriend("Bert")
                #expect(contact.card.peerName == (try await bert.collaborationStatus().peerName))
                #expect(contact.pin == (try await bert.collaborationStatus().pin))
                #expect((contact.trust, contact.isWatched, contact.isAllowed) == (.firstUse, false, false))
                #expect(try await anna.neighbour("Bert").standing == .contact(contact.card.peerName, .firstUse))
                #expect(
                    await failure { try await anna.befriend("Bert") }
                        == "Peer collaboration add contact failed. Contact already exists in contact manager.")
                let file = try await bert.contactFile(ofContact: nil)
                let card = try await anna.readContactFile(file)
                #expect(
                    await failure { _ = try await anna.importContact(card) }
                        == "Peer collaboration add contact failed. Contact already exists in contact manager.")
                try await anna.deleteContact(contact.card.peerName)
                #expect(try await anna.importContact(card).trust == .file)
                #expect(try await anna.neighbour("Bert").standing == .contact(contact.card.peerName, .file))
            }
        }

        @Test("both see the same six digits, and are verified when both say so")
        func verifying() async throws {
            try await withVillage { village in
                let anna = try await village.villager("Anna")
                let bert = try await village.villager("Bert")
                let (of, to) = (try await anna.befriend("Bert"), try await bert.befriend("Anna"))
                let (annasCode, bertsCode) = (Note(), Note())
                async let theirs = anna.verify(contact: of.card.peerName) { code in
                    await annasCode.write(code)
                    return true
                }
                async let ours = bert.verify(contact: to.card.peerName) { code in
                    await bertsCode.write(code)
                    return true
                }
                #expect(try await (theirs, ours) == (true, true))
                let code = try #require(await annasCode.text)
                #expect(await bertsCode.text == code)
                #expect(code.wholeMatch(of: /\d{3} \d{3}/) != nil)
                #expect(try await anna.contacts().map(\.trust) == [.verified])
                #expect(try await bert.contacts().map(\.trust) == [.verified])
            }
        }

        @Test("one who says no is enough, and trust stays as it was")
        func disagreeing() async throws {
            try await withVillage { village in
                let anna = try await village.villager("Anna")
                let bert = try await village.villager("Bert")
                let (of, to) = (try await anna.befriend("Bert"), try await bert.befriend("Anna"))
                async let theirs = anna.verify(contact: of.card.peerName) { _ in true }
                async let ours = bert.verify(contact: to.card.peerName) { _ in false }
                #expect(try await (theirs, ours) == (false, false))
                #expect(try await anna.contacts().map(\.trust) == [.firstUse])
            }
        }

        @Test("a contact with another key is not the contact any more: nobody trusts it silently")
        func impostor() async throws {
            try await withVillage { village in
                let anna = try await village.villager("Anna")
                let bert = try await village.villager("Bert")
                let contact = try await anna.befriend("Bert")
                await bert.shutdown()
                try await village.removeKey(of: "Bert")
                let events = anna.collaborationEvents()
                _ = try await village.villager("Bert")
                let person = try await anna.neighbour("Bert")
                let problem = await failure {
                    _ = try await anna.refresh(.person(person.id))
                }
                #expect(problem == "Peer collaboration refresh data failed.")
                let changed = await Engine.next(in: events) { occurrence -> String? in
                    if case .certificateChanged(let name, _) = occurrence { name } else { nil }
                }
                #expect(changed == contact.card.peerName)
                #expect(try await anna.neighbour("Bert").standing == .notYourContact)
                #expect(try await anna.contacts().map(\.pin) == [contact.pin])
            }
        }

        @Test("objects and presence are there from signing in to signing out")
        func publishing() async throws {
            try await withVillage { village in
                let anna = try await village.engine(of: "Anna")
                let object = CollaborationObject(id: GUID(high: 2, low: 2), data: [1, 2, 3])
                #expect(await failure { try await anna.setObject(object) } == "notSignedIn")
                #expect(await failure { try await anna.setPresence(Presence(status: .away)) } == "notSignedIn")
                try await anna.signInNear(as: "Anna")
                #expect(try await anna.presence() == Presence(status: .online))
                try await anna.setObject(object)
                #expect(try await anna.objects() == [object])
                #expect(
                    await failure { try await anna.setPresence(Presence(status: .offline)) }
                        == "Local presence cannot be set to Offline. ")
                let events = anna.collaborationEvents()
                try await anna.signOut(of: .all)
                #expect(try await anna.objects() == [])
                var told: [CollaborationEvent.Occurrence] = []
                await anna.shutdown()
                for await event in events { told.append(event.occurrence) }
                #expect(told == [.peopleChanged(.deleted, nil)])
            }
        }

        @Test("what keeps somebody from signing in")
        func refusals() async throws {
            try await withVillage { village in
                let anna = try await village.villager("Anna")
                let port = try #require(try await anna.collaborationStatus().endpoints.first?.endpoint.port)
                let bert = try await village.engine(of: "Bert")
                #expect(
                    await failure { _ = try await bert.signIn(SignInOrder(scope: .none)) }
                        == "Cannot SignIn with None scope.")
                let taken = SignInOrder(scope: .nearMe, port: port, interfaces: [Village.link ?? ""])
                #expect(await failure { _ = try await bert.signIn(taken) } == "Peer collaboration SignIn failed.")
                let elsewhere = SignInOrder(scope: .nearMe, port: 0, interfaces: ["nowhere0"])
                #expect(await failure { _ = try await bert.signIn(elsewhere) } == "Peer collaboration SignIn failed.")
                #expect(try await bert.collaborationStatus().scope == .none)
                let carl = try await village.engine(of: "Carl", environment: ["P2PSH_ALLOW_ROOT": "0"])
                if geteuid() == 0 {
                    #expect(
                        await failure { _ = try await carl.signIn(SignInOrder(scope: .nearMe)) }
                            == "serviceNotAvailable")
                }
            }
        }

        @Test("a key that others can read is refused")
        func openKey() async throws {
            try await withVillage { village in
                let before = try await village.engine(of: "Anna")
                _ = try await before.collaborationStatus()
                await before.shutdown()
                try await village.openKeyToOthers(of: "Anna")
                let anna = try await village.engine(of: "Anna")
                do {
                    try await anna.signInNear(as: "Anna")
                    Issue.record("signed in with an open key")
                } catch EngineError.collaboration(let error) {
                    #expect(error.reason == .code(.noKeyAccess))
                }
            }
        }

        @Test("two processes of one user are two endpoints, and one sees what the other keeps")
        func endpoints() async throws {
            try await withVillage { village in
                let anna = try await village.villager("Anna")
                let bert = try await village.villager("Bert")
                let other = try await village.villager("Bert")
                let found = try await eventually {
                    try await anna.people(waiting: nil, address: nil).filter { $0.nickname == "Bert" }.count == 2
                }
                #expect(found)
                try await bert.befriend("Anna")
                #expect(try await other.contacts().map(\.card.nickname) == ["Anna"])
            }
        }
    }
}

/// What somebody wrote down.
actor Note {
    private(set) var text: String?

    func write(_ text: String) { self.text = text }
}
