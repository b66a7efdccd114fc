import Mesh
import MeshFrames
import PeerBase

/// Whatever stands behind a length on a connection, before and after the admission, and what is inside the signed bytes of a
/// flood. Each is also tried as the input itself, because a fuzzer seldom guesses all lengths at once.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    tryAdmission(input)
    tryContent(input)
    guard let decoded = try? FrameCoder.decode(input, messageLimit: Limits.leastMessageSize) else { return 0 }
    check(decoded.frame)
    let written = FrameCoder.encode(decoded.frame)
    let again = try? FrameCoder.decode(written, messageLimit: Limits.leastMessageSize)
    precondition(again?.frame == decoded.frame, "read, written and read again, it is another frame")
    precondition(again?.badReferrals == 0, "what was left out is written")
    return 0
}

private func tryAdmission(_ input: [UInt8]) {
    guard let frame = try? AdmissionCoder.decode(input) else { return }
    let again = try? AdmissionCoder.decode(AdmissionCoder.encode(frame))
    precondition(again == frame, "read, written and read again, it is another frame of the admission")
}

private func tryContent(_ input: [UInt8]) {
    guard let signed = try? ContentCoder.decode(input) else { return }
    precondition(Nickname.isValid(signed.content.nickname) && signed.content.sequence > 0, "no content")
    let again = try? ContentCoder.decode(ContentCoder.encode(signed))
    precondition(again == signed, "read, written and read again, it is another content")
}

/// The limits that the core relies on.
private func check(_ frame: Frame) {
    switch frame {
    case .connect(let connect): check([Referral(node: connect.node, address: connect.address)])
    case .welcome(let welcome): check(welcome.referrals)
    case .refuse(let refuse): check(refuse.referrals)
    case .disconnect(let disconnect): check(disconnect.referrals)
    case .shuffle(let referrals), .shuffleReply(let referrals): check(referrals)
    case .flood(let flood): check(flood)
    case .syncReply(let reply):
        precondition(reply.floods.count <= Limits.syncedMessages, "too many messages")
        reply.floods.forEach(check)
    case .iHave(let ids), .graft(let ids), .iDontWant(let ids):
        precondition(ids.count <= Limits.idsPerFrame, "too many ids")
    case .linkUtility, .ping, .pong, .prune, .syncRequest: break
    }
}

private func check(_ referrals: [Referral]) {
    precondition(referrals.count <= Limits.referralsPerFrame, "too many referrals")
    for referral in referrals {
        let endpoints = referral.address.endpoints
        precondition((1...Limits.addressesPerNode).contains(endpoints.count), "too many addresses, or none")
        precondition(endpoints.allSatisfy { $0.endpoint.port > 0 && $0.zone == 0 }, "nobody listens there")
    }
}

private func check(_ flood: Frame.Flood) {
    precondition((1...Limits.leastMessageSize).contains(flood.signed.count), "a content too long, or none")
    tryContent(flood.signed)
}
