import FileTesting
import PeerBase
import PeerIdentity
import Testing

@Suite("The key store")
struct KeyStoreTests {
    let folder: TemporaryFolder
    let store: KeyStore

    init() throws {
        folder = try TemporaryFolder()
        store = KeyStore(directory: folder.path(of: "data/keys"))
    }

    @Test("a store nobody used yet is empty, and looking does not make it")
    func empty() throws {
        #expect(try store.list() == KeyStore.Listing())
        #expect(try folder.names(below: "").isEmpty)
    }

    @Test("the default identity is made at first need and is the same ever after")
    func defaultIdentity() throws {
        let first = try store.defaultIdentity()
        #expect(first.isDefault)
        #expect(first.friendlyName == "Default identity")
        #expect(first.text == "\(first.authority).PnrpProtocolV2")
        #expect(first.text.count == 40 + 1 + 14)
        #expect(try store.defaultIdentity() == first)
        #expect(try KeyStore(directory: folder.path(of: "data/keys")).defaultIdentity() == first)
        #expect(try store.key(for: first.authority).authority == first.authority)
    }

    @Test("of many that need the default identity at once one makes it, and all get the same")
    func race() async throws {
        let identities = try await withThrowingTaskGroup(of: Identity.self) { group in
            for _ in 0..<16 {
                let store = KeyStore(directory: folder.path(of: "data/keys"))
                group.addTask { try store.defaultIdentity() }
            }
            return try await group.reduce(into: Set<Identity>()) { $0.insert($1) }
        }
        #expect(identities.count == 1)
        #expect(try folder.names(below: "data/keys") == ["default.pem"])
        #expect(try Set([store.defaultIdentity()]) == identities)
    }

    @Test("what is added is listed behind the default one, can sign, and is gone after deletion")
    func lifeOfAnIdentity() throws {
        let bob = try store.add(friendlyName: "Bob")
        let alice = try store.add(friendlyName: "Alice")
        let mine = try store.defaultIdentity()
        #expect(try store.list() == KeyStore.Listing(identities: [mine, alice, bob]))
        #expect(!alice.isDefault && alice.classifier == "PnrpProtocolV2")

        let key = try store.key(for: alice.authority)
        let signature = try key.sign([1, 2, 3])
        #expect(verifySignature(publicKeyData: key.publicKeyData, signed: [1, 2, 3], signature: signature))

        try store.delete(alice.authority)
        #expect(try store.list().identities == [mine, bob])
        #expect(throws: IdentityError.notFound(alice.authority)) { try store.key(for: alice.authority) }
        #expect(throws: IdentityError.notFound(alice.authority)) { try store.delete(alice.authority) }
    }

    @Test("a deleted default identity is followed by another one")
    func deleteDefault() throws {
        let first = try store.defaultIdentity()
        try store.delete(first.authority)
        #expect(try store.list().identities.isEmpty)
        let second = try store.defaultIdentity()
        #expect(second.authority != first.authority)
    }

    @Test("an unknown authority is not found, whether or not there is a store")
    func unknown() throws {
        #expect(throws: IdentityError.notFound(.zero)) { try store.key(for: .zero) }
        _ = try store.defaultIdentity()
        #expect(throws: IdentityError.notFound(.zero)) { try store.key(for: .zero) }
    }

    @Test(
        "a friendly name comes back exactly",
        arguments: [
            "A", "Zażółć gęślą jaźń", " leading and trailing ", "a: b = \"c\" \\", "-----BEGIN PRIVATE KEY-----",
            "\u{301}combining", "👩‍👩‍👧", String(repeating: "n", count: 255), String(repeating: "😀", count: 255),
        ])
    func friendlyNames(name: String) throws {
        let identity = try store.add(friendlyName: name)
        #expect(identity.friendlyName == name)
        #expect(try store.list() == KeyStore.Listing(identities: [identity]))
    }

    @Test(
        "a friendly name that cannot be is refused, and nothing is written",
        arguments: [
            "", String(repeating: "n", count: 256), "two\nlines", "tab\there", "bell\u{7}", "nul\u{0}", "\u{85}",
            "\u{9f}",
            "\u{2028}", "carriage\r\nreturn",
        ])
    func impossibleNames(name: String) throws {
        #expect(throws: IdentityError.invalidFriendlyName) { try store.add(friendlyName: name) }
        #expect(try folder.names(below: "").isEmpty)
    }
}
