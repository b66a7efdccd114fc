import Collaboration
import FileTesting
import Foundation
import PeerBase
import PeerStore
import StoreWriter
import Testing

@Suite("What was confirmed stays", .serialized)
struct CollaborationDurabilityTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path(of: "data/collab.sqlite")
    }

    /// `P2PSH_TEST_SEED` looks elsewhere.
    private var chosenSeed: UInt64 {
        ProcessInfo.processInfo.environment["P2PSH_TEST_SEED"].flatMap { UInt64($0) } ?? 20_261_121
    }

    /// What a store holds.
    private struct Content: Hashable {
        var contacts: [String: Contact] = [:]
        var applications: [GUID: Application] = [:]
        var nickname: String?

        init() {}

        init(_ store: CollaborationStore) throws {
            for contact in try store.contacts() { contacts[contact.card.peerName] = contact }
            for application in try store.applications() { applications[application.id] = application }
            nickname = try store.settings().nickname
        }

        func after(_ step: Step) -> Content {
            var content = self
            switch step.kind {
            case .addContact(let contact): content.contacts[contact.card.peerName] = contact
            case .addApplication(let application): content.applications[application.id] = application
            case .verifyContact(let contact): content.contacts[contact.card.peerName]?.trust = .verified
            case .deleteApplication(let id): content.applications[id] = nil
            case .deleteContact(let name): content.contacts[name] = nil
            case .setNickname(let name): content.nickname = name
            }
            return content
        }
    }

    @Test("a writer killed forty times anywhere loses nothing that it had confirmed, and leaves nothing by halves")
    func killed() throws {
        let seed = chosenSeed
        print("killing writers, seed \(seed)")
        var random = RandomSource(seed: seed)
        var content = Content()
        var next = 0
        for _ in 0..<40 {
            let writer = try WriterProcess("steps", path, "\(next)")
            var told: [String] = []
            for _ in 0..<Int(random.next() % 40) {
                guard let line = writer.line() else { break }
                told.append(line)
            }
            // Somewhere in the step after: in its transaction, between two, or while a database is made.
            usleep(useconds_t(random.next() % 12_000))
            told += writer.kill()
            #expect(told == (next..<next + told.count).map { "\($0)" }, "seed \(seed)")
            for number in next..<next + told.count { content = content.after(Step(number)) }
            next += told.count

            let (store, movedTo) = try CollaborationStore.replacingDamaged(path: path)
            #expect(movedTo == nil, "seed \(seed)")
            let found = try Content(store)
            if found == content.after(Step(next)), found != content {
                content = found
                next += 1
            }
            try #require(found == content, "after \(next) steps, seed \(seed)")
        }
        #expect(next > 100)
    }

    @Test("a file that was damaged anywhere is sound still, or goes aside whole; never is half of it taken for all")
    func damagedAnywhere() throws {
        let seed = chosenSeed
        print("damaging databases, seed \(seed)")
        var random = RandomSource(seed: seed)
        let (sound, content) = try closedDatabase(steps: 120)
        for round in 0..<60 {
            let copy = folder.path(of: "copy-\(round)/collab.sqlite")
            try FileManager.default.createDirectory(
                atPath: folder.path(of: "copy-\(round)"), withIntermediateDirectories: false)
            let damaged = damage(sound, &random)
            try damaged.write(to: URL(filePath: copy))
            do {
                let (opened, movedTo) = try CollaborationStore.replacingDamaged(path: copy)
                guard let movedTo else {
                    try expectAll(content, in: opened, "round \(round), seed \(seed)")
                    continue
                }
                #expect(try Data(contentsOf: URL(filePath: movedTo)) == damaged, "round \(round), seed \(seed)")
                #expect(try Content(opened) == Content(), "round \(round), seed \(seed)")
            } catch StoreError.unavailable, StoreError.newer {
                // What a later SQLite or p2psh might be able to read stays where it is.
                #expect(try Data(contentsOf: URL(filePath: copy)) == damaged, "round \(round), seed \(seed)")
            }
        }
    }

    /// What no structure shows, a letter in a text, may have changed; how many there are may not.
    private func expectAll(_ content: Content, in store: CollaborationStore, _ note: Comment) throws {
        guard let found = try? Content(store) else { return }
        #expect(found.contacts.count == content.contacts.count, note)
        #expect(found.applications.count == content.applications.count, note)
    }

    /// The bytes of a database that was closed in order, without a log beside it, and what is in it.
    private func closedDatabase(steps: Int) throws -> (Data, Content) {
        let content = try {
            let store = try CollaborationStore(path: path)
            for number in 0..<steps { try Step(number).perform(on: store) }
            return try Content(store)
        }()
        #expect(try folder.names(below: "data") == ["collab.sqlite"])
        return (try Data(contentsOf: URL(filePath: path)), content)
    }

    /// Cuts a file off, or overwrites a part of it; every other time in its header, which says most.
    private func damage(_ data: Data, _ random: inout RandomSource) -> Data {
        let reach = random.next().isMultiple(of: 2) ? 110 : data.count
        let place = 1 + Int(random.next() % UInt64(reach - 1))
        guard !random.next().isMultiple(of: 4) else { return data.prefix(place) }
        var data = data
        let noise = random.bytes(min(1 + Int(random.next() % 600), data.count - place))
        data.replaceSubrange(place..<place + noise.count, with: noise)
        return data
    }

    @Test("two processes that fill one store at once keep 64 applications between them, and each what it was told")
    func raced() throws {
        for _ in 0..<3 {
            let path = folder.path(of: "race-\(UUID().uuidString)/collab.sqlite")
            let writers = try ["1", "2", "3"].map { try WriterProcess("fill", path, $0) }
            for writer in writers { #expect(writer.line() == "ready") }
            for writer in writers { try writer.say("go") }
            let told = writers.map { $0.remainingLines() }
            let stored = try CollaborationStore(path: path).applications().map { "\($0.id)" }
            #expect(stored.count == 64)
            #expect(told.flatMap { $0 }.sorted() == stored.sorted())
        }
    }

    @Test("a shell sees that another process has changed something")
    func seen() throws {
        let store = try CollaborationStore(path: path)
        let before = try store.dataVersion()
        #expect(try store.dataVersion() == before)
        let writer = try WriterProcess("invite", path, "1")
        #expect(writer.line() == "0")
        #expect(try store.dataVersion() != before)
        #expect(try store.loggedInvitations().count == 1)
        _ = writer.kill()
        let after = try store.dataVersion()
        _ = try store.changeSettings { $0.nickname = "my own change" }
        #expect(try store.dataVersion() == after)
    }
}
