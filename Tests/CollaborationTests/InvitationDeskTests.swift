import Collaboration
import PeerBase
import Testing

/// One invitee: what happens to him, and the actions that follow.
struct Invitee {
    var desk = InvitationDesk()
    var surroundings = InvitationDesk.Surroundings(
        isSignedIn: true, policy: AcceptPolicy(), presence: Presence(status: .online),
        applications: ApplicationCatalog(currentUser: [.editor], allUsers: [.viewer]))
    var seconds = 0

    var moment: Moment {
        Moment(instant: .zero + .seconds(seconds), time: 1_000_000 + Int64(seconds) * 1000)
    }

    mutating func receive(
        _ invitation: Invitation, on connection: UInt64 = 1, from caller: Caller = .friend
    ) -> [InvitationDesk.Action] {
        desk.receive(.success(invitation), on: ConnectionID(connection), from: caller, in: surroundings, at: moment)
    }

    mutating func answer(_ number: Int, accepting: Bool) throws(AnswerRefusal) -> [InvitationDesk.Action] {
        try desk.answer(number, accepting: accepting, in: surroundings, at: moment)
    }

    mutating func advance(to seconds: Int) -> [InvitationDesk.Action] {
        self.seconds = seconds
        return desk.advance(to: moment)
    }
}

extension Application {
    static let editor = Application(id: .editor, description: "Amit Test Application", path: "/usr/games/foobar")
    static let viewer = Application(id: .viewer, path: "/usr/bin/viewer", type: .allUsers)
}

extension Caller {
    static func place(_ low: UInt64) -> ScopedEndpoint {
        ScopedEndpoint(Endpoint(address: IPv6Address(high: 0xfe80 << 48, low: low), port: 40_000), zone: 3)
    }

    /// Where the service of somebody listens who calls from ``place(_:)``.
    static func service(_ low: UInt64, port: UInt16) -> ScopedEndpoint {
        var place = place(low)
        place.endpoint.port = port
        return place
    }

    static func contact(_ contact: Contact, isOnLink: Bool = true) -> Caller {
        Caller(
            pin: contact.pin, peerName: contact.card.peerName, contact: contact, source: place(1), isOnLink: isOnLink)
    }

    static func stranger(_ byte: UInt8 = 9, isOnLink: Bool = true) -> Caller {
        Caller(
            pin: .of(byte), peerName: ContactCard.sample.peerName, contact: nil, source: place(2),
            isOnLink: isOnLink)
    }

    /// The contact who sends the sample invitation.
    static var friend: Caller {
        .contact(Contact(card: .sample, pin: .of(1), trust: .verified, addedAt: 0))
    }
}

extension [InvitationDesk.Action] {
    var prompted: InvitationRecord? {
        lazy.compactMap { if case .event(.invited(let record)) = $0 { record } else { nil } }.first
    }

    var ended: InvitationRecord? {
        lazy.compactMap { if case .event(.invitationEnded(let record)) = $0 { record } else { nil } }.first
    }

    var logged: InvitationRecord? {
        lazy.compactMap { if case .log(let record) = $0 { record } else { nil } }.first
    }
}

