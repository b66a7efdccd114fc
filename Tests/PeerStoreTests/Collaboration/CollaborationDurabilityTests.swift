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
            case .verifyContact(let name): content.contacts[name]?.trust = .verified
            case .deleteApplication(let id): content.applications[id] = nil
            case .deleteContact(let name): content.contacts[name] = nil
            case .setNickname(let name): content.nickname = name
            }
            return content
        }
    }

    @Test("a writer killed forty times anywhere loses nothing that it had confirmed, and leaves nothing by halves")
    func killed() throws {
        let seed = UInt64.random(in: 0 ... .max)
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
