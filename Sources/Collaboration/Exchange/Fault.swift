package import PeerBase

/// Why a request gets no other answer: the status of HTTP and its body (collab 10.5). For strangers under a closed policy
/// there is none at all.
package enum Fault: Int, Error, Hashable, Sendable, CaseIterable {
    /// A body that is no document of the kind asked for; ours, the table of collab 10.5 has none for it.
    case malformed = 400
    /// Told to contacts only.
    case policy = 403
    case unknownID = 404
    case busy = 409
    case size = 413
    case rate = 429
    case signingOut = 503

    package var status: Int { rawValue }

    package var code: String {
        switch self {
        case .malformed: "malformed"
        case .policy: "policy"
        case .unknownID: "unknown"
        case .busy: "busy"
        case .size: "size"
        case .rate: "rate"
        case .signingOut: "signingout"
        }
    }

    package var text: String {
        switch self {
        case .malformed: "The request cannot be read."
        case .policy: "This is not accepted."
        case .unknownID: "There is nobody of this id here."
        case .busy: "This is under way already."
        case .size: "The request is too large."
        case .rate: "There are too many requests."
        case .signingOut: "The user is signing out."
        }
    }

    package var document: XMLElement {
        XMLElement("Fault", in: "", ["code": code, "text": text])
    }
}
