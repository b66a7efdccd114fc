/// How long frames may be, without the length in front (peer channel 20.5).
package enum FrameSize {
    /// Bytes of the length that stands before every frame, most significant first.
    package static let prefix = 4
    /// Before the admission is over.
    package static let admission = 4096
    /// Frames that carry no flood.
    package static let control = 65_536
    /// What a flood has around the content: signature, hops, the names of fields. 4 KiB is generous.
    private static let floodOverhead = 4096

    /// Floods, alone or as an answer to a request for what was said lately, where contents have at most `messageLimit` bytes.
    package static func flood(messageLimit: Int) -> Int { messageLimit + floodOverhead }

    /// The longest frame of any kind once admitted: what may be buffered at all.
    package static func largest(messageLimit: Int) -> Int { max(control, flood(messageLimit: messageLimit)) }
}
