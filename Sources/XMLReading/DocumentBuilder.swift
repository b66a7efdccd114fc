internal import CExpat
internal import PeerBase

/// Makes the elements of one document, which is within the limits (``DocumentMeasure``), while libexpat reads it. Whoever
/// made it keeps it until the reading ends.
final class DocumentBuilder {
    /// Stands between namespace and name in what libexpat says; XML allows the character nowhere.
    static let separator: UInt8 = 0x01

    private struct OpenElement {
        var element: XMLElement
        var text: [UInt8] = []
    }

    private(set) var root: XMLElement?
    private let parser: XML_Parser
    private var open: [OpenElement] = []
    /// What the next element declares: libexpat tells it before the element.
    private var declared: [(prefix: String, namespace: String)] = []

    init(_ parser: XML_Parser) { self.parser = parser }

    /// Has libexpat tell everything to this object, which is not kept by that.
    func listen() {
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetStartNamespaceDeclHandler(parser) { data, prefix, namespace in
            DocumentBuilder.of(data)?.declare(prefix.text, namespace.text)
        }
        XML_SetElementHandler(
            parser,
            { data, name, attributes in DocumentBuilder.of(data)?.begin(name.text, attributes) },
            { data, _ in DocumentBuilder.of(data)?.end() })
        XML_SetCharacterDataHandler(parser) { data, start, count in
            guard let start else { return }
            start.withMemoryRebound(to: UInt8.self, capacity: Int(count)) {
                DocumentBuilder.of(data)?.add(UnsafeBufferPointer(start: $0, count: Int(count)))
            }
        }
    }

    private static func of(_ data: UnsafeMutableRawPointer?) -> DocumentBuilder? {
        data.map { Unmanaged<DocumentBuilder>.fromOpaque($0).takeUnretainedValue() }
    }

    private func declare(_ prefix: String, _ namespace: String) { declared.append((prefix, namespace)) }

    private func begin(_ name: String, _ pairs: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?) {
        var prefixes = open.last?.element.prefixes ?? [:]
        for (prefix, namespace) in declared { prefixes[prefix] = namespace.isEmpty ? nil : namespace }
        declared.removeAll(keepingCapacity: true)
        let element = XMLElement(Self.name(name), attributes: Self.attributes(pairs), prefixes: prefixes)
        open.append(OpenElement(element: element))
    }

    private func add(_ text: UnsafeBufferPointer<UInt8>) {
        guard !open.isEmpty else { return }
        open[open.count - 1].text.append(contentsOf: text)
    }

    private func end() {
        guard var last = open.popLast() else { return }
        last.element.text = String(decoding: last.text.trimmed, as: UTF8.self)
        guard !open.isEmpty else {
            root = last.element
            return
        }
        open[open.count - 1].element.children.append(last.element)
    }

    private static func attributes(_ pairs: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?) -> [XMLElement.Attribute] {
        var attributes: [XMLElement.Attribute] = []
        var next = pairs
        while let pair = next, let key = pair[0], let value = pair[1] {
            attributes.append(XMLElement.Attribute(name(String(cString: key)), String(cString: value)))
            next = pair + 2
        }
        return attributes
    }

    private static func name(_ told: String) -> XMLElement.Name {
        let parts = told.split(separator: Character(Unicode.Scalar(separator)), maxSplits: 1)
        guard let first = parts.first, let last = parts.last, parts.count == 2 else { return XMLElement.Name(told) }
        return XMLElement.Name(String(last), in: String(first))
    }
}

extension [UInt8] {
    /// Without the white space of XML on either side: documents of others are often made for people to read
    /// (collab 10.2).
    fileprivate var trimmed: ArraySlice<UInt8> {
        func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0a, 0x0d].contains(byte) }
        let rest = drop(while: isBlank)
        guard let last = rest.lastIndex(where: { !isBlank($0) }) else { return [] }
        return rest[...last]
    }
}

extension UnsafePointer<XML_Char>? {
    /// Empty where libexpat says nothing: the default prefix, and no namespace.
    fileprivate var text: String { map { String(cString: $0) } ?? "" }
}
