/// Why a document from outside is not taken: the element or attribute, and what is wrong with it.
package struct DocumentFault: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        /// The document is of another kind, or in another namespace.
        case otherDocument
        /// A version that we do not know.
        case otherVersion
        case missing
        /// A known element stands twice.
        case repeated
        case empty
        /// More than so many characters, or bytes of data.
        case tooLong(Int)
        /// More of them than so many.
        case tooMany(Int)
        /// Not of the shape that the rule asks for.
        case malformed
    }

    package var item: String
    package var reason: Reason

    package init(_ item: String, _ reason: Reason) {
        self.item = item
        self.reason = reason
    }
}

extension DocumentFault: CustomStringConvertible {
    /// A sentence for people.
    package var description: String {
        switch reason {
        case .otherDocument: "This is not a document of the kind \(item)."
        case .otherVersion: "The version of the document is not known."
        case .missing: "\(item) is missing."
        case .repeated: "\(item) stands there twice."
        case .empty: "\(item) is empty."
        case .tooLong(let limit): "\(item) is longer than \(limit)."
        case .tooMany(let limit): "There are more than \(limit) of \(item)."
        case .malformed: "\(item) is malformed."
        }
    }
}
