internal import Collaboration
internal import Glibc
internal import PeerBase
internal import PeerIdentity
internal import PeerStore

/// The local user as others know him: the key is made at the first use of collaboration (collab 2.1, 10.6).
struct Me: Sendable {
    let key: PersonKey
    let pin: Pin

    var peerName: String { key.peerName }
}

extension CollaborationHost {
    /// What stands behind the dot of every peer name of a person (collab 14.6).
    private static let classifier = "collab"

    /// The peer name is the default PNRP identity's authority with `.collab`. `failure` is what cannot be done without.
    func ourselves(_ failure: String = "") async throws(EngineError) -> Me {
        if let me { return me }
        let authority: SHA1Digest
        do throws(EngineError) {
            authority = try await around.authority()
        } catch {
            guard case .storage(let sentence) = error else { throw error }
            throw .collaboration(CollaborationError(failure, .sentence(sentence)))
        }
        let store = PersonKeyStore(directory: around.directories.keys)
        let made = try await Self.key(store, "\(authority).\(Self.classifier)", at: now.time, failure)
        me = made
        return made
    }

    @concurrent
    private static func key(
        _ store: PersonKeyStore, _ peerName: String, at time: Int64, _ failure: String
    ) async throws(EngineError) -> Me {
        do throws(IdentityError) {
            let key = try store.key(peerName: peerName, at: time)
            guard let pin = Pin(key.pin) else { throw .cannotMakeKey }
            return Me(key: key, pin: pin)
        } catch {
            throw .collaboration(CollaborationError(failure, CollaborationError.Reason(error)))
        }
    }

    func settings(_ failure: String = "") async throws(EngineError) -> PeerStore.CollaborationSettings {
        try await memory.use(failure) { store throws(StoreError) in try store.settings() }
    }

    func changeSettings(
        _ failure: String, _ change: @escaping @Sendable (inout PeerStore.CollaborationSettings) -> Void
    ) async throws(EngineError) -> PeerStore.CollaborationSettings {
        let settings = try await memory.use(failure) { store throws(StoreError) in
            try store.changeSettings(change)
        }
        acquaintances.policy = settings.acceptance
        return settings
    }

    /// The same as people see it; makes no key.
    func kept() async throws(EngineError) -> CollaborationSettings {
        let settings = try await settings()
        return CollaborationSettings(
            nickname: settings.nickname, displayName: settings.displayName, email: settings.email,
            endpointName: settings.endpointName, acceptance: settings.acceptance.inForce(time: now.time),
            automaticSignIn: settings.automaticSignIn)
    }

    /// What we hand out about ourselves.
    func ownCard(_ failure: String) async throws(EngineError) -> ContactCard {
        let (me, settings) = (try await ourselves(failure), try await settings(failure))
        return ContactCard(
            peerName: me.peerName, nickname: settings.nicknameInUse, displayName: settings.displayName,
            email: settings.email, certificate: me.key.certificate)
    }
}

extension PeerStore.CollaborationSettings {
    /// The logon name unless something else was set (collab 2.1).
    var nicknameInUse: String { nickname ?? Self.logonName }

    /// The machine's name unless something else was set (collab 2.2).
    var endpointNameInUse: String { endpointName ?? Self.machineName }

    private static var logonName: String {
        guard let entry = getpwuid(geteuid()), let name = entry.pointee.pw_name else { return "user" }
        let text = String(cString: name).cleaned()
        return text.isEmpty ? "user" : text
    }

    private static var machineName: String {
        var text = [CChar](repeating: 0, count: 256)
        guard gethostname(&text, text.count - 1) == 0 else { return "localhost" }
        let name = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self).cleaned()
        return name.isEmpty ? "localhost" : name
    }
}
