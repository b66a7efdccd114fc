package import PNRP
internal import PNRPTransport
internal import PeerBase
package import PeerIdentity
internal import Synchronization

/// The keys in use. A key is read, or the default one made, at its first use and kept until its identity is deleted.
/// Whatever may take long runs off the caller's actor.
final class KeyRing: Sendable {
    /// What a record needs to know of the key that will sign it.
    struct Signatory: Sendable {
        let authority: SHA1Digest
        let publicKey: [UInt8]
    }

    private let store: KeyStore
    private let keys = Mutex<[SHA1Digest: PrivateKey]>([:])

    init(directory: String) {
        store = KeyStore(directory: directory)
    }

    /// Who signs for drivers: keys of registered names, which are all in use.
    var signer: PNRPDriver.Signer {
        { [self] request in
            guard let key = keys.withLock({ $0[request.identity] }) else { return nil }
            return key.signatures(for: request.parts)
        }
    }

    /// The machine's default identity, made if there is none yet (behaviour 11.1).
    @concurrent
    func defaultSignatory() async throws(IdentityError) -> Signatory {
        try load(try store.defaultIdentity().authority)
    }

    @concurrent
    func signatory(_ authority: SHA1Digest) async throws(IdentityError) -> Signatory {
        try load(authority)
    }

    @concurrent
    func list() async throws(IdentityError) -> [Identity] {
        try store.list().identities
    }

    @concurrent
    func add(friendlyName: String) async throws(IdentityError) -> Identity {
        try store.add(friendlyName: friendlyName)
    }

    @concurrent
    func delete(_ authority: SHA1Digest) async throws(IdentityError) {
        try store.delete(authority)
        keys.withLock { $0[authority] = nil }
    }

    private func load(_ authority: SHA1Digest) throws(IdentityError) -> Signatory {
        if let key = keys.withLock({ $0[authority] }) { return Signatory(key) }
        let key = try store.key(for: authority)
        keys.withLock { $0[authority] = key }
        return Signatory(key)
    }
}

extension KeyRing.Signatory {
    init(_ key: PrivateKey) {
        self.init(authority: key.authority, publicKey: key.publicKeyData)
    }
}

extension PrivateKey {
    /// One signature for each part, `nil` when the key fails.
    package func signatures(for parts: [[UInt8]]) -> [[UInt8]]? {
        try? parts.map { part in try sign(part) }
    }
}

extension Cryptography {
    /// The functions of PeerIdentity.
    package static let real = Cryptography(
        sha1: { PeerIdentity.sha1($0) },
        isValidSignature: { verifySignature(publicKeyData: $0, signed: $1, signature: $2) },
        isValidChain: { verifyChain($0, proves: $1) })
}
