import Collaboration
import PeerBase
import Testing

@Suite("What is published")
struct PublicationTests {
    var publication = Publication(
        nickname: "Amit2", endpointName: "AMIT-VPC",
        applications: ApplicationCatalog(
            currentUser: [
                Application(id: GUID(high: 0, low: 1), path: "/bin/a", scope: .none),
                Application(id: GUID(high: 0, low: 2), path: "/bin/b", scope: .nearMe),
                Application(id: GUID(high: 0, low: 3), path: "/bin/c", scope: .internet),
                Application(id: GUID(high: 0, low: 4), path: "/bin/d", scope: .all),
            ]))

    static func object(_ low: UInt64, _ scope: Scope = .all, _ data: [UInt8] = [1]) -> CollaborationObject {
        CollaborationObject(id: GUID(high: 9, low: low), data: data, scope: scope)
    }

    static func seen(_ snapshot: Snapshot) -> ([UInt64], [UInt64]) {
        (snapshot.applications.map(\.id.low), snapshot.objects.map(\.id.low))
    }

    @Test("who sees what: contacts with permission, other contacts, strangers, on a link and off it")
    mutating func callers() throws {
        _ = publication.signIn(.all)
        for (low, scope) in [(UInt64(1), Scope.none), (2, .nearMe), (3, .internet), (4, .all)] {
            _ = try publication.setObject(Self.object(low, scope))
        }
        let allowed = Contact.sample(isAllowed: true)
        let blocked = Contact.sample()
        #expect(Self.seen(publication.snapshot(for: .contact(allowed))) == ([2, 3, 4], [2, 3, 4]))
        #expect(Self.seen(publication.snapshot(for: .contact(allowed, isOnLink: false))) == ([3, 4], [3, 4]))
        #expect(Self.seen(publication.snapshot(for: .contact(blocked))) == ([], [2, 4]))
        #expect(Self.seen(publication.snapshot(for: .contact(blocked, isOnLink: false))) == ([], []))
        #expect(Self.seen(publication.snapshot(for: .stranger())) == ([], [2, 4]))
        #expect(publication.snapshot(for: .stranger()).presence == Presence(status: .online))
        #expect(publication.snapshot(for: .stranger()).nickname == "Amit2")
        _ = publication.signOut(.nearMe)
        #expect(Self.seen(publication.snapshot(for: .contact(allowed))) == ([3, 4], [3, 4]), "near nobody is told")
        #expect(Self.seen(publication.snapshot(for: .contact(blocked))) == ([], []))
    }

    @Test("signed in: online and no text, whatever it was before (check 6)")
    mutating func signedIn() throws {
        #expect(publication.presence.status == .offline)
        let online = Presence(status: .online)
        #expect(publication.signIn(.nearMe) == [.peopleChanged(.added, nil), .presenceChanged(nil, .updated, online)])
        _ = try publication.setPresence(Presence(status: .busy, text: "writing"))
        #expect(publication.signIn(.internet).isEmpty && publication.presence.status == .busy)
        _ = publication.signOut(.all)
        _ = publication.signIn(.all)
        #expect(publication.presence == online)
    }

