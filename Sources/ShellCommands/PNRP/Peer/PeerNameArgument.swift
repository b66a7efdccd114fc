import CommandTree
import PNRP

extension Parameter {
    /// A peer name (netsh 2.4).
    static func peerName(
        _ summary: String = "The name, authority.classifier; the authority of a name without a key is 0.",
        _ absence: Absence = .required, tag: String = "peername", isTagged: Bool = false,
        candidates: CandidateSource = .ownNames
    ) -> Parameter {
        Parameter(
            tag, .named("peername", check: complaint), summary, absence, isTagged: isTagged, candidates: candidates)
    }

    /// A peer name or `*`.
    static func peerNameOrAll(_ summary: String) -> Parameter {
        Parameter(
            "peername", .named("peername|*") { $0 == "*" ? nil : complaint($0) }, summary, candidates: .ownNames)
    }
}

private let complaint: Parameter.Check = { text in
    do throws(PeerNameError) {
        _ = try PeerName(text)
        return nil
    } catch {
        return "\(error)"
    }
}

extension Invocation {
    /// The name given as `peername`, if one was; binding has checked it.
    func optionalPeerName(_ tag: String = "peername") throws(CommandFailure) -> PeerName? {
        guard let text = optionalText(tag), text != "*" else { return nil }
        return try peerName(text)
    }

    /// The name given as `peername`.
    func peerName() throws(CommandFailure) -> PeerName {
        try peerName(text("peername"))
    }

    private func peerName(_ text: String) throws(CommandFailure) -> PeerName {
        do throws(PeerNameError) {
            return try PeerName(text)
        } catch {
            throw CommandFailure("\(error)", code: .invalidPeerName, status: .usage)
        }
    }
}
