/// Why bytes from the other side are no frame, or none that may stand here. Each of them ends the connection.
package enum FrameFault: Error, Hashable, Sendable {
    /// They are no protobuf, or a text in them is no UTF-8.
    case unreadable
    /// A kind of frame that this version does not know.
    case unknown
    /// A frame of the admission afterwards, or another before (peer channel 17).
    case outOfPlace
    /// Longer than frames of its kind may be (peer channel 20.5).
    case tooLarge
    /// A field holds what it cannot; its name for a person.
    case invalid(String)
}

extension FrameFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable: "it sent bytes that are no frame"
        case .unknown: "it sent a frame of an unknown kind"
        case .outOfPlace: "it sent a frame at the wrong time"
        case .tooLarge: "it sent a frame that is too large"
        case .invalid(let field): "it sent a frame with an impossible \(field)"
        }
    }
}
