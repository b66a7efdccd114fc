import Collaboration
import PeerBase
import XMLReading

/// Bodies that strangers post: invitations, as the desk takes them, their answers, and the steps of comparing codes.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    guard let document = try? XMLReader.read(input) else { return 0 }
    if let message = try? VerificationMessage(document) {
        let again = (try? XMLReader.read(message.body)).flatMap { try? VerificationMessage($0) }
        precondition(again == message, "read, written and read again, it is another step")
        compare(message)
    }
    if let id = document.attribute("id").flatMap({ GUID($0) }),
        let answer = try? InvitationAnswer(document, to: id)
    {
        let again = (try? XMLReader.read(answer.body(id: id))).flatMap { try? InvitationAnswer($0, to: id) }
        precondition(again == answer, "read, written and read again, it is another answer")
    }
    if let invitation = try? Invitation(document) {
        let again = (try? XMLReader.read(invitation.body)).flatMap { try? Invitation($0) }
        precondition(again == invitation, "read, written and read again, it is another invitation")
        receive(invitation)
    }
    return 0
}

/// A stranger under `anyone`: prompted once, with what cannot steer a terminal, and answered once.
private func receive(_ invitation: Invitation) {
    guard let pin = Pin([UInt8](repeating: 7, count: 32)) else { return }
    let place = ScopedEndpoint(Endpoint(address: .loopback, port: 1))
    let caller = Caller(pin: pin, peerName: "", contact: nil, source: place, isOnLink: true)
    let surroundings = InvitationDesk.Surroundings(
        isSignedIn: true, policy: AcceptPolicy(who: .anyone), presence: Presence(status: .online),
        applications: ApplicationCatalog(currentUser: [Application(id: invitation.application, path: "/bin/true")]))
    let moment = Moment(instant: .zero, time: 0)
    var desk = InvitationDesk()
    _ = desk.receive(.success(invitation), on: ConnectionID(1), from: caller, in: surroundings, at: moment)
    guard let record = desk.openRecords.first else {
        precondition(invitation.data.count > Limits.dataSize, "nobody was asked")
        return
    }
    for text in [record.message, record.name] {
        precondition(text == text.cleaned() && text.fits(Limits.textLength), "not clean")
    }
    let twice = desk.receive(.success(invitation), on: ConnectionID(2), from: caller, in: surroundings, at: moment)
    precondition(twice == [.hold(ConnectionID(2))] && desk.openRecords.count == 1, "asked twice")
    let told = try? desk.answer(record.number ?? 0, accepting: false, in: surroundings, at: moment)
    precondition(told?.count == 4 && desk.openRecords.isEmpty, "not answered")
}

private func compare(_ message: VerificationMessage) {
    guard let own = Pin([UInt8](repeating: 7, count: 32)), let peer = Pin([UInt8](repeating: 6, count: 32)) else {
        return
    }
    var desk = VerificationDesk(own: own, random: RandomSource(seed: 1)) { Array($0.prefix(32)) }
    _ = try? desk.start(with: peer, now: .zero)
    let actions = desk.receive(message, on: ConnectionID(1), from: peer, now: .zero)
    precondition(!actions.contains { if case .show = $0 { true } else { false } }, "a code after one step")
}
