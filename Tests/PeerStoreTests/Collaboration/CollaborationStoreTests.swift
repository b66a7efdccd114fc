import Collaboration
import FileTesting
import Foundation
import PeerBase
import PeerStore
import StoreWriter
import Testing

@Suite("What is kept for collaboration")
struct CollaborationStoreTests {
    let folder: TemporaryFolder
    let path: String
    let store: CollaborationStore

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path(of: "data/collab.sqlite")
        store = try CollaborationStore(path: path)
    }

    private let full = Contact(
        card: ContactCard(
            peerName: "449dc64ecb28347e9f7ce600dba063662f2eb0e7.collab", nickname: "Amit2",
            displayName: "Żółć '; DROP TABLE contact; --", email: "amit@example.org", certificate: [0x30, 0, 255]),
        pin: Step.contact(1).pin, trust: .file, isWatched: true, isAllowed: true, addedAt: 1_795_226_884_125,
        lastSeenAt: 1_795_226_884_126)

    // MARK: The file

    @Test("directory 0700, database 0600")
    func permissions() throws {
        _ = try store.add(full)
        #expect(try folder.permissions(of: "data") == 0o700)
        for name in try folder.names(below: "data") { #expect(try folder.permissions(of: "data/\(name)") == 0o600) }
    }

    @Test("a damaged database is never replaced unasked; asked, it goes aside under a name that is told")
    func damaged() throws {
        let damaged = folder.path(of: "other/collab.sqlite")
        try FileManager.default.createDirectory(atPath: folder.path(of: "other"), withIntermediateDirectories: true)
        let garbage = [UInt8](repeating: 7, count: 9000)
        try folder.write(garbage, to: "other/collab.sqlite")
        #expect(throws: StoreError.damaged(path: damaged)) { try CollaborationStore(path: damaged) }
        let (store, movedTo) = try CollaborationStore.replacingDamaged(path: damaged)
        #expect(movedTo == "\(damaged).damaged-1")
        #expect(try Data(contentsOf: URL(filePath: damaged + ".damaged-1")) == Data(garbage))
        #expect(try store.contacts().isEmpty)
        #expect(try store.add(full) == .added)
        #expect(try CollaborationStore(path: damaged).contacts() == [full])
    }

    @Test("the other database of p2psh is a later version to this one, and is left alone")
    func otherDatabase() throws {
        let other = folder.path(of: "data/p2psh.sqlite")
        _ = try Store(path: other)
        #expect(throws: StoreError.newer(path: other)) { try CollaborationStore(path: other) }
    }

    // MARK: Contacts

    @Test("a contact comes back whole, by peer name, by pin, and from another opening")
    func contact() throws {
        #expect(try store.add(full) == .added)
        #expect(try store.contact(named: full.card.peerName) == full)
        #expect(try store.contact(withPin: full.pin) == full)
        #expect(try CollaborationStore(path: path).contacts() == [full])
        #expect(try store.contact(named: "AMIT2") == nil)
    }

    @Test("a new contact is neither watched nor allowed unless somebody says so")
    func defaults() throws {
        let contact = Step.contact(3)
        #expect(try store.add(contact) == .added)
        let kept = try #require(try store.contact(named: contact.card.peerName))
        #expect(!kept.isWatched && !kept.isAllowed)
        #expect(kept == contact)
    }

    @Test("one with the same peer name, the same pin or both is refused, and the first stays (collab 13.4)")
    func duplicates() throws {
        _ = try store.add(full)
        var samePin = Step.contact(2)
        samePin.pin = full.pin
        var sameName = Step.contact(2)
        sameName.card.peerName = full.card.peerName
        var both = sameName
        both.pin = full.pin
        for duplicate in [samePin, sameName, both, full] {
            #expect(try store.add(duplicate) == .duplicate(of: full))
            #expect(try store.contacts() == [full])
        }
        #expect(try store.add(Step.contact(2)) == .added)
    }

    @Test("a change changes what it names; an empty text removes")
    func update() throws {
        _ = try store.add(full)
        var expected = full
        #expect(try store.update(contact: full.card.peerName, ContactChange()) == full)
        expected.card.nickname = "Amit3"
        expected.isWatched = false
        let change = ContactChange(nickname: "Amit3", isWatched: false)
        #expect(try store.update(contact: full.card.peerName, change) == expected)
        expected.card.displayName = nil
        expected.card.email = nil
        expected.isAllowed = false
        let removal = ContactChange(displayName: "", email: "", isAllowed: false)
        #expect(try store.update(contact: full.card.peerName, removal) == expected)
        #expect(try store.contacts() == [expected])
        #expect(try store.update(contact: "nobody.collab", change) == nil)
    }

    @Test("trust, last seen, and an end")
    func trust() throws {
        _ = try store.add(full)
        #expect(try !store.setTrust(.verified, ofContact: full.card.peerName, withPin: Step.contact(2).pin))
        #expect(try store.contacts() == [full], "another key was compared than the contact has now")
        #expect(try store.setTrust(.verified, ofContact: full.card.peerName, withPin: full.pin))
        #expect(try !store.setTrust(.verified, ofContact: "nobody.collab", withPin: full.pin))
        try store.saw(full.pin, at: full.addedAt + 5000)
        try store.saw(full.pin, at: full.addedAt + 4000)
        var expected = full
        expected.trust = .verified
        expected.lastSeenAt = full.addedAt + 5000
        #expect(try store.contacts() == [expected])
        #expect(try store.deleteContact(named: full.card.peerName) == expected)
        #expect(try store.deleteContact(named: full.card.peerName) == nil)
        #expect(try store.contacts().isEmpty)
    }

    @Test("listed by label without case")
    func order() throws {
        for (number, label) in ["bob", "Amit", "amit", "Zoe"].enumerated() {
            var contact = Step.contact(number)
            contact.card.displayName = label
            _ = try store.add(contact)
        }
        #expect(try store.contacts().map { $0.label.lowercased() } == ["amit", "amit", "bob", "zoe"])
    }

    // MARK: Applications

    @Test("an application comes back whole; the same id is refused and the first stays (collab 13.2)")
    func application() throws {
        let application = Application(
            id: GUID(high: 1, low: 2), description: "Amit Test Application", data: [UInt8](repeating: 9, count: 16_384),
            path: "${HOME}/bin/żółw", arguments: "--join 'a b'", scope: .nearMe)
        #expect(try store.add(application, at: 1) == .added)
        let other = Application(id: application.id, path: "/bin/false")
        #expect(try store.add(other, at: 1) == .duplicate(of: application))
        #expect(try CollaborationStore(path: path).applications() == [application])
        #expect(try store.application(application.id) == application)
        #expect(try store.add(other, at: 1, replacing: true) == .added)
        #expect(try store.applications() == [other])
        #expect(try store.deleteApplication(application.id))
        #expect(try !store.deleteApplication(application.id))
        #expect(try store.application(application.id) == nil)
    }

    @Test("no data and no words come back as such")
    func bareApplication() throws {
        let application = Application(id: GUID(high: 0, low: 1), path: "/bin/true", scope: .none)
        _ = try store.add(application, at: 0)
        #expect(try store.applications() == [application])
    }

    @Test("the 64th is kept, the 65th is not; one less, and there is room again (collab 13.2)")
    func limit() throws {
        for number in 0..<64 { #expect(try store.add(Step.application(number), at: 0) == .added) }
        #expect(try store.add(Step.application(64), at: 0) == .full)
        #expect(try store.add(Step.application(3), at: 0) == .duplicate(of: Step.application(3)))
        #expect(try store.add(Step.application(3), at: 0, replacing: true) == .added)
        #expect(try store.add(Step.application(64), at: 0, replacing: true) == .full)
        #expect(try store.applications().count == 64)
        #expect(try store.deleteApplication(Step.application(3).id))
        #expect(try store.add(Step.application(64), at: 0) == .added)
    }

    // MARK: Settings

    @Test("settings come back, and a change leaves the others")
    func settings() throws {
        #expect(try store.settings() == CollaborationSettings())
        var expected = CollaborationSettings(
            nickname: "Amit2", displayName: "Amit", email: "a@example.org", endpointName: "AMIT-VPC",
            automaticSignIn: .all,
            acceptance: AcceptPolicy(who: .anyone, until: 77, minimumTrust: .verified, whenBusy: .decline),
            hasAgreedToNotice: true)
        #expect(try store.changeSettings { $0 = expected } == expected)
        let other = try CollaborationStore(path: path)
        #expect(try other.settings() == expected)
        _ = try other.changeSettings { $0.email = nil }
        _ = try store.changeSettings { $0.acceptance = AcceptPolicy() }
        expected.email = nil
        expected.acceptance = AcceptPolicy()
        #expect(try store.settings() == expected)
        _ = try store.changeSettings { $0 = CollaborationSettings() }
        #expect(try store.settings() == CollaborationSettings())
    }
}
