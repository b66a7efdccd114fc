import Collaboration
import PeerBase
import Testing
import XMLReading

/// An inviter and an invitee with a wire between them: bytes over, bytes back, and what the transport would say.
struct TwoPeople {
    var invitee = Invitee()
    var inviter: Inviter
    var caller: Caller
    /// The key of whoever answers at the invitee's address.
    var answeringPin = Pin.of(2)
    /// What went over the wire, documents only.
    var posted: [[UInt8]] = []
    var launches: [Application] = []
    var isConnected = false

    init(caller: Caller = .friend, pin: Pin? = .of(2), application: GUID = .editor) {
        let invitation = Invitation.sample(application: application)
        self.caller = caller
        inviter = Inviter(
            invitation,
            record: InvitationRecord(
                id: invitation.id, number: 1, direction: .outgoing, peerName: pin.map { _ in "contact" },
                name: "Chris", application: application, message: "", state: .connecting, createdAt: 0),
            to: [Inviter.Target(Caller.place(8), pin: pin)])
    }

    mutating func begin() throws {
        try perform(inviter.start(at: invitee.moment))
    }

    mutating func perform(_ actions: [Inviter.Action]) throws {
        for action in actions {
            switch action {
            case .connect:
                isConnected = true
                try perform(inviter.connected(0, pin: answeringPin, at: invitee.moment))
            case .send(_, let invitation):
                posted.append(invitation.body)
                let body = try Invitation(XMLReader.read(invitation.body))
                try perform(invitee.receive(body, from: caller))
            case .close:
                guard isConnected else { continue }
                isConnected = false
                try perform(invitee.desk.closed(ConnectionID(1), at: invitee.moment))
            case .event, .log: continue
            }
        }
    }

    mutating func perform(_ actions: [InvitationDesk.Action]) throws {
        for action in actions where isConnected {
            switch action {
            case .answer(_, let answer, let id):
                let read = try InvitationAnswer(XMLReader.read(answer.body(id: id)), to: id)
                try perform(inviter.answered(0, read, at: invitee.moment))
            case .refuse(_, let fault): try perform(inviter.refused(0, fault, at: invitee.moment))
            case .close: try perform(inviter.failed(0, .connection, at: invitee.moment))
            case .launch(_, let application, _): launches.append(application)
            case .hold, .event, .log: continue
            }
        }
    }

    mutating func pass(to seconds: Int) throws {
        invitee.seconds = seconds
        try perform(invitee.desk.advance(to: invitee.moment))
        try perform(inviter.advance(to: invitee.moment))
    }
}

@Suite("Two people")
struct TwoPeopleTests {
    @Test("invited, accepted, started: in this order")
    func accepted() throws {
        var people = TwoPeople()
        try people.begin()
        #expect(people.inviter.record.state == .waiting && people.invitee.desk.openRecords.count == 1)
        try people.perform(people.invitee.answer(1, accepting: true))
        #expect(people.launches == [.editor] && people.inviter.record.state == .waiting, "not before the program runs")
        try people.perform(people.invitee.desk.launched(1, true, at: people.invitee.moment))
        #expect(people.inviter.record.state == .accepted)
    }

    @Test("the program is missing: the inviter learns launchfailed (check 9)")
    func launchFailed() throws {
        var people = TwoPeople()
        try people.begin()
        try people.perform(people.invitee.answer(1, accepting: true))
        try people.perform(people.invitee.desk.launched(1, false, at: people.invitee.moment))
        #expect(people.inviter.record.state == .failed && people.inviter.record.reason == "launchfailed")
    }

    @Test("not registered: declined, and nobody was asked (check 9)")
    func notRegistered() throws {
        var people = TwoPeople(application: GUID(high: 5, low: 5))
        try people.begin()
        #expect(people.inviter.record.state == .declined && people.inviter.record.reason == "notregistered")
        #expect(people.invitee.desk.openRecords.isEmpty)
    }

    @Test("nobody answers: expired on both sides at 300 s (check 10)")
    func expired() throws {
        var people = TwoPeople()
        try people.begin()
        try people.pass(to: 299)
        #expect(people.inviter.record.state == .waiting)
        try people.pass(to: 300)
        #expect(people.inviter.record.state == .expired && people.inviter.record.reason == "noanswer")
        #expect(people.invitee.desk.openRecords.isEmpty && people.inviter.nextDeadline == nil)
    }

    @Test("taken back: the invitee can no longer accept, and nothing starts (check 11)")
    func canceled() throws {
        var people = TwoPeople()
        try people.begin()
        let cancel = people.inviter.cancel(at: people.invitee.moment)
        try people.perform(cancel)
        #expect(people.inviter.record.state == .canceled && people.invitee.desk.openRecords.isEmpty)
        #expect(throws: AnswerRefusal.self) { try people.invitee.answer(1, accepting: true) }
        #expect(people.launches.isEmpty)
    }

    @Test("another key answers for the contact: no byte of the invitation leaves (check 12)")
    func otherKey() throws {
        var people = TwoPeople()
        people.answeringPin = .of(3)
        try people.begin()
        #expect(people.posted.isEmpty && people.inviter.record.state == .failed)
        #expect(people.inviter.record.reason == "certificate")
    }