@Suite("Invitee")
struct InvitationDeskTests {
    @Test("a contact invites, a person accepts: the program first, then the answer")
    func accepted() throws {
        var invitee = Invitee()
        let invitation = Invitation.sample()
        let asked = invitee.receive(invitation)
        let record = try #require(asked.prompted)
        #expect(asked == [.hold(ConnectionID(1)), .log(record), .event(.invited(record))])
        #expect(record.number == 1 && record.state == .pending && record.name == "Amit Bahree")
        #expect(record.trust == .verified && record.applicationDescription == "Amit Test Application")
        #expect(invitee.desk.openRecords == [record])

        invitee.seconds = 20
        let launch = try invitee.answer(1, accepting: true)
        #expect(
            launch == [
                .launch(
                    number: 1, .editor,
                    LaunchInformation(
                        contact: .sample, trust: .verified, endpoint: Caller.service(1, port: 5358),
                        endpointName: "AMIT-VPC", nickname: "Amit2", application: .editor, message: invitation.message,
                        data: [1, 2, 3]))
            ])
        let told = invitee.desk.launched(1, true, at: invitee.moment)
        let end = try #require(told.ended)
        #expect(
            told == [.answer(ConnectionID(1), .accepted, id: invitation.id), .log(end), .event(.invitationEnded(end))])
        #expect(end.state == .accepted && end.reason == nil && end.endedAt == 1_020_000)
        #expect(invitee.desk.openRecords.isEmpty && invitee.desk.nextDeadline == nil)
    }

    @Test("a program that cannot be started is an error with its reason (check 9)")
    func launchFailed() throws {
        var invitee = Invitee()
        _ = invitee.receive(.sample())
        _ = try invitee.answer(1, accepting: true)
        let told = invitee.desk.launched(1, false, at: invitee.moment)
        #expect(told.first == .answer(ConnectionID(1), .error(.launchFailed), id: GUID(high: 7, low: 1)))
        #expect(told.ended?.state == .failed && told.ended?.reason == "launchfailed")
    }

    @Test("a person declines")
    func declined() throws {
        var invitee = Invitee()
        _ = invitee.receive(.sample())
        let told = try invitee.answer(1, accepting: false)
        #expect(told.first == .answer(ConnectionID(1), .declined(.user), id: GUID(high: 7, low: 1)))
        #expect(told.ended?.state == .declined)
    }

    @Test("an application that is not registered declines without a prompt (check 9)")
    func notRegistered() {
        var invitee = Invitee()
        let told = invitee.receive(.sample(application: GUID(high: 1, low: 1)))
        #expect(told.first == .answer(ConnectionID(1), .declined(.notRegistered), id: GUID(high: 7, low: 1)))
        #expect(told.prompted == nil && told.logged?.state == .declined && told.logged?.number == nil)
        #expect(invitee.desk.openRecords.isEmpty)
    }

    @Test("an application that goes while a person thinks is not started")
    func unregisteredMeanwhile() throws {
        var invitee = Invitee()
        _ = invitee.receive(.sample())
        invitee.surroundings.applications = ApplicationCatalog()
        let told = try invitee.answer(1, accepting: true)
        #expect(told.first == .answer(ConnectionID(1), .declined(.notRegistered), id: GUID(high: 7, low: 1)))
    }

    @Test("nobody answers: it expires at 300 s and not before, and cannot be accepted after (check 10)")
    func expired() throws {
        var invitee = Invitee()
        _ = invitee.receive(.sample())
        #expect(invitee.desk.nextDeadline == .zero + .seconds(300))
        #expect(invitee.advance(to: 299).isEmpty)
        let told = invitee.advance(to: 300)
        #expect(told.first == .answer(ConnectionID(1), .expired, id: GUID(high: 7, low: 1)))
        let end = try #require(told.ended)
        #expect(end.state == .expired && end.reason == "noanswer")
        #expect(throws: AnswerRefusal.ended(end)) { try invitee.answer(1, accepting: true) }
    }

    @Test("the inviter closes: it is canceled, and can no longer be accepted (check 11)")
    func canceled() throws {
        var invitee = Invitee()
        _ = invitee.receive(.sample())
        let told = invitee.desk.closed(ConnectionID(1), at: invitee.moment)
        let end = try #require(told.ended)
        #expect(told == [.log(end), .event(.invitationEnded(end))] && end.state == .canceled)
        #expect(throws: AnswerRefusal.ended(end)) { try invitee.answer(1, accepting: true) }
        #expect(throws: AnswerRefusal.unknown) { try invitee.answer(2, accepting: true) }
    }

    @Test("closing after the answer has no effect; while the program starts neither has time nor a second answer")
    func answeredIsAnswered() throws {
        var invitee = Invitee()
        _ = invitee.receive(.sample())
        _ = try invitee.answer(1, accepting: true)
        #expect(throws: AnswerRefusal.underWay) { try invitee.answer(1, accepting: false) }
        #expect(invitee.desk.closed(ConnectionID(1), at: invitee.moment).isEmpty)
        #expect(invitee.advance(to: 400).isEmpty)
        #expect(invitee.desk.signedOut(at: invitee.moment).isEmpty)
        let told = invitee.desk.launched(1, true, at: invitee.moment)
        #expect(told.ended?.state == .accepted)
        #expect(invitee.desk.launched(1, true, at: invitee.moment).isEmpty)
    }

    @Test("the same id of the same pin joins what is open, and gets the same answer for ten minutes after")
    func sameAgain() throws {
        var invitee = Invitee()
        _ = invitee.receive(.sample())
        #expect(invitee.receive(.sample(), on: 2) == [.hold(ConnectionID(2))])
        #expect(invitee.desk.closed(ConnectionID(1), at: invitee.moment).isEmpty, "one still waits")
        let told = try invitee.answer(1, accepting: false)
        #expect(told.first == .answer(ConnectionID(2), .declined(.user), id: GUID(high: 7, low: 1)))
        invitee.seconds = 599
        #expect(
            invitee.receive(.sample(message: "again"), on: 3)
                == [.answer(ConnectionID(3), .declined(.user), id: GUID(high: 7, low: 1))])
        invitee.seconds = 600
        #expect(invitee.receive(.sample(), on: 4).prompted?.number == 2)
    }

    @Test("the same id of another pin is another invitation")
    func sameIDOfAnother() {
        var invitee = Invitee()
        invitee.surroundings.policy.who = .anyone
        _ = invitee.receive(.sample())
        #expect(invitee.receive(.sample(), on: 2, from: .stranger()).prompted?.number == 2)
    }

    @Test("no more connections wait for one invitation than four")
    func manyConnections() {
        var invitee = Invitee()
        for connection in 1...4 { _ = invitee.receive(.sample(), on: UInt64(connection)) }
        #expect(invitee.receive(.sample(), on: 5) == [.refuse(ConnectionID(5), .rate)])
    }

    @Test("two open invitations of one pin, eight in all, then 429")
    func room() throws {
        var invitee = Invitee()
        invitee.surroundings.policy.who = .anyone
        for pin in UInt8(1)...4 {
            for id in UInt64(1)...2 {
                let connection = UInt64(pin) * 10 + id
                #expect(invitee.receive(.sample(id: id), on: connection, from: .stranger(pin)).prompted != nil)
            }
            #expect(
                invitee.receive(.sample(id: 3), on: UInt64(pin), from: .stranger(pin))
                    == [.refuse(ConnectionID(UInt64(pin)), .rate)])
        }
        #expect(invitee.receive(.sample(), on: 99, from: .stranger(5)) == [.refuse(ConnectionID(99), .rate)])
        #expect(
            invitee.receive(.sample(application: GUID(high: 1, low: 1)), on: 98, from: .stranger(6)).first
                == .answer(ConnectionID(98), .declined(.notRegistered), id: GUID(high: 7, low: 1)),
            "what is not registered is declined before there is talk of room")
        _ = try invitee.answer(1, accepting: false)
        #expect(invitee.receive(.sample(), on: 97, from: .stranger(5)).prompted != nil)
    }

    @Test("inviting and taking back in turns ends after eight times; others are heard, and he is again in ten minutes")
    func takenBack() {
        var invitee = Invitee()
        invitee.surroundings.policy.who = .anyone
        for id in UInt64(1)...8 {
            #expect(invitee.receive(.sample(id: id), on: id).prompted != nil)
            _ = invitee.desk.closed(ConnectionID(id), at: invitee.moment)
        }
        #expect(invitee.receive(.sample(id: 9), on: 9) == [.refuse(ConnectionID(9), .rate)])
        #expect(invitee.receive(.sample(id: 9), on: 10, from: .stranger()).prompted != nil)
        invitee.seconds = 600
        #expect(invitee.receive(.sample(id: 9), on: 11).prompted != nil)
    }

    @Test("declined unasked eight times in ten minutes, then refused without a line in the log; others are answered")
    func declinePace() {
        var invitee = Invitee()
        invitee.surroundings.policy.who = .anyone
        let unknown = GUID(high: 1, low: 1)
        for id in UInt64(1)...8 {
            #expect(invitee.receive(.sample(id: id, application: unknown), on: id).logged != nil)
        }
        #expect(invitee.receive(.sample(id: 9, application: unknown), on: 9) == [.refuse(ConnectionID(9), .rate)])
        #expect(invitee.receive(.sample(application: unknown), on: 10, from: .stranger()).logged != nil)
        #expect(invitee.receive(.sample(id: 9), on: 11).prompted != nil, "what a person is asked has room of its own")
        invitee.seconds = 600
        #expect(invitee.receive(.sample(id: 10, application: unknown), on: 12).logged != nil)
    }

    @Test("where the inviter is: the address he calls from, and the port where he says that he listens (collab 2.9)")
    func place() throws {
        var invitee = Invitee()
        invitee.surroundings.policy.who = .anyone
        let prompt = try #require(invitee.receive(.sample(), from: .stranger()).prompted)
        #expect(prompt.endpoint == Caller.service(2, port: 5358))
        var signedOut = Invitation.sample(id: 2)
        signedOut.from.port = nil
        let later = try #require(invitee.receive(signedOut, on: 2, from: .stranger()).prompted)
        #expect(later.endpoint == Caller.service(2, port: 0))
        guard case .launch(_, _, let information)? = try invitee.answer(2, accepting: true).first else {
            Issue.record("nothing is started")
            return
        }
        #expect(information.endpoint == Caller.service(2, port: 0))
    }

    @Test("an answer that no person gave is judged again")
    func judgedAgain() {
        var invitee = Invitee()
        invitee.surroundings.applications = ApplicationCatalog()
        #expect(invitee.receive(.sample()).logged?.reason == "notregistered")
        invitee.surroundings.applications = ApplicationCatalog(currentUser: [.editor], allUsers: [])
        #expect(invitee.receive(.sample(), on: 2).prompted != nil)
    }

    @Test("sixteen answers to one pin are remembered; one that has more loses his own oldest, and nobody else's")
    func rememberedPerPin() throws {
        var invitee = Invitee()
        invitee.surroundings.policy.who = .anyone
        func decline(_ id: UInt64, from caller: Caller) throws {
            let number = try #require(invitee.receive(.sample(id: id), on: id, from: caller).prompted?.number)
            _ = try invitee.answer(number, accepting: false)
        }
        try decline(1, from: .stranger())
        for id in UInt64(1)...17 { try decline(id, from: .friend) }
        for (id, caller) in [(UInt64(1), Caller.stranger()), (2, .friend), (17, .friend)] {
            #expect(
                invitee.receive(.sample(id: id), on: 99, from: caller)
                    == [.answer(ConnectionID(99), .declined(.user), id: GUID(high: 7, low: id))])
        }
        #expect(invitee.receive(.sample(id: 1), on: 100).prompted != nil)
    }

    @Test(
        "busy declines where the setting says so, and only there",
        arguments: [
            Presence.Status.busy, .onThePhone,
        ])
    func busy(status: Presence.Status) {
        var invitee = Invitee()
        invitee.surroundings.presence.status = status
        #expect(invitee.receive(.sample()).prompted != nil)
        invitee.surroundings.policy.whenBusy = .decline
        #expect(
            invitee.receive(.sample(id: 2), on: 2).first
                == .answer(ConnectionID(2), .declined(.busy), id: GUID(high: 7, low: 2)))
        invitee.surroundings.presence.status = .away
        #expect(invitee.receive(.sample(id: 3), on: 3).prompted != nil)
    }

    @Test("a stranger: closed without a word under contacts and nobody, prompted as unknown under anyone (check 13)")
    func stranger() throws {
        var invitee = Invitee()
        #expect(invitee.receive(.sample(), from: .stranger()) == [.close(ConnectionID(1))])
        invitee.surroundings.policy.who = .nobody
        #expect(invitee.receive(.sample(), from: .stranger()) == [.close(ConnectionID(1))])
        #expect(invitee.receive(.sample()) == [.refuse(ConnectionID(1), .policy)])
        invitee.surroundings.policy = .anyone(time: invitee.moment.time)
        let record = try #require(invitee.receive(.sample(), from: .stranger()).prompted)
        #expect(record.name == "Amit2" && record.trust == nil && record.peerName == nil && record.pin == .of(9))
        invitee.seconds = 600
        #expect(invitee.receive(.sample(id: 2), on: 2, from: .stranger()) == [.close(ConnectionID(2))])
    }

    @Test("under a closed policy nothing of a stranger is looked at, not even what is malformed")
    func closedBeforeRead() {
        var invitee = Invitee()
        let fault = DocumentFault("Data", .tooLong(16_384))
        #expect(
            invitee.desk.receive(
                .failure(fault), on: ConnectionID(1), from: .stranger(), in: invitee.surroundings,
                at: invitee.moment) == [.close(ConnectionID(1))])
        #expect(
            invitee.desk.receive(
                .failure(fault), on: ConnectionID(1), from: .friend, in: invitee.surroundings, at: invitee.moment)
                == [.refuse(ConnectionID(1), .size)])
        #expect(
            invitee.desk.receive(
                .failure(DocumentFault("id", .missing)), on: ConnectionID(1), from: .friend,
                in: invitee.surroundings, at: invitee.moment) == [.refuse(ConnectionID(1), .malformed)])
    }

    @Test("data of 16,384 bytes passes, one byte more is too large (check 8)")
    func size() {
        var invitee = Invitee()
        #expect(invitee.receive(.sample(data: [UInt8](repeating: 1, count: 16_384))).prompted != nil)
        #expect(
            invitee.receive(.sample(id: 2, data: [UInt8](repeating: 1, count: 16_385)), on: 2)
                == [.answer(ConnectionID(2), .error(.tooLarge), id: GUID(high: 7, low: 2))])
    }

    @Test("a contact who calls himself by another peer name is refused")
    func disagreement() {
        var invitee = Invitee()
        let other = Contact.sample(2).card.peerName
        #expect(invitee.receive(.sample(from: other)) == [.refuse(ConnectionID(1), .policy)])
    }

    @Test("what is shown comes from the pin; what strangers write cannot steer a terminal")
    func shown() throws {
        var invitee = Invitee()
        invitee.surroundings.policy.who = .anyone
        var invitation = Invitation.sample(
            message: "\u{1b}[2Jhello\u{202e}\nthere\u{2066}\u{0}" + String(repeating: "x", count: 300))
        invitation.from.nickname = "\u{202e}timA\u{7f}\r\n"
        let record = try #require(invitee.receive(invitation, from: .stranger()).prompted)
        #expect(record.message == "[2Jhello there" + String(repeating: "x", count: 241))
        #expect(record.message.count == 255 && record.name == "timA  ")
        let known = try #require(invitee.receive(invitation, on: 2).prompted)
        #expect(known.name == "Amit Bahree")
    }

    @Test("signed out: what is open ends as an error, and nothing new is heard")
    func signedOut() {
        var invitee = Invitee()
        _ = invitee.receive(.sample())
        _ = invitee.receive(.sample(id: 2), on: 2)
        let told = invitee.desk.signedOut(at: invitee.moment)
        #expect(told.contains(.answer(ConnectionID(1), .error(.signedOut), id: GUID(high: 7, low: 1))))
        #expect(told.contains(.answer(ConnectionID(2), .error(.signedOut), id: GUID(high: 7, low: 2))))
        #expect(told.ended?.state == .failed && invitee.desk.nextDeadline == nil)
        invitee.surroundings.isSignedIn = false
        #expect(invitee.receive(.sample(id: 3), on: 3) == [.refuse(ConnectionID(3), .signingOut)])
    }

    @Test("what is remembered of ended invitations has a bound: the oldest are asked about again")
    func memory() throws {
        var invitee = Invitee()
        invitee.surroundings.policy.who = .anyone
        for pin in UInt8(1)...17 {
            for id in UInt64(1)...16 {
                let number = try #require(
                    invitee.receive(.sample(id: id), from: .stranger(pin)).prompted?.number)
                _ = try invitee.answer(number, accepting: false)
            }
        }
        #expect(
            invitee.receive(.sample(id: 1), from: .stranger(17))
                == [.answer(ConnectionID(1), .declined(.user), id: GUID(high: 7, low: 1))])
        #expect(invitee.receive(.sample(id: 1), from: .stranger(1)).prompted != nil)
    }

    @Test("all users' applications start too; the user's own comes first (check 1)")
    func precedence() throws {
        var invitee = Invitee()
        let own = Application(id: .viewer, path: "/home/amit/viewer")
        _ = invitee.receive(.sample(application: .viewer))
        guard case .launch(_, let common, _) = try invitee.answer(1, accepting: true).first else {
            Issue.record("nothing is launched")
            return
        }
        #expect(common == .viewer)
        _ = invitee.desk.launched(1, true, at: invitee.moment)
        invitee.surroundings.applications = ApplicationCatalog(currentUser: [own], allUsers: [.viewer])
        _ = invitee.receive(.sample(id: 2, application: .viewer), on: 2)
        guard case .launch(_, let chosen, _) = try invitee.answer(2, accepting: true).first else {
            Issue.record("nothing is launched")
            return
        }
        #expect(chosen == own)
    }
}
