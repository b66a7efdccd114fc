package import PeerBase

// What `GET /data` answers (collab 10.5). The schema is ours. All free text is in attributes, where line breaks are
// escaped, so that a document is one line below its declaration: that is how the stream of `/watch` is cut.

extension Snapshot {
    package static let namespace = "urn:x-p2psh:data:1"

    package var document: XMLElement {
        var element = XMLElement(
            "Snapshot", in: Self.namespace, ["nickname": nickname, "endpoint": endpointName],
            children: [presence.element] + applications.map(\.element) + objects.map(\.element))
        if let id { element.attributes.append(XMLElement.Attribute(XMLElement.Name("id"), id.description)) }
        return element
    }

    package init(_ document: XMLElement) throws(DocumentFault) {
        let reader = try ElementReader(document, kind: "Snapshot", in: Self.namespace)
        self.init(
            id: try reader.attribute("id") == nil ? nil : try reader.id(),
            nickname: try reader.requiredAttribute("nickname"), endpointName: try reader.requiredAttribute("endpoint"),
            presence: try Presence(reader.requiredChild("Presence")))
        for child in try reader.children("Application", atMost: Limits.publishedApplications) {
            let application = try PublishedApplication(child)
            guard !applications.contains(where: { $0.id == application.id }) else {
                throw DocumentFault("Application", .repeated)
            }
            applications.append(application)
        }
        for child in try reader.children("Object", atMost: Limits.objects) {
            let object = try CollaborationObject(child)
            guard !objects.contains(where: { $0.id == object.id }) else { throw DocumentFault("Object", .repeated) }
            objects.append(object)
        }
    }
}

extension Presence {
    var element: XMLElement {
        XMLElement("Presence", in: Snapshot.namespace, ["status": String(status.rawValue), "text": text])
    }

    init(_ reader: ElementReader) throws(DocumentFault) {
        self.init(
            status: try reader.choice("status") { Int($0).flatMap(Status.init) },
            text: try reader.attribute("text") ?? "")
    }
}

extension PublishedApplication {
    var element: XMLElement {
        XMLElement(
            "Application", in: Snapshot.namespace, ["id": id.description, "description": description],
            text: data.base64Text)
    }

    init(_ reader: ElementReader) throws(DocumentFault) {
        self.init(
            id: try reader.id(), description: try reader.attribute("description") ?? "", data: try reader.data())
    }
}

extension CollaborationObject {
    var element: XMLElement {
        XMLElement(
            "Object", in: Snapshot.namespace, ["id": id.description, "scope": String(scope.rawValue)],
            text: data.base64Text)
    }

    init(_ reader: ElementReader) throws(DocumentFault) {
        self.init(
            id: try reader.id(), data: try reader.data(),
            scope: try reader.choice("scope") { Int($0).flatMap { (0...3).contains($0) ? Scope(rawValue: $0) : nil } })
        guard !data.isEmpty else { throw DocumentFault("Object", .empty) }
    }
}
