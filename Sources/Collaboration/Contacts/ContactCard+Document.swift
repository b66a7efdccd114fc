package import PeerBase

// The contact file, also what `GET /card` answers (collab 10.6).

extension ContactCard {
    package static let namespace = "urn:x-p2psh:contact:1"

    /// The file, with elements in the order of collab 10.6. What is only for us, watch, permission and trust, is not in it.
    package var document: XMLElement {
        func element(_ local: String, _ text: String) -> XMLElement {
            XMLElement(local, in: Self.namespace, text: text)
        }
        var children = [element("PeerName", peerName), element("Nickname", nickname)]
        if let displayName { children.append(element("DisplayName", displayName)) }
        if let email { children.append(element("EmailAddress", email)) }
        children.append(
            XMLElement(
                "Credentials", in: Self.namespace, ["type": "x509", "encoding": "base64"],
                text: certificate.base64Text))
        return XMLElement("Contact", in: Self.namespace, ["version": "1"], children: children)
    }

    /// The bytes of the file.
    package var file: [UInt8] { document.document(prefixes: ["": Self.namespace]) }

    /// Reads a contact file. The certificate is judged by who knows certificates: self-signed, P-256 or Ed25519, within
    /// its dates, its common name the peer name.
    package init(_ document: XMLElement) throws(DocumentFault) {
        let reader = try ElementReader(document, kind: "Contact", in: Self.namespace)
        guard try reader.requiredAttribute("version") == "1" else { throw DocumentFault("version", .otherVersion) }
        let peerName = try reader.requiredText("PeerName")
        guard PeerNameRule.isMet(by: peerName) else { throw DocumentFault("PeerName", .malformed) }
        let nickname = try reader.requiredText("Nickname")
        let credentials = try reader.requiredChild("Credentials")
        guard try credentials.requiredAttribute("type") == "x509" else { throw DocumentFault("type", .malformed) }
        guard try credentials.requiredAttribute("encoding") == "base64" else {
            throw DocumentFault("encoding", .malformed)
        }
        let certificate = try credentials.data(limit: Limits.cardSize)
        guard !certificate.isEmpty else { throw DocumentFault("Credentials", .empty) }
        self.init(
            peerName: peerName, nickname: nickname, displayName: try reader.text("DisplayName")?.unlessEmpty,
            email: try reader.text("EmailAddress")?.unlessEmpty, certificate: certificate)
    }

    /// What a contact file is called unless somebody names it: `<nickname>.p2pcontact`. What a file name cannot hold
    /// becomes `_`.
    package var suggestedFileName: String {
        let kept = nickname.cleaned(limit: 64).map { "/\\:*?\"<>|".contains($0) ? "_" : $0 }
        let name = String(kept.drop { $0 == "." || $0 == " " })
        return (name.isEmpty ? "contact" : name) + ".p2pcontact"
    }
}

extension String {
    var unlessEmpty: String? { isEmpty ? nil : self }
}
