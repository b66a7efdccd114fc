/// The file with the key by which members of meshes know this person: one in the directory of all keys, mode 0600, made at
/// first need (peer channel 20.6).
package struct MemberKeyStore: Sendable {
    private let folder: PrivateFolder
    private static let file = "mesh-member.pem"

    /// `directory` need not exist.
    package init(directory: String) { folder = PrivateFolder(path: directory) }

    /// Of several processes that need the key at the same time one makes it, and all get the same. A damaged file is
    /// reported, never replaced: others would see a stranger under the known name.
    package func key() throws(IdentityError) -> MemberKey {
        if let key = try load() { return key }
        let made = MemberKey()
        if try folder.create(Self.file, Array(made.pem.utf8)) { return made }
        guard let winner = try load() else {
            throw .cannotWrite(path: folder.path(of: Self.file), reason: "somebody removed it at that moment")
        }
        return winner
    }

    private func load() throws(IdentityError) -> MemberKey? {
        guard let bytes = try folder.read(Self.file) else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self), let key = MemberKey(pem: text) else {
            throw .damaged(path: folder.path(of: Self.file))
        }
        return key
    }
}