    @Test("a stranger under contacts: a closed connection and no more (check 13)")
    func stranger() throws {
        var people = TwoPeople(caller: .stranger(), pin: nil)
        try people.begin()
        #expect(people.inviter.record.state == .failed && people.inviter.record.reason == "connection")
        #expect(people.invitee.desk.openRecords.isEmpty)
    }

    @Test("a contact under nobody: declined by policy")
    func nobody() throws {
        var people = TwoPeople()
        people.invitee.surroundings.policy.who = .nobody
        try people.begin()
        #expect(people.inviter.record.state == .declined && people.inviter.record.reason == "policy")
    }

    @Test("the invitee signs out: the inviter learns so")
    func signedOut() throws {
        var people = TwoPeople()
        try people.begin()
        try people.perform(people.invitee.desk.signedOut(at: people.invitee.moment))
        #expect(people.inviter.record.state == .failed && people.inviter.record.reason == "signedout")
    }
}

/// Whatever comes in whatever order: the promises of the desk.
@Suite("The desk, whatever comes")
struct AnyOrderTests {
    @Test("bounds hold, every waiting request is answered once, and every prompt ends once", arguments: UInt64(1)...20)
    func anything(seed: UInt64) {
        var random = RandomSource(seed: seed)
        var run = DeskRun()
        for _ in 0..<400 { run.step(&random) }
        run.finish()
        #expect(run.complaints.isEmpty, "seed \(seed)")
    }
}

private struct DeskRun {
    var invitee = Invitee()
    var complaints: [String] = []
    private var lastConnection: UInt64 = 0
    private var waiting: Set<ConnectionID> = []
    private var prompted: Set<Int> = []
    private var launching: Set<Int> = []

    init() { invitee.surroundings.policy.who = .anyone }

    mutating func step(_ random: inout RandomSource) {
        let numbers = prompted.sorted()
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<5: receive(&random)
        case 5:
            guard let number = numbers.randomElement(using: &random) else { return }
            if let actions = try? invitee.answer(number, accepting: Bool.random(using: &random)) {
                take(actions)
            } else if !launching.contains(number) {
                complaints.append("\(number) cannot be answered")
            }
        case 6:
            guard let number = launching.sorted().randomElement(using: &random) else { return }
            take(invitee.desk.launched(number, Bool.random(using: &random), at: invitee.moment))
        case 7:
            guard let connection = waiting.min(by: { $0.value < $1.value }) else { return }
            waiting.remove(connection)
            take(invitee.desk.closed(connection, at: invitee.moment))
        case 8:
            invitee.surroundings.presence.status = Presence.Status.allCases.randomElement(using: &random) ?? .online
            invitee.surroundings.policy.whenBusy = Bool.random(using: &random) ? .ask : .decline
        default: take(invitee.advance(to: invitee.seconds + Int.random(in: 1..<200, using: &random)))
        }
        check()
    }

    /// Nobody is left waiting when all time is over and all programs have started.
    mutating func finish() {
        for number in launching.sorted() { take(invitee.desk.launched(number, true, at: invitee.moment)) }
        take(invitee.advance(to: invitee.seconds + 301))
        if !waiting.isEmpty || !prompted.isEmpty || invitee.desk.nextDeadline != nil {
            complaints.append("left waiting")
        }
    }

    private mutating func receive(_ random: inout RandomSource) {
        lastConnection += 1
        let invitation = Invitation.sample(
            id: UInt64.random(in: 1...6, using: &random), application: Bool.random(using: &random) ? .editor : .viewer)
        let caller: Caller = .stranger(UInt8.random(in: 1...6, using: &random))
        take(invitee.receive(invitation, on: lastConnection, from: caller))
    }

    private mutating func take(_ actions: [InvitationDesk.Action]) {
        for action in actions {
            switch action {
            case .hold(let connection): if !waiting.insert(connection).inserted { complaints.append("held twice") }
            case .answer(let connection, _, _), .refuse(let connection, _), .close(let connection):
                if waiting.remove(connection) == nil, connection.value != lastConnection {
                    complaints.append("\(connection) answered twice")
                }
            case .launch(let number, _, _): if !launching.insert(number).inserted { complaints.append("started twice") }
            case .event(.invited(let record)): prompted.insert(record.number ?? 0)
            case .event(.invitationEnded(let record)):
                if prompted.remove(record.number ?? 0) == nil { complaints.append("ended twice") }
                if record.state == .accepted, !launching.contains(record.number ?? 0) {
                    complaints.append("accepted without a program")
                }
                launching.remove(record.number ?? 0)
            case .event, .log: continue
            }
        }
    }

    private mutating func check() {
        let open = invitee.desk.openRecords
        let perPin = Dictionary(grouping: open, by: \.pin).mapValues(\.count)
        if open.count > 8 || perPin.values.contains(where: { $0 > 2 }) { complaints.append("too many") }
        if Set(open.compactMap(\.number)) != prompted { complaints.append("open is not what was prompted") }
        if Set(waiting.filter { invitee.desk.isWaiting($0) }) != waiting { complaints.append("forgotten") }
    }
}
