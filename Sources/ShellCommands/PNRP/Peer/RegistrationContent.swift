import CommandTree
import PNRP
import PeerBase
import PeerEngine

/// What is published under a name, whatever the cloud.
struct RegistrationContent {
    private let comment: String?
    /// Empty for those of the cloud.
    private let endpoints: [ApplicationEndpoint]
    private let port: UInt16
    private let payload: ExtendedPayload.Payload?
    private let identity: String?
    /// Whether what is published under the name already is changed.
    let replaces: Bool

    /// The binder has checked each argument; whether they fit together is checked here.
    init(_ invocation: Invocation) throws(CommandFailure) {
        comment = invocation.optionalText("comment").flatMap { $0.isEmpty ? nil : $0 }
        port = UInt16(clamping: invocation.integer("port"))
        endpoints = try Self.endpoints(invocation.texts("address"), port: port)
        payload = try Self.payload(invocation)
        identity = invocation.optionalText("identity")
        replaces = invocation.boolean("replace")
    }

    func order(for name: PeerName, in cloud: CloudSnapshot) -> RegistrationOrder {
        RegistrationOrder(
            name: name, cloud: cloud.name, comment: comment, endpoints: endpoints, port: port, payload: payload,
            identity: identity, replaces: replaces)
    }

    private static func endpoints(_ texts: [String], port: UInt16) throws(CommandFailure) -> [ApplicationEndpoint] {
        let addresses = texts.compactMap { PublishedAddress($0) }
        let explicit = addresses.compactMap { $0.endpoint(port: port) }
        guard explicit.isEmpty || explicit.count == addresses.count else {
            throw CommandFailure("address=auto cannot stand beside other addresses.", status: .usage)
        }
        return explicit
    }

    private static func payload(_ invocation: Invocation) throws(CommandFailure) -> ExtendedPayload.Payload? {
        let given = ["payload", "payloadhex", "payloadfile"].filter { invocation.has($0) }
        guard given.count < 2 else {
            throw CommandFailure("Only one of \(given.joined(separator: " and ")) can be given.", status: .usage)
        }
        if let text = invocation.optionalText("payload") { return .string(text) }
        var bytes = invocation.optionalBytes("payloadhex")
        if let path = invocation.optionalText("payloadfile") { bytes = try contents(ofFile: path) }
        guard bytes?.isEmpty != true else { throw CommandFailure("A payload cannot be empty.", status: .usage) }
        return bytes.map { .binary($0) }
    }

    private static func contents(ofFile path: String) throws(CommandFailure) -> [UInt8] {
        do throws(PayloadFile.Failure) {
            return try PayloadFile(path).contents()
        } catch {
            throw CommandFailure(error.sentence, status: error.isMissing ? .notFound : .usage)
        }
    }
}

/// The argument `address`: `auto`, or an address in brackets, perhaps with a port and a protocol (netsh 4.5.1).
struct PublishedAddress {
    static let expectation = "Expected auto or [address]:port, the port up to 65535: [2001:db8::7]:8080/tcp, say."

    /// nil for `auto`.
    private let text: EndpointText?
    private let protocolNumber: UInt16

    /// A zone means something on this machine only, and is not published.
    init?(_ text: String) {
        guard text.lowercased() != "auto" else {
            self.text = nil
            protocolNumber = 6
            return
        }
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard text.first == "[", let endpoint = EndpointText(String(parts[0])) else { return nil }
        switch parts.count == 1 ? "tcp" : parts[1].lowercased() {
        case "tcp": protocolNumber = 6
        case "udp": protocolNumber = 17
        default: return nil
        }
        self.text = endpoint
    }

    /// - Parameter port: for an address written without one.
    func endpoint(port: UInt16) -> ApplicationEndpoint? {
        text.map {
            ApplicationEndpoint(address: $0.address, port: $0.port ?? port, protocolNumber: protocolNumber)
        }
    }
}
