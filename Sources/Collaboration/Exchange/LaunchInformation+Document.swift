package import PeerBase

// The file that a launched program may read (collab 10.10).

extension LaunchInformation {
    package static let namespace = "urn:x-p2psh:launch:1"

    /// The bytes of the file. `Contact` is the contact file of 10.6 inside, where the inviter is a contact.
    package var file: [UInt8] {
        let namespace = Self.namespace
        var children: [XMLElement] = []
        if let contact { children.append(contact.document) }
        children += [
            XMLElement(
                "Endpoint", in: namespace,
                [
                    "address": endpoint.endpoint.description, "zone": String(endpoint.zone), "name": endpointName,
                    "nickname": nickname,
                ]), XMLElement("Application", in: namespace, text: application.description),
            XMLElement("Message", in: namespace, ["value": message]),
            XMLElement("Data", in: namespace, ["encoding": "base64"], text: data.base64Text),
        ]
        if let trust { children.append(XMLElement("Trust", in: namespace, text: trust.word)) }
        let root = XMLElement("LaunchInformation", in: namespace, children: children)
        return root.document(prefixes: ["": namespace, "c": ContactCard.namespace])
    }

    package init(_ document: XMLElement) throws(DocumentFault) {
        let reader = try ElementReader(document, kind: "LaunchInformation", in: Self.namespace)
        let contact = document.child(XMLElement.Name("Contact", in: ContactCard.namespace))
        let endpoint = try reader.requiredChild("Endpoint")
        let place: Endpoint = try endpoint.choice("address") { EndpointText($0)?.endpoint(defaultPort: 0) }
        let zone: UInt32 = try endpoint.choice("zone") { UInt32($0) }
        guard let application = GUID(try reader.requiredText("Application")) else {
            throw DocumentFault("Application", .malformed)
        }
        var trust: Trust?
        if let word = try reader.text("Trust") {
            trust = Trust.allCases.first { $0.word == word }
            guard trust != nil else { throw DocumentFault("Trust", .malformed) }
        }
        var card: ContactCard?
        if let contact { card = try ContactCard(contact) }
        self.init(
            contact: card, trust: trust, endpoint: ScopedEndpoint(place, zone: zone),
            endpointName: try endpoint.attribute("name") ?? "", nickname: try endpoint.attribute("nickname") ?? "",
            application: application, message: try reader.requiredChild("Message").requiredAttribute("value"),
            data: try reader.requiredChild("Data").data())
    }
}

extension Trust {
    /// The word of `mintrust` (collab 10.9).
    package var word: String {
        switch self {
        case .firstUse: "first"
        case .file: "file"
        case .verified: "verified"
        }
    }
}
