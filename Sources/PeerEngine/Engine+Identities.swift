internal import PNRP
internal import PNRPTransport
package import PeerBase
internal import PeerIdentity
internal import Synchronization

// The identities of this user, and the words that Tab may offer.

/// ``CompletionWords``, and whether the identities among them were ever looked at.
struct WordList {
    var words: CompletionWords {
        didSet { if words != oldValue { listener?.yield() } }
    }
    var isAskingForIdentities = false
    var listener: AsyncStream<Void>.Continuation?
}

extension Engine {
    package func identities() async throws(EngineError) -> [IdentitySummary] {
        do throws(IdentityError) {
            let summaries = try await keys.list().map(IdentitySummary.init)
            words.withLock { $0.words.identities = summaries.map(\.identity) }
            return summaries
        } catch {
            throw EngineError(error)
        }
    }

    package func addIdentity(friendlyName: String) async throws(EngineError) -> IdentitySummary {
        do throws(IdentityError) {
            let summary = IdentitySummary(try await keys.add(friendlyName: friendlyName))
            words.withLock { $0.words.identities.append(summary.identity) }
            return summary
        } catch {
            throw EngineError(error)
        }
    }

    package func deleteIdentity(_ identity: String) async throws(EngineError) {
        let authority = try authority(ofIdentity: identity)
        for driver in knownClouds.compactMap(\.driver)
        where await driver.snapshot.registrations.contains(where: { $0.identity == authority }) {
            throw .identityInUse(identity)
        }
        try await refuseIfKept(authority, of: identity)
        do throws(IdentityError) {
            try await keys.delete(authority)
        } catch {
            throw EngineError(error)
        }
        words.withLock { $0.words.identities.removeAll { $0 == identity } }
    }

    /// A sign for each time that ``completions`` change, the first at once; one that was not seen yet stands for all
    /// that follow. For one listener.
    package nonisolated func completionChanges() -> AsyncStream<Void> {
        let (changes, listener) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        words.withLock { $0.listener = listener }
        listener.yield()
        return changes
    }

    /// The authority of the user's default identity, which is made if there is none.
    package func defaultAuthority() async throws(EngineError) -> SHA1Digest {
        do throws(IdentityError) {
            return try await keys.defaultSignatory().authority
        } catch {
            throw EngineError(error)
        }
    }

    /// Identities are files: they are looked at when Tab is first pressed, and offered from the next time on.
    package nonisolated var completions: CompletionWords {
        let (words, isFirst) = words.withLock { list in
            defer { list.isAskingForIdentities = true }
            return (list.words, !list.isAskingForIdentities)
        }
        if isFirst { Task { try? await identities() } }
        return words
    }

    /// An identity is written like a peer name; its classifier has no meaning (netsh 4.7).
    func authority(ofIdentity text: String) throws(EngineError) -> SHA1Digest {
        guard let name = try? PeerName(text), case .secure(let authority) = name.authority else {
            throw .noSuchIdentity(text)
        }
        return authority
    }
}

extension IdentitySummary {
    init(_ identity: Identity) {
        self.init(
            friendlyName: identity.friendlyName, identity: identity.text, authority: identity.authority,
            isDefault: identity.isDefault)
    }
}

extension EngineError {
    /// `name` is the one for which the key was wanted.
    init(_ error: IdentityError, name: PeerName? = nil) {
        guard case .notFound(let authority) = error else {
            self = .storage("\(error)")
            return
        }
        if let name, name.authority == .secure(authority) {
            self = .noKey(name)
        } else {
            self = .noSuchIdentity("\(authority)")
        }
    }
}
