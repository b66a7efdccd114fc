package import PeerBase

/// The identities of this user: private keys as files in one directory (architecture 4).
///
/// A value without state: every call reads the files anew, so that several processes may share the directory. Calls
/// block for a few file operations; those that make a key take some tens of milliseconds more.
package struct KeyStore: Sendable {
    private let folder: PrivateFolder

    private static let suffix = ".pem"
    private static let defaultFile = "default.pem"
    private static let defaultFriendlyName = "Default identity"

    /// `directory` need not exist; it is made, with mode 0700, when the first key is.
    package init(directory: String) {
        folder = PrivateFolder(path: directory)
    }

    /// What ``list()`` found.
    package struct Listing: Hashable, Sendable {
        /// The default identity first, then by friendly name.
        package var identities: [Identity]
        /// One error for each file that should be a key and is not usable; the others do not suffer.
        package var unusable: [IdentityError]

        package init(identities: [Identity] = [], unusable: [IdentityError] = []) {
            self.identities = identities
            self.unusable = unusable
        }
    }

    package func list() throws(IdentityError) -> Listing {
        var listing = Listing()
        for name in try folder.names() where Self.isKeyFile(name) {
            do throws(IdentityError) {
                guard let file = try load(name) else { continue }
                listing.identities.append(identity(of: file, in: name))
            } catch {
                listing.unusable.append(error)
            }
        }
        listing.identities.sort { left, right in
            if left.isDefault != right.isDefault { return left.isDefault }
            return (left.friendlyName, left.text) < (right.friendlyName, right.text)
        }
        return listing
    }

    /// The machine's default identity (behaviour 11.1), made at first need. Of several processes that need it at the
    /// same time one makes it, and all get the same. A damaged file is reported, never replaced (netsh 7 row 11).
    package func defaultIdentity() throws(IdentityError) -> Identity {
        if let file = try load(Self.defaultFile) { return identity(of: file, in: Self.defaultFile) }
        let made = KeyFile(friendlyName: Self.defaultFriendlyName, key: try PrivateKey())
        if try folder.create(Self.defaultFile, Array(made.text.utf8)) {
            return identity(of: made, in: Self.defaultFile)
        }
        guard let winner = try load(Self.defaultFile) else {
            throw .cannotWrite(path: folder.path(of: Self.defaultFile), reason: "somebody removed it at that moment")
        }
        return identity(of: winner, in: Self.defaultFile)
    }

    /// Makes an identity with a new key.
    package func add(friendlyName: String) throws(IdentityError) -> Identity {
        guard Identity.isValidFriendlyName(friendlyName) else { throw .invalidFriendlyName }
        let file = KeyFile(friendlyName: friendlyName, key: try PrivateKey())
        let name = Self.fileName(of: file.key.authority)
        guard try folder.create(name, Array(file.text.utf8)) else {
            throw .cannotWrite(path: folder.path(of: name), reason: "a file of that name exists already")
        }
        return identity(of: file, in: name)
    }

    /// Destroys an identity and its key for good. The default identity is made anew at its next need, with another
    /// key. A damaged file is reported and stays.
    package func delete(_ authority: SHA1Digest) throws(IdentityError) {
        guard try folder.remove(try locate(authority).name) else { throw .notFound(authority) }
    }

    package func key(for authority: SHA1Digest) throws(IdentityError) -> PrivateKey {
        try locate(authority).file.key
    }

    /// The file of an identity: the one named by the authority, else the default one if it holds that key.
    private func locate(_ authority: SHA1Digest) throws(IdentityError) -> (name: String, file: KeyFile) {
        let name = Self.fileName(of: authority)
        if let file = try load(name) { return (name, file) }
        if let file = try load(Self.defaultFile), file.key.authority == authority { return (Self.defaultFile, file) }
        throw .notFound(authority)
    }

    /// `nil` when there is no such file. A file that bears the authority of another key is damaged: trusting its name
    /// would sign, or delete, with a key nobody asked for.
    private func load(_ name: String) throws(IdentityError) -> KeyFile? {
        guard let bytes = try folder.read(name) else { return nil }
        guard let file = KeyFile(bytes), [Self.defaultFile, Self.fileName(of: file.key.authority)].contains(name) else {
            throw .damaged(path: folder.path(of: name))
        }
        return file
    }

    private func identity(of file: KeyFile, in name: String) -> Identity {
        Identity(
            friendlyName: file.friendlyName, authority: file.key.authority, isDefault: name == Self.defaultFile)
    }

    /// Other files in the directory are somebody's own business.
    private static func isKeyFile(_ name: String) -> Bool {
        guard name != defaultFile else { return true }
        guard name.hasSuffix(suffix), let bytes = [UInt8](hexText: name.dropLast(suffix.count)) else { return false }
        return SHA1Digest(bytes).map(fileName(of:)) == name
    }

    private static func fileName(of authority: SHA1Digest) -> String { "\(authority)\(suffix)" }
}