    @Test("offline is refused while signed in, and everything while signed out (check 6)")
    mutating func refusals() throws {
        #expect(throws: PublicationRefusal.notSignedIn) {
            try publication.setPresence(Presence(status: .away))
        }
        #expect(throws: PublicationRefusal.notSignedIn) { try publication.setObject(Self.object(1)) }
        _ = publication.signIn(.nearMe)
        #expect(throws: PublicationRefusal.presenceOffline) { try publication.setPresence(Presence(status: .offline)) }
        #expect(PublicationRefusal.presenceOffline.text == "Local presence cannot be set to Offline. ")
        let text = String(repeating: "t", count: 255)
        #expect(
            try publication.setPresence(Presence(status: .away, text: text))
                == [.presenceChanged(nil, .updated, Presence(status: .away, text: text))])
        #expect(throws: PublicationRefusal.tooLong("The text of the presence")) {
            try publication.setPresence(Presence(status: .away, text: text + "t"))
        }
    }

    @Test("out of both: objects are gone, and one event says so (check 7)")
    mutating func signedOut() throws {
        _ = publication.signIn(.all)
        _ = try publication.setObject(Self.object(1))
        _ = try publication.setObject(Self.object(2))
        #expect(publication.signOut(.all) == [.peopleChanged(.deleted, nil)])
        #expect(publication.objects.isEmpty && publication.presence.status == .offline)
        #expect(publication.signOut(.all).isEmpty)
    }

    @Test("out of one: objects stay until the other is left")
    mutating func signedOutOfOne() throws {
        _ = publication.signIn(.all)
        _ = try publication.setObject(Self.object(1))
        #expect(publication.signOut(.nearMe) == [.peopleChanged(.deleted, nil)])
        #expect(publication.objects.count == 1)
        #expect(publication.signOut(.internet) == [.peopleChanged(.deleted, nil)])
        #expect(publication.objects.isEmpty)
    }

    @Test("an object is made, replaced and deleted, each an event")
    mutating func objects() throws {
        _ = publication.signIn(.nearMe)
        let id = GUID(high: 9, low: 1)
        #expect(try publication.setObject(Self.object(1)) == [.objectChanged(nil, .added, id)])
        #expect(try publication.setObject(Self.object(1, .all, [2])) == [.objectChanged(nil, .updated, id)])
        #expect(try publication.setObject(Self.object(1, .all, [2])).isEmpty, "nothing changed")
        #expect(publication.objects == [Self.object(1, .all, [2])])
        #expect(try publication.deleteObject(id) == [.objectChanged(nil, .deleted, id)])
        #expect(throws: PublicationRefusal.objectNotFound) { try publication.deleteObject(id) }
    }

    @Test("1 to 16,384 bytes, 128 objects, and the user's picture stays")
    mutating func objectLimits() throws {
        _ = publication.signIn(.nearMe)
        #expect(throws: PublicationRefusal.objectEmpty) { try publication.setObject(Self.object(1, .all, [])) }
        _ = try publication.setObject(Self.object(1, .all, [UInt8](repeating: 0, count: 16_384)))
        #expect(throws: PublicationRefusal.objectTooLarge) {
            try publication.setObject(Self.object(1, .all, [UInt8](repeating: 0, count: 16_385)))
        }
        for low in UInt64(2)...128 { _ = try publication.setObject(Self.object(low)) }
        #expect(throws: PublicationRefusal.tooManyObjects) { try publication.setObject(Self.object(129)) }
        #expect(throws: PublicationRefusal.tooManyObjects) { try publication.setObject(Self.object(0)) }
        _ = try publication.setObject(Self.object(128, .none))
        #expect(PublicationRefusal.tooManyObjects.text == "The limit of 128 objects is reached.")
        #expect(Publication.userPicture.description == "dd15f41f-fc4e-4922-b035-4c06a754d01d")
        #expect(throws: PublicationRefusal.wellKnownObject) { try publication.deleteObject(Publication.userPicture) }
    }

    @Test("names: the same endpoint name is no mistake and no event; empty and 256 characters are refused")
    mutating func names() throws {
        #expect(try publication.setEndpointName("AMIT-VPC").isEmpty)
        #expect(try publication.setEndpointName("desk") == [.endpointChanged(nil, name: "desk")])
        #expect(throws: PublicationRefusal.empty("The endpoint name")) { try publication.setEndpointName("") }
        #expect(throws: PublicationRefusal.tooLong("The nickname")) {
            try publication.setNickname(String(repeating: "n", count: 256))
        }
        #expect(throws: PublicationRefusal.empty("The endpoint name")) { try publication.setEndpointName(" \u{7}") }
        try publication.setNickname(" Amit3\u{202e}\n")
        #expect(publication.whole.nickname == "Amit3")
    }

    @Test("applications registered and gone are events")
    mutating func applications() {
        let second = PublishedApplication(id: GUID(high: 0, low: 2), description: "", data: [])
        let fifth = Application(id: GUID(high: 0, low: 5), description: "five", path: "/bin/e")
        var registered = publication.applications.applications(.currentUser)
        registered.removeAll { $0.id == second.id }
        #expect(
            publication.setApplications(ApplicationCatalog(currentUser: registered + [fifth])) == [
                .applicationChanged(nil, .deleted, second),
                .applicationChanged(
                    nil, .added, PublishedApplication(id: fifth.id, description: "five", data: [])),
            ])
    }

    @Test("the steps between two snapshots lead from one to the other, over the wire too")
    mutating func steps() throws {
        _ = publication.signIn(.all)
        _ = try publication.setObject(Self.object(1))
        _ = try publication.setObject(Self.object(2))
        let caller = Caller.contact(.sample(isAllowed: true))
        let before = publication.snapshot(for: caller)
        _ = try publication.setPresence(Presence(status: .onThePhone, text: "back\nsoon"))
        _ = try publication.setObject(Self.object(1, .internet, [3, 4]))
        _ = try publication.setObject(Self.object(2, .none))
        _ = try publication.setEndpointName("desk")
        try publication.setNickname("Amit \"3\"")
        _ = publication.setApplications(ApplicationCatalog(currentUser: [.editor]))
        let after = publication.snapshot(for: caller)
        let changes = before.changes(to: after)
        #expect(changes.contains(.object(.deleted, Self.object(2))), "no longer told is gone")
        var copy = try Snapshot(before.document)
        #expect(copy == before)
        for change in changes {
            guard case .change(let read) = try WatchItem(WatchItem.change(change).document) else {
                Issue.record("a change comes back as one")
                return
            }
            let fits = copy.apply(read)
            #expect(fits)
        }
        #expect(copy.changes(to: after).isEmpty)
        #expect(after.changes(to: after).isEmpty)
    }
}

