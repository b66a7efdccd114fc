import Collaboration
import PeerBase
import PeerStore
import Signalling
import Testing

@testable import PeerEngine

/// Contacts who are not near: found by name, watched, and gone (collab 10.7). The names are in a register in place of the
/// global cloud.
@Suite(.timeLimit(.minutes(1)))
struct FarTests {
    /// Anna and Bert, each with the card of the other, Anna with Bert's leave to watch him; nobody is signed in.
    private func withFriends(_ body: (_ anna: Engine, _ bert: Engine, Register) async throws -> Void) async throws {
        try await withVillage { village in
            let register = Register()
            let (anna, bert) = (try await village.engine(of: "Anna"), try await village.engine(of: "Bert"))
            for (engine, name) in [(anna, "Anna"), (bert, "Bert")] {
                await engine.uses(register)
                _ = try await engine.updateContact(nil, ContactChange(nickname: name))
            }
            _ = try await anna.importContact(try await bert.card(ofContact: nil))
            let known = try await bert.importContact(try await anna.card(ofContact: nil))
            _ = try await bert.updateContact(known.card.peerName, ContactChange(isAllowed: true))
            try await body(anna, bert, register)
        }
    }

    private func watches(_ anna: Engine, _ bert: Engine) async throws {
        let name = try await bert.card(ofContact: nil).peerName
        _ = try await anna.updateContact(name, ContactChange(isWatched: true))
    }

    @Test("a watched contact is found by his name; what changes with him is told until he is gone")
    func watching() async throws {
        try await withFriends { anna, bert, register in
            try await bert.signInFar()
            try await anna.signInFar()
            let name = try await bert.card(ofContact: nil).peerName
            #expect(try await eventually { register.places(of: name).count == 1 })
            let events = anna.collaborationEvents()
            try await watches(anna, bert)
            #expect(await Engine.presence(in: events) == Presence(status: .online))
            try await bert.setPresence(Presence(status: .outToLunch, text: "Soup"))
            #expect(await Engine.presence(in: events) == Presence(status: .outToLunch, text: "Soup"))
            let object = CollaborationObject(id: GUID(high: 2, low: 2), data: [1, 2, 3], scope: .internet)
            try await bert.setObject(object)
            #expect(await Engine.object(in: events) == object.id)
            #expect(try await anna.knownEndpoints(of: .contact(name)).first?.snapshot.objects == [object])
            try await bert.signOut(of: .all)
            #expect(await Engine.presence(in: events) == Presence(status: .offline))
            #expect(try await anna.knownEndpoints(of: .contact(name)) == [])
            #expect(try await eventually { register.places(of: name).isEmpty })
        }
    }

    @Test("an endpoint with many addresses is one endpoint, reached by whichever leads there")
    func addresses() async throws {
        try await withFriends { anna, bert, register in
            try await bert.signInFar()
            try await anna.signInFar()
            let name = try await bert.card(ofContact: nil).peerName
            #expect(try await eventually { register.places(of: name).count == 1 })
            let port = try #require(register.places(of: name).first?.first).endpoint.port
            register.forget(name)
            // The first takes no connections; then there are two of one host, and the last is told apart again by another.
            let nowhere = ScopedEndpoint.ofThisHost(1)
            let ipv4 = ScopedEndpoint(Endpoint(address: IPv6Address(ipv4: 0x7f00_0001), port: port))
            register.publish(name, at: [nowhere, .ofThisHost(port), ipv4])
            register.publish(name, at: [ScopedEndpoint(Endpoint(address: IPv6Address(ipv4: 0x7f00_0002), port: port))])
            let asked = try await anna.refresh(.contact(name))
            #expect(asked.count == 1 && asked.first?.endpoint != nowhere)
            let events = anna.collaborationEvents()
            try await watches(anna, bert)
            #expect(await Engine.presence(in: events) == Presence(status: .online))
            let host = try await anna.collaborating()
            #expect(try await eventually { await host.watches[name]?.present.count == 1 })
            #expect(try await anna.knownEndpoints(of: .contact(name)).count == 1)
            try await bert.setPresence(Presence(status: .away))
            #expect(await Engine.presence(in: events) == Presence(status: .away))
            try await bert.setPresence(Presence(status: .busy))
            #expect(await Engine.presence(in: events) == Presence(status: .busy), "each is told once")
        }
    }

    @Test("who is not to be watched any more is offline for the watcher, and tells him nothing")
    func blocking() async throws {
        try await withFriends { anna, bert, register in
            try await bert.signInFar()
            try await anna.signInFar()
            let own = try await bert.card(ofContact: nil).peerName
            #expect(try await eventually { register.places(of: own).count == 1 })
            let events = anna.collaborationEvents()
            try await watches(anna, bert)
            #expect(await Engine.presence(in: events) == Presence(status: .online))
            _ = try await bert.updateContact(
                try await anna.card(ofContact: nil).peerName, ContactChange(isAllowed: false))
            #expect(await Engine.presence(in: events) == Presence(status: .offline))
        }
    }

