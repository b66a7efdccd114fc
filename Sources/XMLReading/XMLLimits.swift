/// How large a document from others may be.
package struct XMLLimits: Hashable, Sendable {
    /// Bytes of the whole document.
    package var bytes: Int
    /// Elements inside each other, the root included (collab 10.2).
    package var depth: Int
    /// Elements in all (collab 10.2).
    package var elements: Int
    /// Declarations of namespaces in all. What is in scope is known at every element, so without this bound a small
    /// document could ask for much memory. Ours; documents seen declare less than ten.
    package var declarations = 64
    /// Attributes of one element, declarations of namespaces not counted. Ours; documents seen have less than ten.
    package var attributes = 32
    /// Bytes of the name of a namespace. It is copied for every name with its prefix, so without this bound and the one
    /// above a small document could ask for much memory. Ours; names seen have less than a hundred.
    package var namespaceLength = 256

    package init(bytes: Int, depth: Int = 16, elements: Int = 256) {
        self.bytes = bytes
        self.depth = depth
        self.elements = elements
    }

    /// The longest body of a request (collab 10.5).
    package static let standard = XMLLimits(bytes: 65_536)
    /// A datagram of discovery (collab 10.2).
    package static let datagram = XMLLimits(bytes: 32_767)
}

/// Why a document was refused.
package enum XMLFault: Error, Hashable, Sendable {
    case tooLarge
    case tooDeep
    case tooManyElements
    case tooManyDeclarations
    case tooManyAttributes
    case tooLongNamespace
    /// It has a document type.
    case documentType
    /// It is not XML 1.0 with namespaces in UTF-8; the reason in words, with the line.
    case malformed(reason: String, line: Int)
}

extension XMLFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooLarge: "the document is too large"
        case .tooDeep: "elements are nested too deeply"
        case .tooManyElements: "there are too many elements"
        case .tooManyDeclarations: "there are too many namespaces"
        case .tooManyAttributes: "an element has too many attributes"
        case .tooLongNamespace: "the name of a namespace is too long"
        case .documentType: "a document type is not allowed"
        case .malformed(let reason, let line): "\(reason), line \(line)"
        }
    }
}
