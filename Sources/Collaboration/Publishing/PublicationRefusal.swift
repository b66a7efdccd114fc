/// Why something is not published.
package enum PublicationRefusal: Error, Hashable, Sendable {
    case notSignedIn
    case presenceOffline
    case emptyID
    case objectEmpty
    case objectTooLarge
    case tooManyObjects
    case wellKnownObject
    case objectNotFound
    case empty(String)
    case tooLong(String)

    /// What failed: the texts of collab 3.8, 3.9 and 11.2, word for word where those have one; empty where the code of
    /// collab 4.1 says it all.
    package var text: String {
        switch self {
        case .notSignedIn: ""
        case .presenceOffline: "Local presence cannot be set to Offline. "
        case .emptyID: "Cannot specify empty Guid."
        case .objectEmpty: "Peer collaboration set object failed."
        case .objectTooLarge: "Peer Object data size cannot exceed 16 kilobytes."
        case .tooManyObjects: "The limit of \(Limits.objects) objects is reached."
        case .wellKnownObject, .objectNotFound: "Peer collaboration delete object failed."
        case .empty(let item): "\(item) is empty."
        case .tooLong(let item): "\(item) is longer than \(Limits.textLength) characters."
        }
    }
}
