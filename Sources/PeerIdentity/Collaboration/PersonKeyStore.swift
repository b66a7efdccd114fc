/// The files with the key and the certificate of this person: `collab.key`, which only the owner may read, and
/// `collab.crt` beside it, made at the first need (collab 10.6, 10.11).
package struct PersonKeyStore: Sendable {
    private let folder: PrivateFolder
    private static let keyFile = "collab.key"
    private static let certificateFile = "collab.crt"

    /// `directory` need not exist.
    package init(directory: String) { folder = PrivateFolder(path: directory) }

    /// The key, vouching for this peer name now. Of several processes that need it at the same time one makes it, and all
    /// get the same.
    ///
    /// A key that others may read is refused, and a damaged one reported, never replaced: contacts would see a stranger.
    /// A certificate says nothing that the key could not say again, so one that is missing (as when a process died
    /// between the two files), of another name or out of its dates is made anew; the pin stays.
    package func key(peerName: String, at unixTime: Int64) throws(IdentityError) -> PersonKey {
        let secret = try secret(peerName: peerName, at: unixTime)
        if let bytes = try folder.read(Self.certificateFile), let text = String(validating: bytes, as: UTF8.self),
            let key = PersonKey(secret, certificatePEM: text, peerName: peerName, at: unixTime)
        {
            return key
        }
        guard let made = try? PersonKey(secret, peerName: peerName, at: unixTime) else { throw .cannotMakeKey }
        try folder.replace(Self.certificateFile, Array(made.certificatePEM.utf8))
        return made
    }

    private func secret(peerName: String, at unixTime: Int64) throws(IdentityError) -> PersonKey.Secret {
        if let secret = try load() { return secret }
        guard let made = try? PersonKey(peerName: peerName, at: unixTime) else { throw .cannotMakeKey }
        _ = try folder.create(Self.keyFile, Array(made.privateKeyPEM.utf8))
        guard let secret = try load() else {
            throw .cannotWrite(path: folder.path(of: Self.keyFile), reason: "somebody removed it at that moment")
        }
        return secret
    }

    private func load() throws(IdentityError) -> PersonKey.Secret? {
        guard let bytes = try folder.read(Self.keyFile, others: .refused) else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self), let secret = PersonKey.Secret(pem: text) else {
            throw .damaged(path: folder.path(of: Self.keyFile))
        }
        return secret
    }
}
