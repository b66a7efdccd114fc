/// Why a text is no peer name (wire 10.1). The description is one sentence for people.
package enum PeerNameError: Error, Hashable, Sendable {
    case noDot(String)
    case badAuthority(String)
    /// The number of UTF-16 code units.
    case classifierTooLong(Int)
    case classifierHasNUL
    case unsecuredWithoutClassifier
}

extension PeerNameError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noDot(let text):
            "Invalid peer name '\(text)': expected authority.classifier, for example 0.\(text.isEmpty ? "name" : text)."
        case .badAuthority(let text):
            "Invalid authority '\(text)': expected 0 or 40 hexadecimal digits in lower case."
        case .classifierTooLong(let length):
            "The classifier has \(length) characters; at most \(PeerName.longestClassifier) are allowed."
        case .classifierHasNUL:
            "The classifier contains a NUL character."
        case .unsecuredWithoutClassifier:
            "An unsecured name needs a classifier after '0.', for example 0.name."
        }
    }
}
