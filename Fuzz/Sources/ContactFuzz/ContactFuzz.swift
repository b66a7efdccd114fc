import Collaboration
import PeerBase
import XMLReading

/// What people tell about themselves: contact files, snapshots and what comes along a watch, cut out of a stream or the
/// input as it is. What can be read is within its limits, and comes back when it is written.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    tryDocument(input)
    var cutter = WatchCutter()
    for document in (try? cutter.take(input)) ?? [] { tryDocument(document) }
    return 0
}

private func tryDocument(_ bytes: [UInt8]) {
    guard let document = try? XMLReader.read(bytes) else { return }
    if let card = try? ContactCard(document) { check(card) }
    if let item = try? WatchItem(document) { check(item) }
    if let information = try? LaunchInformation(document) {
        precondition(read(information.file, LaunchInformation.init) == information, "another launch information")
    }
    if let application = try? Application(document) {
        precondition(read(application.file, Application.init) == application, "another application")
    }
}

private func check(_ card: ContactCard) {
    precondition(PeerNameRule.isMet(by: card.peerName) && !card.nickname.isEmpty, "nobody")
    precondition(card.nickname.fits(Limits.textLength) && !card.certificate.isEmpty, "beyond the limits")
    precondition(!card.suggestedFileName.contains("/"), "a file elsewhere")
    precondition(read(card.file, ContactCard.init) == card, "read, written and read again, it is another card")
}

private func check(_ item: WatchItem) {
    precondition(!item.bytes.dropLast().drop { $0 != 0x0a }.dropFirst().contains(0x0a), "a line break inside")
    precondition(read(item.bytes, WatchItem.init) == item, "read, written and read again, it is another item")
    var snapshot = Snapshot(nickname: "a", endpointName: "b", presence: Presence(status: .online))
    switch item {
    case .snapshot(let newer):
        for change in snapshot.changes(to: newer) { precondition(snapshot.apply(change), "too much") }
        precondition(snapshot.changes(to: newer).isEmpty, "the steps lead elsewhere")
    case .change(let change): precondition(snapshot.apply(change), "one change is never too much")
    case .beat: return
    }
}

private func read<Value>(_ bytes: [UInt8], _ make: (XMLElement) throws(DocumentFault) -> Value) -> Value? {
    (try? XMLReader.read(bytes, limits: XMLLimits(bytes: Limits.snapshotSize, elements: Limits.snapshotElements)))
        .flatMap { try? make($0) }
}
