package import Collaboration
package import NIOCore
internal import PeerBase
internal import Sockets

/// Runs an ``Collaboration/InvitationDesk`` behind a server: a request waits here until the desk answers it, and is taken
/// back when its task is cancelled; the desk's timers are kept.
package actor Reception {
    /// What the desk has done besides answering requests. All but launching happens at once and in order.
    package struct Staff: Sendable {
        /// Starts a program; whether it runs.
        package var launch: @Sendable (Application, LaunchInformation) async -> Bool
        package var log: @Sendable (InvitationRecord) -> Void
        package var tell: @Sendable (CollaborationEvent.Occurrence) -> Void

        package init(
            launch: @escaping @Sendable (Application, LaunchInformation) async -> Bool,
            log: @escaping @Sendable (InvitationRecord) -> Void,
            tell: @escaping @Sendable (CollaborationEvent.Occurrence) -> Void
        ) {
            self.launch = launch
            self.log = log
            self.tell = tell
        }
    }

    private var desk = InvitationDesk()
    private let staff: Staff
    private let loop: any EventLoop
    private let unixTime: @Sendable () -> Int64
    private var waiting: [ConnectionID: CheckedContinuation<InvitationReply, Never>] = [:]
    private var alarm: (task: Scheduled<Void>, time: Instant)?

    /// Timers go by the loop's clock, the time of day (milliseconds since 1970-01-01 UTC) by the other.
    package init(
        staff: Staff, loop: any EventLoop = EventLoops.next,
        unixTime: @escaping @Sendable () -> Int64 = { MonotonicClock.unixMilliseconds }
    ) {
        self.staff = staff
        self.loop = loop
        self.unixTime = unixTime
    }

    private var moment: Moment {
        Moment(instant: Instant(nanoseconds: Int64(loop.now.uptimeNanoseconds)), time: unixTime())
    }

    // MARK: Requests

    /// What the host of a server answers to an invitation.
    package func invited(
        by caller: Caller, on connection: ConnectionID, _ body: Result<Invitation, DocumentFault>,
        in surroundings: InvitationDesk.Surroundings
    ) async -> InvitationReply {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                waiting[connection] = continuation
                perform(desk.receive(body, on: connection, from: caller, in: surroundings, at: moment))
            }
        } onCancel: {
            Task { await leave(connection) }
        }
    }

    private func leave(_ connection: ConnectionID) {
        guard waiting[connection] != nil else { return }
        perform(desk.closed(connection, at: moment))
        waiting.removeValue(forKey: connection)?.resume(returning: .close)
    }

    // MARK: People

    /// Oldest first.
    package var openRecords: [InvitationRecord] { desk.openRecords }

    /// The number by which a person will name an invitation that we send.
    package func takeNumber() -> Int { desk.takeNumber() }

    /// A person has answered; the program is started first. Tells how the invitation ended.
    package func answer(
        _ number: Int, accepting: Bool, in surroundings: InvitationDesk.Surroundings
    ) async throws(AnswerRefusal) -> InvitationRecord {
        let actions = try desk.answer(number, accepting: accepting, in: surroundings, at: moment)
        perform(actions)
        for case .launch(_, let application, let information) in actions {
            let isRunning = await staff.launch(application, information)
            let end = desk.launched(number, isRunning, at: moment)
            perform(end)
            if let record = Self.record(end) { return record }
        }
        guard let record = Self.record(actions) else { throw .unknown }
        return record
    }

    private static func record(_ actions: [InvitationDesk.Action]) -> InvitationRecord? {
        actions.lazy.compactMap { if case .log(let record) = $0 { record } else { nil } }.first
    }

    /// Signed out of everything: everybody who waits is told.
    package func signedOut() { perform(desk.signedOut(at: moment)) }

    // MARK: The desk

    /// A launch is its caller's business, who waits for it.
    private func perform(_ actions: [InvitationDesk.Action]) {
        for action in actions {
            switch action {
            case .answer(let connection, let answer, let id): reply(connection, .answer(answer, id: id))
            case .refuse(let connection, let fault): reply(connection, .refuse(fault))
            case .close(let connection): reply(connection, .close)
            case .hold, .launch: break
            case .event(let occurrence): staff.tell(occurrence)
            case .log(let record): staff.log(record)
            }
        }
        setAlarm()
    }

    private func reply(_ connection: ConnectionID, _ reply: InvitationReply) {
        waiting.removeValue(forKey: connection)?.resume(returning: reply)
    }

    private func setAlarm() {
        let time = desk.nextDeadline
        guard time != alarm?.time else { return }
        alarm?.task.cancel()
        alarm = time.map { time in
            let deadline = NIODeadline.uptimeNanoseconds(UInt64(max(0, time.nanoseconds)))
            return (loop.scheduleTask(deadline: deadline) { Task { await self.advance() } }, time)
        }
    }

    private func advance() {
        alarm = nil
        perform(desk.advance(to: moment))
    }
}
