import FileTesting
import Foundation
import PeerBase
import PeerIdentity
import Testing

@Suite("The files of the key store")
struct KeyFileTests {
    let folder: TemporaryFolder
    let store: KeyStore

    init() throws {
        folder = try TemporaryFolder()
        store = KeyStore(directory: folder.path(of: "keys"))
    }

    // MARK: Form

    @Test("the name stands above the key, in one file that openssl reads too")
    func form() throws {
        let alice = try store.add(friendlyName: "Alice")
        #expect(try folder.names(below: "keys") == ["\(alice.authority).pem"])
        let text = try folder.text(of: "keys/\(alice.authority).pem")
        #expect(text.hasPrefix("Friendly-Name: Alice\n-----BEGIN PRIVATE KEY-----\n"))
        #expect(text.hasSuffix("-----END PRIVATE KEY-----\n"))
    }

    @Test("a file that went through an editor with other line ends is read")
    func otherLineEnds() throws {
        let alice = try store.add(friendlyName: "Alice")
        let name = "keys/\(alice.authority).pem"
        try folder.write(folder.text(of: name).replacingOccurrences(of: "\n", with: "\r\n"), to: name)
        #expect(try store.list() == KeyStore.Listing(identities: [alice]))
    }

    // MARK: Permissions

    @Test("directory 0700, files 0600, whatever the umask says")
    func permissions() throws {
        let mine = try store.defaultIdentity()
        let alice = try store.add(friendlyName: "Alice")
        #expect(mine.authority != alice.authority)
        #expect(try folder.permissions(of: "keys") == 0o700)
        #expect(try folder.permissions(of: "keys/default.pem") == 0o600)
        #expect(try folder.permissions(of: "keys/\(alice.authority).pem") == 0o600)
    }

    @Test("rights of others are taken away on sight", arguments: [0o644, 0o640, 0o604, 0o666, 0o777])
    func tightened(permissions: Int) throws {
        let mine = try store.defaultIdentity()
        try folder.setPermissions(permissions, of: "keys/default.pem")
        try folder.setPermissions(permissions | 0o700, of: "keys")
        #expect(try store.defaultIdentity() == mine)
        #expect(try folder.permissions(of: "keys/default.pem") == 0o600)
        #expect(try folder.permissions(of: "keys") == 0o700)
    }

    @Test("a key of another user is refused", .enabled(if: geteuid() == 0, "giving a file away takes root"))
    func foreignOwner() throws {
        _ = try store.defaultIdentity()
        let path = folder.path(of: "keys/default.pem")
        #expect(chown(path, 12_345, 12_345) == 0)
        let refusal = IdentityError.noAccess(path: path, reason: "it belongs to another user")
        #expect(throws: refusal) { try store.defaultIdentity() }
        #expect(try store.list() == KeyStore.Listing(unusable: [refusal]))
    }

