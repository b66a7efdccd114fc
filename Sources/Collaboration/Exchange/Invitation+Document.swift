package import PeerBase

// The body of `POST /invitations` and the answer to it (collab 10.8).

extension Invitation {
    package static let namespace = "urn:x-p2psh:invite:1"

    package var document: XMLElement {
        func element(_ local: String, _ text: String) -> XMLElement {
            XMLElement(local, in: Self.namespace, text: text)
        }
        var endpoint = element("Endpoint", from.endpointName)
        if let port = from.port {
            endpoint.attributes.append(XMLElement.Attribute(XMLElement.Name("port"), String(port)))
        }
        var children = [element("Application", application.description)]
        if !message.isEmpty { children.append(element("Message", message)) }
        if !data.isEmpty {
            children.append(XMLElement("Data", in: Self.namespace, ["encoding": "base64"], text: data.base64Text))
        }
        children.append(
            XMLElement(
                "From", in: Self.namespace,
                children: [
                    element("PeerName", from.peerName), element("Nickname", from.nickname),
                    endpoint,
                ]))
        return XMLElement(
            "Invitation", in: Self.namespace,
            [
                "id": id.description, "created": UTCTime.text(unixMilliseconds: createdAt),
                "expires": String(Limits.answerTime),
            ], children: children)
    }

    package var body: [UInt8] { document.document(prefixes: ["": Self.namespace]) }

    /// Reads an invitation. When it expires is decided by the receiver, whatever it says itself. The message may be longer
    /// than it should be, it is cut when it is shown; the data too, which the desk answers.
    package init(_ document: XMLElement) throws(DocumentFault) {
        let reader = try ElementReader(document, kind: "Invitation", in: Self.namespace)
        let id = try reader.id()
        let createdAt = try reader.choice("created") { UTCTime.unixMilliseconds($0) }
        guard let application = GUID(try reader.requiredText("Application")) else {
            throw DocumentFault("Application", .malformed)
        }
        let from = try reader.requiredChild("From")
        let claim = Claim(
            peerName: try from.requiredText("PeerName"), nickname: try from.requiredText("Nickname"),
            endpointName: try from.text("Endpoint") ?? "", port: try from.child("Endpoint").flatMap(Self.port))
        guard PeerNameRule.isMet(by: claim.peerName) else { throw DocumentFault("PeerName", .malformed) }
        self.init(
            id: id, application: application, message: try reader.text("Message", limit: Limits.bodySize) ?? "",
            data: try Self.data(reader), createdAt: createdAt, from: claim)
    }

    /// Ours: collab 10.8 has the name of the endpoint only, and launched programs are to know where the inviter is
    /// (collab 2.9). Who does not say it is signed out.
    private static func port(_ endpoint: ElementReader) throws(DocumentFault) -> UInt16? {
        guard try endpoint.attribute("port") != nil else { return nil }
        return try endpoint.choice("port") { text in UInt16(text).flatMap { $0 > 0 ? $0 : nil } }
    }

    private static func data(_ reader: ElementReader) throws(DocumentFault) -> [UInt8] {
        guard let child = try reader.child("Data") else { return [] }
        guard try child.attribute("encoding") == "base64" else { throw DocumentFault("encoding", .malformed) }
        return try child.data(limit: Limits.bodySize)
    }

    /// What the inviter checks before anything is sent (collab 2.9): the message counts characters, the data bytes, and
    /// both limits are inclusive.
    package static func check(message: String, data: [UInt8]) throws(DocumentFault) {
        guard message.fits(Limits.textLength) else { throw DocumentFault("Message", .tooLong(Limits.textLength)) }
        guard data.count <= Limits.dataSize else { throw DocumentFault("Data", .tooLong(Limits.dataSize)) }
    }
}

extension InvitationAnswer {
    package var action: String {
        switch self {
        case .accepted: "accepted"
        case .declined: "declined"
        case .expired: "expired"
        case .error: "error"
        }
    }

    package var reason: String? {
        switch self {
        case .accepted: nil
        case .declined(let reason): reason.rawValue
        case .expired: "noanswer"
        case .error(let reason): reason.rawValue
        }
    }

    /// The body of the answer to an invitation.
    package func body(id: GUID) -> [UInt8] {
        var element = XMLElement(
            "InvitationResponse", in: Invitation.namespace, ["id": id.description, "action": action])
        if let reason { element.attributes.append(XMLElement.Attribute(XMLElement.Name("reason"), reason)) }
        return element.document(prefixes: ["": Invitation.namespace])
    }

    /// Reads the answer to the invitation of this id. A reason that we do not know counts as the plainest of its kind.
    package init(_ document: XMLElement, to id: GUID) throws(DocumentFault) {
        let reader = try ElementReader(document, kind: "InvitationResponse", in: Invitation.namespace)
        guard try reader.id() == id else { throw DocumentFault("id", .malformed) }
        let reason = try reader.attribute("reason") ?? ""
        self = try reader.choice("action") { (action: String) -> InvitationAnswer? in
            switch action {
            case "accepted": .accepted
            case "declined": .declined(DeclineReason(rawValue: reason) ?? .user)
            case "expired": .expired
            case "error": .error(ErrorReason(rawValue: reason) ?? .internal)
            default: nil
            }
        }
    }
}
