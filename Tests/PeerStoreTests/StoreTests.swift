import FileTesting
import PeerBase
import PeerStore
import Testing

@Suite("What the store remembers")
struct StoreTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path(of: "state/p2psh/p2psh.sqlite")
    }

    // MARK: Settings

    @Test("a setting is what was set last, for its own cloud only, and outlasts the store")
    func settings() throws {
        var store = try Store(path: path)
        #expect(try store.setting(.seeds, cloud: "Global_") == nil)
        try store.setSetting(.seeds, to: "one.example.net", cloud: "Global_")
        try store.setSetting(.seeds, to: "two.example.net;[2001:db8::1]:3540", cloud: "Global_")
        try store.setSetting(.seeds, to: "", cloud: nil)
        store = try Store(path: path)
        #expect(try store.setting(.seeds, cloud: "Global_") == "two.example.net;[2001:db8::1]:3540")
        #expect(try store.setting(.seeds, cloud: nil) == "")
        #expect(try store.setting(.seeds, cloud: "LinkLocal_ff00::%2/8") == nil)

        try store.setSetting(.seeds, to: nil, cloud: "Global_")
        #expect(try store.setting(.seeds, cloud: "Global_") == nil)
        #expect(try store.setting(.seeds, cloud: nil) == "")
    }

    @Test("text comes back exactly", arguments: ["'; DROP TABLE setting; --", "zażółć 👩‍👩‍👧", "two\nlines", "\u{301}"])
    func exactText(text: String) throws {
        let store = try Store(path: path)
        try store.setSetting(.seeds, to: text, cloud: text)
        #expect(try store.setting(.seeds, cloud: text) == text)
    }

    // MARK: Registrations

    @Test("a registration comes back whole, by cloud and name, and takes the place of the one before")
    func registrations() throws {
        let full = KeptRegistration(
            name: "0.e\u{301}", identity: "2460f44f457b670116f55709f3e6324dd12ad70e.P", comment: "'; --",
            endpoints: [.init(address: IPv6Address(high: 1, low: .max), port: 65535, protocolNumber: 17)], port: 80,
            payload: .bytes([0, 255, 0]))
        let plain = KeptRegistration(name: "0.\u{E9}")
        var store = try Store(path: path)
        for kept in [KeptRegistration(name: full.name, comment: "old"), full, plain] {
            try store.keep(kept, inCloud: "b")
        }
        try store.keep(KeptRegistration(name: "0.z", payload: .text("\u{202E}")), inCloud: "a")
        store = try Store(path: path)
        let all = try store.keptRegistrations()
        #expect(all.map(\.cloud) == ["a", "b", "b"])
        #expect(all.map(\.registration) == [KeptRegistration(name: "0.z", payload: .text("\u{202E}")), full, plain])

        // The same to people, but not the same bytes.
        #expect(try store.forgetRegistration("0.\u{E9}", inCloud: "b"))
        #expect(try !store.forgetRegistration("0.\u{E9}", inCloud: "b"))
        #expect(try !store.forgetRegistration(full.name, inCloud: "a"))
        #expect(
            try store.keptRegistrations().map { Array($0.registration.name.utf8) } == [
                Array("0.z".utf8), Array(full.name.utf8),
            ])
    }

    // MARK: Nodes

    private func node(_ number: UInt64, heard: Int64, addresses: Int = 1) -> RememberedNode {
        RememberedNode(
            id: PeerID(.max, number, 0, 1), port: 3540,
            addresses: (0..<addresses).map { IPv6Address(high: 0x2001_0db8 << 32, low: UInt64($0) + 1) },
            lastHeardUnixSeconds: heard)
    }

    @Test("nodes come back whole, the one heard last first, after reopening too")
    func nodes() throws {
        let store = try Store(path: path)
        let few = [node(1, heard: 5, addresses: 4), node(2, heard: 9, addresses: 0), node(3, heard: -1)]
        try store.remember(few, inCloud: "Global_")
        #expect(try Store(path: path).rememberedNodes(inCloud: "Global_", limit: 20) == [few[1], few[0], few[2]])
    }

    @Test("extreme numbers survive")
    func extremes() throws {
        let store = try Store(path: path)
        let nodes = [
            RememberedNode(
                id: PeerID(.max, .max, .max, .max), port: .max, addresses: [IPv6Address(high: .max, low: .max)],
                lastHeardUnixSeconds: .max),
            RememberedNode(id: .zero, port: 0, addresses: [.unspecified], lastHeardUnixSeconds: .min),
        ]
        try store.remember(nodes, inCloud: "")
        #expect(try store.rememberedNodes(inCloud: "", limit: 20) == nodes)
    }

    @Test("twenty are kept, the newest, each ID once (behaviour 9.7)")
    func atMostTwenty() throws {
        let store = try Store(path: path)
        let many = (1...50).map { node($0, heard: Int64($0)) }
        try store.remember(many + [node(50, heard: 1), node(49, heard: 100)], inCloud: "Global_")
        let kept = try store.rememberedNodes(inCloud: "Global_", limit: 100)
        #expect(kept.map(\.id.word1) == [49] + [50] + (32...48).reversed() + [31])
        #expect(kept.first?.lastHeardUnixSeconds == 100)
    }

    @Test("the limit takes from the newest end", arguments: [(-1, 0), (0, 0), (1, 1), (10, 10), (20, 20), (21, 20)])
    func limit(limit: Int, count: Int) throws {
        let store = try Store(path: path)
        try store.remember((1...20).map { node($0, heard: Int64($0)) }, inCloud: "Global_")
        let found = try store.rememberedNodes(inCloud: "Global_", limit: limit)
        #expect(found.map(\.lastHeardUnixSeconds) == (0..<count).map { Int64(20 - $0) })
    }

    @Test("remembering replaces one cloud and leaves the others")
    func replaces() throws {
        let store = try Store(path: path)
        try store.remember([node(1, heard: 1), node(2, heard: 2)], inCloud: "Global_")
        try store.remember([node(7, heard: 7)], inCloud: "LinkLocal_ff00::%2/8")
        try store.remember([node(3, heard: 3)], inCloud: "Global_")
        #expect(try store.rememberedNodes(inCloud: "Global_", limit: 20) == [node(3, heard: 3)])
        #expect(try store.rememberedNodes(inCloud: "LinkLocal_ff00::%2/8", limit: 20) == [node(7, heard: 7)])
        try store.remember([], inCloud: "Global_")
        #expect(try store.rememberedNodes(inCloud: "Global_", limit: 20).isEmpty)
    }

    // MARK: Several at once

    @Test("two stores on one file see each other's changes")
    func twoStores() throws {
        let one = try Store(path: path)
        let two = try Store(path: path)
        try one.setSetting(.seeds, to: "a", cloud: nil)
        #expect(try two.setting(.seeds, cloud: nil) == "a")
        try two.setSetting(.seeds, to: "b", cloud: nil)
        #expect(try one.setting(.seeds, cloud: nil) == "b")
    }

    @Test("many that open a new file at once and write get along")
    func manyStores() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<12 {
                group.addTask { [path] in
                    let store = try Store(path: path)
                    for _ in 0..<10 { try store.setSetting(.seeds, to: "\(number)", cloud: "cloud \(number)") }
                }
            }
            try await group.waitForAll()
        }
        let store = try Store(path: path)
        for number in 0..<12 { #expect(try store.setting(.seeds, cloud: "cloud \(number)") == "\(number)") }
    }
}
