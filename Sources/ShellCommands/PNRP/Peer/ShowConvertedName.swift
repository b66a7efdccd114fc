import CommandTree
import PNRP

extension ShellCommand {
    /// Netsh 4.5.7.
    static var showConvertedName: ShellCommand {
        ShellCommand(
            "show convertedname", "Shows the DNS spelling of a peer name, or the peer name behind one.",
            parameters: [
                Parameter(
                    "name", .text(maximumCharacters: 512), "A peer name, or a host name below pnrp.net.",
                    candidates: .ownNames)
            ],
            notes: CommandNotes(
                remarks: [
                    "The DNS spelling serves programs that take host names only. No name server is ever asked."
                ],
                output: [
                    .init("Peer name", "The name as peers know it."),
                    .init("DNS name", "The same as a host name below pnrp.net."),
                ],
                record: ["peerName", "dnsName"],
                examples: [
                    .init("show convertedname 0.johndoe", "Shows johndoe.pnrp.net."),
                    .init("show convertedname johndoe.pnrp.net", "Shows 0.johndoe."),
                ]),
            answer: conversionShape
        ) { invocation, _ in
            let (peerName, host) = try converted(invocation.text("name"))
            return .document(
                Document(
                    lines: [Line("Peer name: \(peerName)"), Line("DNS name:  \(host)")],
                    json: ["peerName": .string("\(peerName)"), "dnsName": .string(host)],
                    records: [["\(peerName)", host]]))
        }
    }
}

private let conversionShape: JSONShape = .object([
    .member("peerName", .peerName, "The peer name."), .member("dnsName", .anyText, "Its DNS spelling."),
])

private func converted(_ text: String) throws(CommandFailure) -> (PeerName, String) {
    do throws(HostName.ConversionError) {
        if isHostName(text) { return (try HostName.peerName(from: text), text) }
        let name = try peerName(text)
        return (name, try HostName.from(name))
    } catch {
        throw CommandFailure(error, text)
    }
}

/// A digit at the front belongs to an authority: no DNS spelling begins with one (wire 12.1).
private func isHostName(_ text: String) -> Bool {
    let isBelowSuffix = text.lowercased().hasSuffix(".pnrp.net") || text.lowercased().hasSuffix(".pnrp.net.")
    return isBelowSuffix && text.first?.isNumber == false
}

/// A text that is no peer name was perhaps meant as a host name.
private func peerName(_ text: String) throws(HostName.ConversionError) -> PeerName {
    do throws(PeerNameError) {
        return try PeerName(text)
    } catch {
        throw .wrongSuffix
    }
}

extension CommandFailure {
    fileprivate init(_ error: HostName.ConversionError, _ text: String) {
        switch error {
        case .unsupportedCharacter, .ambiguous, .tooLong:
            self.init("The name '\(text)' has no DNS spelling. \(error)", code: .cannotConvertPeerName)
        case .wrongSuffix:
            self.init(
                "'\(text)' is neither a peer name nor a host name below pnrp.net.", code: .invalidPeerHostName,
                hint: "Peer names look like 0.johndoe, host names like johndoe.pnrp.net.", status: .usage)
        case .undecodable:
            self.init("The host name '\(text)' stands for no peer name.", code: .invalidPeerHostName, status: .usage)
        }
    }
}
