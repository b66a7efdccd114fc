internal import Collaboration
internal import PeerBase
internal import PeerStore
internal import Signalling

// Invitations of ours: the inviter decides, this carries out (collab 3.10, 10.8).

/// An invitation on its way, and what leads to those who were asked.
struct OutgoingInvitation {
    var inviter: Inviter
    let places: [Place]
    var attempts: [Int: Task<Void, Never>] = [:]
    var links: [Int: SignallingLink] = [:]
}

extension CollaborationHost {
    private enum Text {
        static let failed = "Peer collaboration send invite failed."
        static let nowhere = "Could not find a PeerEndPoint or Endpoint to use for operation."
        static let noApplication =
            "No Guid found to send invite for. Current application may not be registered in Collaboration."
    }

    /// Ended invitations of ours whose outcome can still be asked for; the log has them all.
    private static let rememberedOutgoing = 64

    func invite(_ order: InvitationOrder) async throws(EngineError) -> InvitationRecord {
        guard !order.application.isEmpty else { throw .collaboration(Text.noApplication, .none) }
        do throws(DocumentFault) {
            try Invitation.check(message: order.message, data: order.data)
        } catch {
            throw .collaboration(Text.failed, .sentence("\(error)"))
        }
        _ = try await signaller(Text.failed)
        let me = try await ourselves(Text.failed)
        try await readPublication(Text.failed)
        let (addressee, places) = try await places(of: order.to, Text.failed)
        guard !places.isEmpty else { throw .collaboration(Text.nowhere, .none) }
        let invitation = Invitation(
            id: newID(), application: order.application, message: order.message, data: order.data,
            createdAt: now.time,
            from: Invitation.Claim(
                peerName: me.peerName, nickname: publication.nickname, endpointName: publication.endpointName,
                port: isSignedIn ? session?.server.port : nil))
        let record = record(of: invitation, to: addressee, number: await reception.takeNumber())
        return send(invitation, record, to: places)
    }

    private func record(of invitation: Invitation, to addressee: Addressee, number: Int) -> InvitationRecord {
        InvitationRecord(
            id: invitation.id, number: number, direction: .outgoing,
            peerName: addressee.contact?.card.peerName, pin: addressee.contact?.pin, name: addressee.name,
            trust: addressee.contact?.trust, application: invitation.application,
            applicationDescription: publication.applications.application(invitation.application)?.description,
            message: invitation.message, state: .connecting, createdAt: invitation.createdAt)
    }

    private func send(
        _ invitation: Invitation, _ record: InvitationRecord, to places: [Place]
    ) -> InvitationRecord {
        let number = record.number ?? 0
        let inviter = Inviter(
            invitation, record: record, to: places.map { Inviter.Target($0.endpoint, pin: $0.pin) })
        forgetEndedInvitations()
        outgoing[number] = OutgoingInvitation(inviter: inviter, places: places)
        advance(number) { $0.start(at: $1) }
        return outgoing[number]?.inviter.record ?? record
    }

    private func forgetEndedInvitations() {
        let ended = outgoing.filter { !$0.value.inviter.record.state.isOpen }.keys.sorted()
        for number in ended.dropLast(Self.rememberedOutgoing - 1) { outgoing[number] = nil }
    }

    // MARK: The end

