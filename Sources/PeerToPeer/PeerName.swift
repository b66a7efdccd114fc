internal import PNRP
internal import PeerBase

/// A peer name, `authority.classifier`: `0.chat` is unsecured and anybody's; `<40 hexadecimal digits>.chat` belongs to
/// whoever holds the key that the digits are a fingerprint of.
///
/// Names are compared unit by unit: case counts.
public struct PeerName: Hashable, Sendable {
    let value: PNRP.PeerName

    /// Reads a name as people write it.
    ///
    /// - Throws: ``PeerToPeerError/invalidName(_:)`` with a sentence that says what is wrong.
    public init(_ text: String) throws(PeerToPeerError) {
        do throws(PeerNameError) {
            value = try PNRP.PeerName(text)
        } catch {
            throw .invalidName("\(error)")
        }
    }

    /// An unsecured name, `0.classifier`. The classifier has 1 to 149 characters.
    public init(unsecured classifier: String) throws(PeerToPeerError) {
        try self.init("0.\(classifier)")
    }

    init(_ value: PNRP.PeerName) { self.value = value }

    /// `0`, or the forty digits of the key that secures the name.
    public var authority: String { "\(value.authority)" }
    /// What stands behind the dot.
    public var classifier: String { value.classifier }
    /// Whether only the holder of a key can publish it.
    public var isSecured: Bool { value.authority != .unsecured }

    /// The name as DNS would write it, below `pnrp.net`; `nil` for a classifier that has no such form.
    public var hostName: String? { try? HostName.from(value) }
}

extension PeerName: CustomStringConvertible {
    /// `authority.classifier`.
    public var description: String { "\(value)" }
}
