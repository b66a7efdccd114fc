internal import Collaboration
internal import PeerBase
internal import PeerStore
internal import Signalling

// Invitations of others: the desk behind the reception decides (collab 10.8).

extension CollaborationHost {
    /// What the rules look at beside an invitation.
    private var deskSurroundings: InvitationDesk.Surroundings {
        InvitationDesk.Surroundings(
            isSignedIn: isSignedIn, policy: acquaintances.policy, presence: publication.presence,
            applications: publication.applications)
    }

    /// Waits until somebody has answered; cancelled when the inviter has gone.
    func invited(by visitor: Visitor, _ body: Result<Invitation, DocumentFault>) async -> InvitationReply {
        await noteSeen(visitor.pin)
        try? await readPublication()
        return await reception.invited(
            by: caller(visitor), on: visitor.connection, body, in: deskSurroundings)
    }

    /// A person has answered. Tells the record as it ended; a program that cannot be started is told with its reason.
    func answer(invitation number: Int, accepting: Bool) async throws(EngineError) -> InvitationRecord {
        try await readPublication()
        let record: InvitationRecord
        do throws(AnswerRefusal) {
            record = try await reception.answer(number, accepting: accepting, in: deskSurroundings)
        } catch {
            throw EngineError(error, number)
        }
        if record.state == .failed, let fault = launchFaults.removeValue(forKey: record.application) {
            throw .collaboration(LaunchFault.failure, .sentence("\(fault)"))
        }
        return record
    }

    /// Whether the program runs now.
    func launch(_ application: Application, _ information: LaunchInformation) async -> Bool {
        do throws(LaunchFault) {
            try await launcher.start(application, information)
            launchFaults[application.id] = nil
            return true
        } catch {
            launchFaults[application.id] = error
            return false
        }
    }
}