@Suite("Watching")
struct WatchTests {
    @Test("the stream is cut into documents wherever the pieces end", arguments: [1, 2, 7, 64, 10_000])
    func cutting(size: Int) throws {
        let snapshot = Snapshot(
            nickname: "line\nbreak", endpointName: "", presence: Presence(status: .online, text: "\r\n"),
            applications: [.init(id: .editor, description: "two\nlines", data: [1, 2])])
        let items: [WatchItem] = [.snapshot(snapshot), .beat, .change(.presence(Presence(status: .away)))]
        let stream = items.flatMap(\.bytes)
        var cutter = WatchCutter()
        var documents: [[UInt8]] = []
        for start in stride(from: 0, to: stream.count, by: size) {
            documents += try cutter.take(stream[start..<min(start + size, stream.count)])
        }
        #expect(documents.count == 3)
        for (document, item) in zip(documents, items) {
            #expect(item.bytes.suffix(document.count + 1) == document + [0x0a])
        }
        #expect(String(decoding: documents[1], as: UTF8.self) == #"<Beat xmlns="urn:x-p2psh:data:1"/>"#)
    }

    @Test("a document without an end is given up")
    func endless() {
        var cutter = WatchCutter()
        #expect(throws: DocumentFault.self) {
            try cutter.take([UInt8](repeating: 0x20, count: Limits.snapshotSize + 1))
        }
    }

    @Test("a watch that grows beyond the limits is broken")
    func bounded() {
        var snapshot = Snapshot(nickname: "a", endpointName: "b", presence: Presence(status: .online))
        for low in UInt64(1)...128 {
            let fits = snapshot.apply(.object(.added, CollaborationObject(id: GUID(high: 0, low: low), data: [1])))
            #expect(fits)
        }
        let fits = snapshot.apply(.object(.updated, CollaborationObject(id: GUID(high: 0, low: 129), data: [1])))
        #expect(!fits)
    }

    @Test("what does not fit a snapshot is refused with the reason")
    func refused() throws {
        let whole = Snapshot(
            nickname: "a", endpointName: "b", presence: Presence(status: .online),
            applications: [.init(id: .editor, description: "", data: [])],
            objects: [CollaborationObject(id: .viewer, data: [1])])
        func refusal(_ change: (inout XMLElement) -> Void) -> DocumentFault? {
            var document = whole.document
            change(&document)
            do {
                _ = try Snapshot(document)
                return nil
            } catch { return error }
        }
        #expect(refusal { _ in } == nil)
        #expect(refusal { $0.children.removeFirst() } == DocumentFault("Presence", .missing))
        #expect(refusal { $0.children[0].attributes[0].value = "8" } == DocumentFault("status", .malformed))
        #expect(refusal { $0.attributes.removeFirst() } == DocumentFault("nickname", .missing))
        #expect(refusal { $0.children.append($0.children[1]) } == DocumentFault("Application", .repeated))
        #expect(refusal { $0.children[1].attributes[0].value = "1" } == DocumentFault("id", .malformed))
        #expect(refusal { $0.children[2].attributes[1].value = "4" } == DocumentFault("scope", .malformed))
        #expect(refusal { $0.children[2].text = "" } == DocumentFault("Object", .empty))
        #expect(refusal { $0.children[2].text = "!" } == DocumentFault("Object", .malformed))
        #expect(
            refusal { document in
                document.children += [XMLElement](repeating: document.children[2], count: 128)
            } == DocumentFault("Object", .tooMany(128)))
        #expect(throws: DocumentFault("Event", .missing)) {
            try WatchItem(
                XMLElement(
                    .init("Event", in: Snapshot.namespace), attributes: [.init(.init("change"), "0")]))
        }
        #expect(throws: DocumentFault("Event", .otherDocument)) {
            try WatchItem(XMLElement(.init("Other", in: Snapshot.namespace)))
        }
    }
}
