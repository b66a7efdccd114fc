/// Why bytes from outside could not be read: the field, the fault, and the section of the description that
/// states the rule. Making one allocates nothing, so that rejecting a datagram stays cheap.
package struct DecodeError: Error, Hashable, Sendable {
    /// What was wrong with a field.
    package enum Reason: Hashable, Sendable {
        /// The bytes ended before the field did.
        case truncated
        /// Bytes were left over where the structure should have ended.
        case trailingBytes
        /// A number that disagrees with another number or with the size of what it counts.
        case inconsistentLength
        /// A value outside what the rule allows.
        case invalidValue
        /// An element that must be there and is not.
        case missing
        /// A known element in a place where it must not stand: foreign, repeated or out of order.
        case unexpected
    }

    package var field: Field
    package var reason: Reason

    package init(_ field: Field, _ reason: Reason) {
        self.field = field
        self.reason = reason
    }
}

/// The name of a field as its description spells it, and where that description is: `Field("Nonce", "wire 7")`.
package struct Field: Hashable, Sendable {
    package var name: String
    package var section: String

    package init(_ name: String, _ section: String) {
        self.name = name
        self.section = section
    }
}

extension DecodeError: CustomStringConvertible {
    package var description: String { "\(field.name): \(reason) (\(field.section))" }
}
