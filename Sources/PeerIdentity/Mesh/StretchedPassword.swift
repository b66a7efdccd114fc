internal import CSodium
internal import Crypto
internal import CryptoExtras
@_spi(_Unicode) internal import Swift

/// A password of a mesh, made expensive to guess (peer channel 20.3): scrypt with the mesh id in its salt, once per opening.
/// The password itself is not kept.
package struct StretchedPassword: Sendable {
    let secret: SecretBytes

    private static let saltLabel = "mesh-pw-1"
    /// 2^15 rounds of 8 blocks: 32 MiB and some 100 ms for each guess.
    private static let rounds = 1 << 15
    private static let blockSize = 8
    static let length = 32

    /// Takes some 100 ms: not for an event loop.
    package init(password: String, meshID: String) throws(PasswordFault) {
        let salt = Array((Self.saltLabel + MeshName(meshID).text).utf8)
        var prepared = try Self.prepared(password)
        defer { prepared.wipe() }
        guard
            let key = try? KDF.Scrypt.deriveKey(
                from: prepared, salt: salt, outputByteCount: Self.length, rounds: Self.rounds,
                blockSize: Self.blockSize, parallelism: 1)
        else { throw .noMemory }
        secret = SecretBytes(count: Self.length) { start in
            key.withUnsafeBytes { UnsafeMutableRawBufferPointer(start: start, count: Self.length).copyMemory(from: $0) }
        }
    }

    /// White space at both ends cut, then as RFC 8265 4.2.1 has it (OpaqueString): other blanks become U+0020, the text NFC,
    /// its case stays; control characters are refused.
    static func prepared(_ password: String) throws(PasswordFault) -> [UInt8] {
        let scalars = Array(password.unicodeScalars)
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { throw .empty }
        var text = String.UnicodeScalarView()
        for scalar in scalars[first...last] {
            switch scalar.properties.generalCategory {
            case .spaceSeparator: text.append(" ")
            case .control, .lineSeparator, .paragraphSeparator: throw .controlCharacter
            default: text.append(scalar)
            }
        }
        var composed = String.UnicodeScalarView()
        composed.append(contentsOf: String(text)._nfc)
        return Array(String(composed).utf8)
    }
}

/// Why a text cannot be the password of a mesh.
package enum PasswordFault: Error, Hashable, Sendable {
    /// Nothing but blanks.
    case empty
    case controlCharacter
    /// The 32 MiB that stretching takes are not there.
    case noMemory
}

extension PasswordFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .empty: "The password is empty."
        case .controlCharacter: "A password must not contain control characters."
        case .noMemory: "There is not enough memory to prepare the password (32 MiB)."
        }
    }
}