    @Test("somebody else at the address of a contact is not watched, and it is told")
    func otherKey() async throws {
        try await withFriends { anna, bert, register in
            try await anna.signInFar()
            let own = try await anna.card(ofContact: nil).peerName
            let other = try await bert.card(ofContact: nil).peerName
            #expect(try await eventually { register.places(of: own).count == 1 })
            // The name leads to Anna herself: whoever is there, it is not Bert.
            register.publish(other, at: try #require(register.places(of: own).first))
            let events = anna.collaborationEvents()
            try await watches(anna, bert)
            let changed = await Engine.next(in: events) { occurrence -> String? in
                if case .certificateChanged(let name, _) = occurrence { name } else { nil }
            }
            #expect(changed == other)
            #expect(try await anna.knownEndpoints(of: .contact(other)) == [])
        }
    }

    @Test("a card that was changed on its way, or bears another name, is refused, and nobody is kept (check 16)")
    func tampering() async throws {
        try await withVillage { village in
            let (anna, bert) = (try await village.engine(of: "Anna"), try await village.engine(of: "Bert"))
            let file = String(decoding: try await bert.contactFile(ofContact: nil), as: UTF8.self)
            let name = try await bert.card(ofContact: nil).peerName
            let credentials = try #require(file.firstRange(of: "base64\">")).upperBound
            let middle = file.index(credentials, offsetBy: 200)
            var changed = file
            changed.replaceSubrange(middle...middle, with: file[middle] == "A" ? "B" : "A")
            let renamed = file.replacing(name, with: String(name.dropFirst()) + "0")
            let other = file.replacing(name, with: try await anna.card(ofContact: nil).peerName)
            for text in [changed, renamed, other] {
                #expect(
                    await failure { _ = try await anna.readContactFile(Array(text.utf8)) }
                        == "Peer collaboration contact from xml failed.")
            }
            var card = try await bert.card(ofContact: nil)
            card.certificate = try await anna.card(ofContact: nil).certificate
            #expect(
                await failure { _ = try await anna.importContact(card) } == "Peer collaboration add contact failed.")
            #expect(try await anna.contacts() == [])
            _ = try await anna.importContact(try await anna.readContactFile(Array(file.utf8)))
            #expect(try await anna.contacts().map(\.card.peerName) == [name])
        }
    }

    @Test("a name that cannot be published is told once, tried again, and published when there is a cloud for it")
    func publishingLater() async throws {
        try await withFriends { _, bert, register in
            register.isClosed = true
            let events = bert.collaborationEvents()
            try await bert.signInFar()
            let told = await Engine.next(in: events) { occurrence -> String? in
                if case .warning(let text) = occurrence { text } else { nil }
            }
            #expect(told == "Your name cannot be published in the Internet yet: contacts do not find you.")
            let host = try await bert.collaborating()
            let tries = register.tries
            await host.cloudsAppeared(["LinkLocal_ff00::%2/8"])
            #expect(register.tries == tries)
            await host.cloudsAppeared([Cloud.globalName])
            #expect(try await eventually { register.tries > tries })
            #expect(try await eventually { await host.nextPublishing != nil })
            register.isClosed = false
            await host.cloudsAppeared([Cloud.globalName])
            let name = try await bert.card(ofContact: nil).peerName
            #expect(try await eventually { register.places(of: name).count == 1 })
            #expect(await host.nextPublishing == nil)
            let warnings = (try await bert.recentCollaborationEvents()).filter {
                if case .warning = $0.occurrence { true } else { false }
            }
            #expect(warnings.count == 1)
        }
    }

    @Test("who signs out before his name was published does not publish it later")
    func leavingUnpublished() async throws {
        try await withFriends { _, bert, register in
            register.isClosed = true
            try await bert.signInFar()
            let host = try await bert.collaborating()
            #expect(try await eventually { await host.nextPublishing != nil })
            try await bert.signOut(of: .all)
            #expect(await host.nextPublishing == nil)
            register.isClosed = false
            await host.cloudsAppeared([Cloud.globalName])
            await host.publishing?.value
            #expect(register.places(of: try await bert.card(ofContact: nil).peerName) == [])
        }
    }

    @Test("a contact that was deleted is a stranger on the connections it has, whichever process deleted it")
    func deleting() async throws {
        try await withFriends { anna, bert, register in
            try await bert.signInFar()
            let (own, other) = (try await bert.card(ofContact: nil).peerName, try await anna.card(ofContact: nil))
            #expect(try await eventually { register.places(of: own).count == 1 })
            let place = try #require(register.places(of: own).first?.first)
            let host = try await anna.collaborating()
            let link = try await host.connect(to: Place(endpoint: place, nearID: .anybody, pin: nil))
            #expect(try await link.data().nickname == "Bert")
            // As another process does it: in the database alone.
            let keeper = try await bert.collaborating()
            _ = try await keeper.memory.use("") { store throws(StoreError) in
                try store.deleteContact(named: other.peerName)
            }
            _ = try await bert.contacts()
            #expect(await failure { _ = try await link.data() } != nil)
            link.close()
        }
    }
}