    @Test("a link is refused, not followed")
    func link() throws {
        _ = try store.defaultIdentity()
        let path = folder.path(of: "keys/default.pem")
        try FileManager.default.moveItem(atPath: path, toPath: folder.path(of: "elsewhere.pem"))
        try FileManager.default.createSymbolicLink(
            atPath: path, withDestinationPath: folder.path(of: "elsewhere.pem"))
        #expect(throws: IdentityError.noAccess(path: path, reason: "it is a symbolic link")) {
            try store.defaultIdentity()
        }
    }

    // MARK: Damage

    @Test("a damaged default identity is named and stays as it is", arguments: Damage.all)
    func damagedDefault(damage: Damage) throws {
        let alice = try store.add(friendlyName: "Alice")
        let mine = try store.defaultIdentity()
        let path = folder.path(of: "keys/default.pem")
        let broken = damage.change(Array(try folder.text(of: "keys/default.pem").utf8))
        try folder.write(broken, to: "keys/default.pem")

        #expect(throws: IdentityError.damaged(path: path)) { try store.defaultIdentity() }
        #expect(throws: IdentityError.damaged(path: path)) { try store.key(for: mine.authority) }
        #expect(throws: IdentityError.damaged(path: path)) { try store.delete(mine.authority) }
        #expect(try store.list() == KeyStore.Listing(identities: [alice], unusable: [.damaged(path: path)]))
        #expect(try store.key(for: alice.authority).authority == alice.authority)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(broken))
    }

    @Test("a file under the authority of another key is damaged, and deleting by that name deletes nothing")
    func wrongName() throws {
        let alice = try store.add(friendlyName: "Alice")
        let bob = try store.add(friendlyName: "Bob")
        try folder.write(folder.text(of: "keys/\(bob.authority).pem"), to: "keys/\(alice.authority).pem")
        let damage = IdentityError.damaged(path: folder.path(of: "keys/\(alice.authority).pem"))
        #expect(throws: damage) { try store.key(for: alice.authority) }
        #expect(throws: damage) { try store.delete(alice.authority) }
        #expect(try store.list() == KeyStore.Listing(identities: [bob], unusable: [damage]))
    }

    @Test(
        "other files in the directory are nobody's business",
        arguments: [
            "notes.txt", ".new-0011223344556677", "alice.pem", "backup-default.pem", ".pem",
            "3E9B6C3FE3B30322F189312295AA9721CFE975C8.pem",
        ])
    func bystanders(name: String) throws {
        let mine = try store.defaultIdentity()
        try folder.write("not a key", to: "keys/\(name)")
        #expect(try store.list() == KeyStore.Listing(identities: [mine]))
    }

    @Test("a directory where the file should be is damage, not a crash")
    func directoryInstead() throws {
        let path = folder.path(of: "keys/default.pem")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        #expect(throws: IdentityError.damaged(path: path)) { try store.defaultIdentity() }
    }

    @Test("a file where the directory should be is told by its name")
    func fileInstead() throws {
        try folder.write("", to: "keys")
        let error = #expect(throws: IdentityError.self) { try store.defaultIdentity() }
        #expect(error == .noAccess(path: folder.path(of: "keys"), reason: "Not a directory"))
    }

    @Test(
        "every error is one sentence, with the code of the P2P SDK where there is one",
        arguments: [
            (
                IdentityError.damaged(path: "/k/default.pem"), "/k/default.pem",
                "(0x80630801, PEER_E_CERT_STORE_CORRUPTED)"
            ),
            (.noAccess(path: "/k", reason: "Permission denied"), "/k", "(0x80630203, PEER_E_NO_KEY_ACCESS)"),
            (.notFound(.zero), "0000000000000000000000000000000000000000", "(0x80630401, PEER_E_IDENTITY_NOT_FOUND)"),
            (.cannotWrite(path: "/k", reason: "No space left on device"), "/k", "No space left on device"),
        ])
    func sentences(error: IdentityError, subject: String, detail: String) throws {
        #expect(error.description.contains(subject))
        #expect(error.description.hasSuffix("\(detail)."))
        let hint = try #require(error.hint)
        #expect(!hint.isEmpty)
    }
}

/// Something that can happen to a key file.
struct Damage: Sendable, CustomStringConvertible {
    let description: String
    let change: @Sendable ([UInt8]) -> [UInt8]

    static let all = [
        Damage(description: "emptied") { _ in [] },
        Damage(description: "cut in half") { Array($0.prefix($0.count / 2)) },
        Damage(description: "without its end line") { Array($0.dropLast(30)) },
        Damage(description: "without its name") { Array($0.drop { $0 != 0x0a }.dropFirst()) },
        Damage(description: "no UTF-8") { [0xff, 0xfe] + $0 },
        Damage(description: "a name with a control character") { bytes in
            Array("Friendly-Name: A\u{1b}[2J".utf8) + bytes.drop { $0 != 0x0a }
        },
        Damage(description: "one letter of the key changed") { bytes in
            var bytes = bytes
            let index = bytes.count / 2
            bytes[index] = bytes[index] == 0x41 ? 0x42 : 0x41
            return bytes
        },
        Damage(description: "filled with zeros") { [UInt8](repeating: 0, count: $0.count) },
        Damage(description: "grown beyond any key") { $0 + [UInt8](repeating: 0x0a, count: 20_000) },
    ]
}
