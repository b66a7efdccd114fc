internal import CExpat
internal import Glibc

/// Looks through a document before anything is made of it, and refuses a document type and whatever is beyond the limits
/// (collab 10.2). Namespaces are not resolved yet: that copies the namespace for every name with a prefix, before anybody
/// is told of the element. Whoever made it keeps it until the reading ends.
final class DocumentMeasure {
    private(set) var fault: XMLFault?
    private let parser: XML_Parser
    private let limits: XMLLimits
    private var depth = 0
    private var elements = 0
    private var declarations = 0

    init(_ parser: XML_Parser, _ limits: XMLLimits) {
        self.parser = parser
        self.limits = limits
    }

    /// Has libexpat tell everything to this object, which is not kept by that.
    func listen() {
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in DocumentMeasure.of(data)?.refuse(.documentType) }
        XML_SetElementHandler(
            parser,
            { data, _, attributes in DocumentMeasure.of(data)?.begin(attributes) },
            { data, _ in DocumentMeasure.of(data)?.depth -= 1 })
    }

    private static func of(_ data: UnsafeMutableRawPointer?) -> DocumentMeasure? {
        data.map { Unmanaged<DocumentMeasure>.fromOpaque($0).takeUnretainedValue() }
    }

    /// The first fault counts; libexpat may still tell a little after it was stopped.
    private func refuse(_ reason: XMLFault) {
        guard fault == nil else { return }
        fault = reason
        XML_StopParser(parser, XML_Bool(XML_FALSE))
    }

    private func begin(_ pairs: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?) {
        guard fault == nil else { return }
        elements += 1
        guard elements <= limits.elements else { return refuse(.tooManyElements) }
        guard depth < limits.depth else { return refuse(.tooDeep) }
        depth += 1
        var attributes = 0
        var next = pairs
        while let pair = next, let key = pair[0], let value = pair[1] {
            next = pair + 2
            guard Self.isDeclaration(key) else {
                attributes += 1
                continue
            }
            declarations += 1
            guard strlen(value) <= limits.namespaceLength else { return refuse(.tooLongNamespace) }
        }
        guard declarations <= limits.declarations else { return refuse(.tooManyDeclarations) }
        guard attributes <= limits.attributes else { return refuse(.tooManyAttributes) }
    }

    /// `xmlns`, or `xmlns:` and a prefix.
    private static func isDeclaration(_ name: UnsafePointer<XML_Char>) -> Bool {
        strcmp(name, "xmlns") == 0 || strncmp(name, "xmlns:", 6) == 0
    }
}
