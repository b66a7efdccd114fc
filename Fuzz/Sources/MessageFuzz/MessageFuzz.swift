import PNRP
import PeerBase

/// Whatever came as a datagram, and everything inside that is read later: the buffer an AUTHORITY carries, and its
/// record and payload. Each is also tried as the input itself, because a fuzzer seldom guesses three lengths at once.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    if let message = accept(input, { try Message(parsing: &$0) }, { $0.encoded() }, unless: \.hasLostItsPath) {
        if case .authority(let part) = message.body { tryBuffer(part.fragment) }
        if case .flood(let flood) = message.body, let record = flood.revoke { tryRecord(record) }
    }
    tryBuffer(input)
    tryRecord(input)
    tryPayload(input)
    return 0
}

private func tryBuffer(_ bytes: [UInt8]) {
    guard let buffer = accept(bytes, { try AuthorityBuffer(parsing: &$0) }, { $0.encoded() }) else { return }
    if let record = buffer.cpa { tryRecord(record) }
    if let payload = buffer.extendedPayload { tryPayload(payload) }
}

private func tryRecord(_ bytes: [UInt8]) {
    _ = accept(bytes, { try CertifiedPeerAddress(parsing: &$0) }, { $0.encoded() })
}

private func tryPayload(_ bytes: [UInt8]) {
    _ = accept(bytes, { try ExtendedPayload(parsing: &$0) }, { $0.encoded() })
}

/// What can be read can be written, and read again it is the same.
private func accept<Value: Equatable>(
    _ bytes: [UInt8], _ read: (inout Span<UInt8>) throws -> Value, _ write: (Value) -> [UInt8],
    unless isPartial: (Value) -> Bool = { _ in false }
) -> Value? {
    var input = bytes.span
    guard let value = try? read(&input) else { return nil }
    guard !isPartial(value) else { return value }
    let written = write(value)
    var again = written.span
    let copy = try? read(&again)
    precondition(copy == value, "read, written and read again, it is something else")
    return value
}

extension Message {
    /// A LOOKUP must name a hop when it comes, and names of unusable hops are left out then: nothing may be left.
    fileprivate var hasLostItsPath: Bool { if case .lookup(let lookup) = body { lookup.path.isEmpty } else { false } }
}