    func outcome(ofInvitation number: Int) async throws(EngineError) -> InvitationRecord {
        let record = try outgoingRecord(number)
        guard record.state.isOpen else { return record }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Taken back between the question and now.
                guard let record = outgoing[number]?.inviter.record, record.state.isOpen else {
                    return continuation.resume(returning: outgoing[number]?.inviter.record ?? record)
                }
                ends[number, default: []].append(continuation)
            }
        } onCancel: {
            Task { _ = try? await self.cancel(invitation: number) }
        }
    }

    /// What has ended stays as it is (collab 3.10).
    func cancel(invitation number: Int) throws(EngineError) -> InvitationRecord {
        _ = try outgoingRecord(number)
        advance(number) { $0.cancel(at: $1) }
        return try outgoingRecord(number)
    }

    private func outgoingRecord(_ number: Int) throws(EngineError) -> InvitationRecord {
        guard let record = outgoing[number]?.inviter.record else {
            throw .notOurInvitation(number)
        }
        return record
    }

    /// The open ones, oldest first; with the log, those that ended too.
    func invitations(includingLog: Bool) async throws(EngineError) -> [InvitationRecord] {
        let open = (await reception.openRecords + outgoing.values.map(\.inviter.record).filter(\.state.isOpen))
            .sorted { ($0.number ?? 0) < ($1.number ?? 0) }
        guard includingLog else { return open }
        await records.settle()
        let logged = try await memory.use("") { store throws(StoreError) in try store.loggedInvitations() }
        let ids = Set(open.map(\.id))
        return logged.filter { !ids.contains($0.id) } + open
    }

    // MARK: Carrying out

    /// Lets an inviter take a step, and does what it wants.
    func advance(_ number: Int, _ step: (inout Inviter, Moment) -> [Inviter.Action]) {
        guard var inviter = outgoing[number]?.inviter else { return }
        let actions = step(&inviter, now)
        outgoing[number]?.inviter = inviter
        for action in actions {
            switch action {
            case .connect(let attempt, _, let pin): connect(number, attempt, expecting: pin)
            case .send(let attempt, let invitation): post(number, attempt, invitation)
            case .close(let attempt):
                outgoing[number]?.attempts.removeValue(forKey: attempt)?.cancel()
                outgoing[number]?.links.removeValue(forKey: attempt)?.close()
            case .event(let occurrence): tell(occurrence)
            case .log(let record): records.keep(record)
            }
        }
        setAlarm()
    }

    /// Tells the listeners, and whoever waits for the end.
    private func tell(_ occurrence: CollaborationEvent.Occurrence) {
        log.happened(occurrence)
        guard case .invitationEnded(let record) = occurrence, let number = record.number else { return }
        for continuation in ends.removeValue(forKey: number) ?? [] { continuation.resume(returning: record) }
    }

    private func connect(_ number: Int, _ attempt: Int, expecting pin: Pin?) {
        guard let place = outgoing[number]?.places[attempt] else { return }
        outgoing[number]?.attempts[attempt] = Task {
            do throws(SignallingFault) {
                let link = try await self.connect(to: place)
                guard outgoing[number]?.inviter.record.state.isOpen == true, !Task.isCancelled else {
                    return link.close()
                }
                outgoing[number]?.links[attempt] = link
                advance(number) { $0.connected(attempt, pin: link.peer.pin, endpoint: link.endpoint, at: $1) }
            } catch {
                fail(number, attempt, error)
            }
        }
    }

    private func post(_ number: Int, _ attempt: Int, _ invitation: Invitation) {
        guard let link = outgoing[number]?.links[attempt] else { return }
        outgoing[number]?.attempts[attempt] = Task {
            defer { link.close() }
            do throws(SignallingFault) {
                let answer = try await link.invite(invitation)
                await noteSeen(link.peer.pin)
                advance(number) { $0.answered(attempt, answer, at: $1) }
            } catch {
                fail(number, attempt, error)
            }
        }
    }

    private func fail(_ number: Int, _ attempt: Int, _ fault: SignallingFault) {
        advance(number) { inviter, moment in
            switch fault {
            // Whoever looks after connections has told the event.
            case .otherKey: inviter.failed(attempt, .certificate, at: moment)
            case .refused(let fault): inviter.refused(attempt, fault, at: moment)
            case .timedOut(.answering): inviter.answered(attempt, .expired, at: moment)
            case .malformed, .tooLarge: inviter.failed(attempt, .malformed, at: moment)
            case .unreachable, .timedOut, .certificate, .encryption, .closed:
                inviter.failed(attempt, .connection, at: moment)
            case .cancelled: []
            }
        }
    }
}
