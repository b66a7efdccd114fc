import PeerBase

/// Reads one element of a document: what is known must stand there once and fit its limit, what is unknown is ignored
/// (collab 10.6).
struct ElementReader {
    let element: XMLElement
    var namespace: String { element.name.namespace }

    init(_ element: XMLElement) { self.element = element }

    /// Opens a document of one kind.
    init(_ element: XMLElement, kind: String, in namespace: String) throws(DocumentFault) {
        guard element.name == XMLElement.Name(kind, in: namespace) else { throw DocumentFault(kind, .otherDocument) }
        self.element = element
    }

    /// The child of this name in the namespace of this element.
    func child(_ local: String) throws(DocumentFault) -> ElementReader? {
        let name = XMLElement.Name(local, in: namespace)
        var found: XMLElement?
        for child in element.children where child.name == name {
            guard found == nil else { throw DocumentFault(local, .repeated) }
            found = child
        }
        return found.map { ElementReader($0) }
    }

    func requiredChild(_ local: String) throws(DocumentFault) -> ElementReader {
        guard let child = try child(local) else { throw DocumentFault(local, .missing) }
        return child
    }

    func children(_ local: String, atMost limit: Int) throws(DocumentFault) -> [ElementReader] {
        let name = XMLElement.Name(local, in: namespace)
        let found = element.children.filter { $0.name == name }
        guard found.count <= limit else { throw DocumentFault(local, .tooMany(limit)) }
        return found.map { ElementReader($0) }
    }

    /// The text of a child, `nil` where there is no such child.
    func text(_ local: String, limit: Int = Limits.textLength) throws(DocumentFault) -> String? {
        guard let text = try child(local)?.element.text else { return nil }
        return try Self.fitting(text, local, limit)
    }

    /// The text of a child that must be there and say something.
    func requiredText(_ local: String, limit: Int = Limits.textLength) throws(DocumentFault) -> String {
        guard let text = try text(local, limit: limit) else { throw DocumentFault(local, .missing) }
        guard !text.isEmpty else { throw DocumentFault(local, .empty) }
        return text
    }

    func attribute(_ local: String, limit: Int = Limits.textLength) throws(DocumentFault) -> String? {
        guard let value = element.attribute(local) else { return nil }
        return try Self.fitting(value, local, limit)
    }

    func requiredAttribute(_ local: String, limit: Int = Limits.textLength) throws(DocumentFault) -> String {
        guard let value = try attribute(local, limit: limit) else { throw DocumentFault(local, .missing) }
        return value
    }

    /// An attribute that is one of a few words or numbers.
    func choice<Value>(_ local: String, _ read: (String) -> Value?) throws(DocumentFault) -> Value {
        guard let value = read(try requiredAttribute(local)) else { throw DocumentFault(local, .malformed) }
        return value
    }

    func id(_ local: String = "id") throws(DocumentFault) -> GUID { try choice(local) { GUID($0) } }

    /// The text of this element as data.
    func data(limit: Int = Limits.dataSize) throws(DocumentFault) -> [UInt8] {
        guard let data = [UInt8](base64: element.text) else { throw DocumentFault(element.name.local, .malformed) }
        guard data.count <= limit else { throw DocumentFault(element.name.local, .tooLong(limit)) }
        return data
    }

    private static func fitting(_ text: String, _ item: String, _ limit: Int) throws(DocumentFault) -> String {
        guard text.fits(limit) else { throw DocumentFault(item, .tooLong(limit)) }
        return text
    }
}
