package import PeerBase

/// Who somebody is to other people of PNRP: a key pair by its authority, under a name for people (netsh 4.7).
package struct Identity: Hashable, Sendable {
    /// The name a person gave it; see ``isValidFriendlyName(_:)``.
    package let friendlyName: String
    /// SHA-1 of the public key (wire 10.2).
    package let authority: SHA1Digest
    /// Whether this is the identity used where nobody chose one (behaviour 11.1).
    package let isDefault: Bool

    /// What stands behind the dot: an ordinary classifier without protocol meaning, the one Windows shows for its
    /// default identity and netsh 4.7 for all (wire 10.1, 17.19).
    package var classifier: String { "PnrpProtocolV2" }

    /// The identity as typed and shown: `<40 hex digits>.<classifier>` (netsh 4.7).
    package var text: String { "\(authority).\(classifier)" }

    /// 1...255 Unicode scalars, none of them a control character or a line break: a friendly name is printed on
    /// terminals and stands on one line of its file.
    package static func isValidFriendlyName(_ name: String) -> Bool {
        let scalars = name.unicodeScalars
        return (1...255).contains(scalars.count) && scalars.allSatisfy { !isForbidden($0) }
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
