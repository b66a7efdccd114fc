package import PeerBase

// The file of an application for all users, which installers may also write themselves (collab 10.11).

extension Application {
    package static let namespace = "urn:x-p2psh:application:1"

    /// The bytes of the file. Path and arguments are attributes, for there every blank counts.
    package var file: [UInt8] {
        let namespace = Self.namespace
        var children = [XMLElement("Program", in: namespace, ["path": path, "arguments": arguments])]
        if !description.isEmpty { children.append(XMLElement("Description", in: namespace, ["value": description])) }
        if !data.isEmpty {
            children.append(XMLElement("Data", in: namespace, ["encoding": "base64"], text: data.base64Text))
        }
        let root = XMLElement(
            "Application", in: namespace, ["version": "1", "id": "\(id)", "scope": scope.word], children: children)
        return root.document(prefixes: ["": namespace])
    }

    /// Reads such a file. The scope may be missing: all; so may arguments, description and data.
    package init(_ document: XMLElement) throws(DocumentFault) {
        let reader = try ElementReader(document, kind: "Application", in: Self.namespace)
        guard try reader.requiredAttribute("version") == "1" else { throw DocumentFault("version", .otherVersion) }
        let program = try reader.requiredChild("Program")
        let path = try program.requiredAttribute("path", limit: Limits.pathLength)
        guard !path.isEmpty else { throw DocumentFault("path", .empty) }
        guard let scope = Scope(word: try reader.attribute("scope") ?? Scope.all.word) else {
            throw DocumentFault("scope", .malformed)
        }
        let id = try reader.id()
        guard !id.isEmpty else { throw DocumentFault("id", .empty) }
        self.init(
            id: id, description: try reader.child("Description")?.requiredAttribute("value") ?? "",
            data: try reader.child("Data")?.data() ?? [], path: path,
            arguments: try program.attribute("arguments", limit: Limits.pathLength) ?? "", scope: scope,
            type: .allUsers)
    }
}

extension Scope {
    /// As commands and documents say it (collab 11).
    fileprivate var word: String {
        switch self {
        case .nearMe: "nearme"
        case .internet: "internet"
        case .all: "all"
        default: "none"
        }
    }

    fileprivate init?(word: String) {
        guard let scope = [Scope.none, .nearMe, .internet, .all].first(where: { $0.word == word }) else { return nil }
        self = scope
    }
}
