internal import Collaboration
internal import Logging
internal import PeerBase
internal import PeerIdentity
internal import PeerStore
internal import Signalling

// Comparing six digits: the desk decides, this carries out (collab 10.6).

/// A verification that a person here has started.
struct OwnVerification {
    let place: Place
    let confirm: @Sendable (String) async -> Bool
    var link: SignallingLink?
    /// Posting, one message after the other.
    var posting: Task<Void, Never>?
    var asking: Task<Void, Never>?
    var end: CheckedContinuation<VerificationDesk.Outcome, Never>?
}

extension CollaborationHost {
    private static let failed = "The contact could not be verified."

    func verify(
        contact peerName: String, confirm: @escaping @Sendable (_ code: String) async -> Bool
    ) async throws(EngineError) -> Bool {
        guard session != nil else { throw .collaboration(.notSignedIn) }
        let contact = try await contact(peerName)
        let me = try await ourselves(Self.failed)
        guard let place = await places(of: contact).first else {
            throw .collaboration(Self.failed, .code(.notFound))
        }
        // From here to the desk's return to its place nothing else may happen.
        var desk = verification ?? VerificationDesk(own: me.pin, random: .system) { sha256($0) }
        let actions: [VerificationDesk.Action]
        do throws(VerificationDesk.Refusal) {
            actions = try desk.start(with: contact.pin, now: now.instant)
        } catch {
            throw EngineError(error, Self.failed)
        }
        verification = desk
        verifications[contact.pin] = OwnVerification(place: place, confirm: confirm)
        let outcome = await outcome(of: actions, with: contact.pin)
        return try await conclude(outcome, contact)
    }

    private func outcome(
        of actions: [VerificationDesk.Action], with peer: Pin
    ) async -> VerificationDesk.Outcome {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                verifications[peer]?.end = continuation
                perform(actions)
            }
        } onCancel: {
            Task { await self.advanceVerification { $0.cancel(peer) } }
        }
    }

    private func conclude(
        _ outcome: VerificationDesk.Outcome, _ contact: Contact
    ) async throws(EngineError) -> Bool {
        switch outcome {
        case .verified:
            let (name, pin) = (contact.card.peerName, contact.pin)
            let isKnown = try await memory.use(Self.failed) { store throws(StoreError) in
                try store.setTrust(.verified, ofContact: name, withPin: pin)
            }
            // Deleted while people compared, and perhaps added again with another key.
            guard isKnown else { throw .collaboration(Self.failed, .code(.notFound)) }
            try await contactsChanged()
            return true
        case .disagreed: return false
        case .timedOut: throw .collaboration(Self.failed, .code(.timeout))
        case .broken: throw .collaboration(Self.failed, .sentence("The other side did not keep to the protocol."))
        case .disconnected: throw .collaboration(Self.failed, .code(.connectionFailed))
        case .canceled: throw .cancelled
        }
    }

    // MARK: Those who come to us

    /// One step of a verification that somebody else began; `nil` closes the connection.
    func verify(_ message: VerificationMessage, by visitor: Visitor) async -> VerificationMessage? {
        guard isSignedIn, let me = try? await ourselves() else { return nil }
        if verification == nil { verification = VerificationDesk(own: me.pin, random: .system) { sha256($0) } }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                waitingSteps[visitor.connection] = continuation
                advanceVerification { [now] in
                    $0.receive(message, on: visitor.connection, from: visitor.pin, now: now.instant)
                }
            }
        } onCancel: {
            Task { await self.left(visitor.connection) }
        }
    }

    /// Somebody who verifies with us has gone, or we have.
    func left(_ connection: ConnectionID) {
        advanceVerification { $0.closed(connection) }
        answer(connection, nil)
    }

    private func answer(_ connection: ConnectionID, _ message: VerificationMessage?) {
        waitingSteps.removeValue(forKey: connection)?.resume(returning: message)
    }

    // MARK: Carrying out

    func advanceVerification(_ step: (inout VerificationDesk) -> [VerificationDesk.Action]) {
        guard var desk = verification else { return }
        let actions = step(&desk)
        verification = desk
        perform(actions)
    }

    private func perform(_ actions: [VerificationDesk.Action]) {
        for action in actions {
            switch action {
            case .post(let peer, let message): post(message, to: peer)
            case .respond(let connection, let message): answer(connection, message)
            case .close(let connection): answer(connection, nil)
            case .hold: break
            case .show(let peer, let code): ask(code, of: peer)
            case .ended(let peer, let outcome): end(peer, outcome)
            }
        }
        setAlarm()
    }

    private func post(_ message: VerificationMessage, to peer: Pin) {
        let before = verifications[peer]?.posting
        verifications[peer]?.posting = Task {
            await before?.value
            do throws(SignallingFault) {
                let link = try await link(to: peer)
                let answer = try await link.verify(message)
                advanceVerification { [now] in $0.answered(by: peer, answer, now: now.instant) }
            } catch {
                logger.debug("verification: \(error)")
                guard error != .cancelled else { return }
                advanceVerification { $0.failed(with: peer) }
            }
        }
    }

    private func link(to peer: Pin) async throws(SignallingFault) -> SignallingLink {
        guard var place = verifications[peer]?.place else { throw .cancelled }
        if let link = verifications[peer]?.link { return link }
        place.pin = peer
        let link = try await connect(to: place)
        guard verifications[peer] != nil else {
            link.close()
            throw .cancelled
        }
        verifications[peer]?.link = link
        return link
    }

    private func ask(_ code: String, of peer: Pin) {
        guard let confirm = verifications[peer]?.confirm else { return }
        verifications[peer]?.asking = Task {
            let agrees = await confirm(code)
            guard !Task.isCancelled else { return }
            advanceVerification { [now] in $0.decide(peer, agrees: agrees, now: now.instant) }
        }
    }

    private func end(_ peer: Pin, _ outcome: VerificationDesk.Outcome) {
        guard let own = verifications.removeValue(forKey: peer) else { return }
        own.asking?.cancel()
        // What is still to be posted is of no use to anybody; what was answered has been.
        own.posting?.cancel()
        own.link?.close()
        own.end?.resume(returning: outcome)
    }
}

extension EngineError {
    fileprivate init(_ refusal: VerificationDesk.Refusal, _ failure: String) {
        let sentence =
            switch refusal {
            case .tooSoon: "One attempt in ten seconds is allowed with the same contact."
            case .underWay: "The two of you are comparing already."
            case .isMe: "This is your own key."
            }
        self = .collaboration(failure, .sentence(sentence))
    }
}
